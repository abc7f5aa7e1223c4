// What the events of a calendar say to people, without how a calendar writes it.

import { parseCalendar } from "./parse-calendar.ts";
import type { CalendarPerson } from "./types.ts";

/** One line each; the text itself where no event can be read in it. */
export function eventText(text: string): string {
  const events = parseCalendar(text)?.events;
  if (!events) return text;
  return events
    .flatMap(({ summary, location, description, organizer, attendees }) => [
      summary,
      location,
      description,
      ...[organizer, ...attendees].flatMap((person) => (person ? [told(person)] : [])),
    ])
    .filter(Boolean)
    .join("\n");
}

function told({ name, address }: CalendarPerson): string {
  return name && name !== address ? `${name} ${address}` : address;
}
