// How the mail of the organisation to try is written down: data, from which real messages are built.

import type { MailboxRole } from "../../store/mail-types.ts";
import type { PersonName } from "./people.ts";

/** When it was sent, counted back from the first start: days and the time of day in Jakarta, or minutes. */
export type Moment = { days: number; at: `${number}:${number}` } | { minutes: number };

export interface LetterAttachment {
  name: string;
  type: string;
  content: Uint8Array;
  /** For a picture that the HTML shows by "cid:". */
  cid?: string;
}

/** Where a copy lies and how it is marked; the usual place is the inbox, for the sender "sent". */
export interface Placement {
  mailbox?: MailboxRole;
  unread?: boolean;
  starred?: boolean;
  answered?: boolean;
  forwarded?: boolean;
  draft?: boolean;
}

export interface Letter {
  /** What `answers` of another letter refers to. */
  key?: string;
  sent: Moment;
  from: PersonName;
  to: readonly PersonName[];
  cc?: readonly PersonName[];
  subject: string;
  text?: string;
  html?: string;
  answers?: string;
  attachments?: readonly LetterAttachment[];
  /** An invitation, as the text of an iCalendar object (RFC 5545). */
  calendar?: (start: Date) => string;
  headers?: readonly { name: string; text: string }[];
  /** In place of everything above: the message as another program would write it. */
  raw?: (frame: { date: string; messageId: string }) => Uint8Array;
  copies?: Partial<Record<PersonName, Placement>>;
}

export const days = (number: number, at: `${number}:${number}`): Moment => ({ days: number, at });
export const minutes = (number: number): Moment => ({ minutes: number });
