// What is read of an iCalendar object (RFC 5545): its events, as a reader of an invitation needs them.

/** A moment, or a date without time. `zone` is what TZID said, null for UTC and for times that float (`isFloating`). */
export type CalendarTime =
  | { readonly kind: "moment"; readonly date: Date; readonly zone: string | null; readonly isFloating: boolean }
  /** `date` is midnight UTC of the day. */
  | { readonly kind: "day"; readonly date: Date };

export type CalendarPerson = {
  readonly name: string | null;
  readonly address: string;
  /** PARTSTAT, in upper case: NEEDS-ACTION, ACCEPTED, DECLINED, TENTATIVE, DELEGATED. */
  readonly participation: string;
  readonly isOptional: boolean;
};

export type CalendarEvent = {
  readonly uid: string | null;
  readonly summary: string;
  readonly description: string;
  readonly location: string;
  readonly status: string;
  readonly start: CalendarTime;
  /** Exclusive, as RFC 5545 §3.6.1 has it; null when neither DTEND nor DURATION is given. */
  readonly end: CalendarTime | null;
  readonly organizer: CalendarPerson | null;
  readonly attendees: readonly CalendarPerson[];
  /** RRULE as written; it is not expanded. */
  readonly recurrence: string | null;
};

export type Calendar = {
  /** RFC 5546: REQUEST, CANCEL, REPLY, …; null outside of scheduling. */
  readonly method: string | null;
  readonly events: readonly CalendarEvent[];
};
