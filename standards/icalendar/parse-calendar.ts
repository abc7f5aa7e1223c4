// Events of an iCalendar object (RFC 5545 §3.6.1). Other components are passed over; recurrences are told, not expanded.

import { parseComponents, unescapeText, withoutScheme, type Component, type ContentLine } from "./content-lines.ts";
import { createOffsets, type OffsetOf } from "./time-zone.ts";
import type { Calendar, CalendarEvent, CalendarPerson, CalendarTime } from "./types.ts";

const MAX_EVENTS = 50;
const MAX_ATTENDEES = 500;
const MAX_FIELD = 10_000;

/** Undefined when the text holds no event that says when it begins. */
export function parseCalendar(text: string): Calendar | undefined {
  const calendars = parseComponents(text).filter(({ name }) => name === "VCALENDAR");
  const events = calendars.flatMap(({ components }) => {
    const offsetOf = createOffsets(components.filter(({ name }) => name === "VTIMEZONE"));
    return components.flatMap((component) => (component.name === "VEVENT" ? toEvent(component, offsetOf) : []));
  });
  if (events.length === 0) return undefined;
  const method = calendars[0]?.lines
    .find(({ name }) => name === "METHOD")
    ?.value.trim()
    .toUpperCase();
  return { method: method || null, events: events.slice(0, MAX_EVENTS) };
}

function toEvent({ lines }: Component, offsetOf: OffsetOf): CalendarEvent[] {
  const line = (name: string) => lines.find((one) => one.name === name);
  const field = (name: string) =>
    unescapeText(line(name)?.value ?? "")
      .trim()
      .slice(0, MAX_FIELD);
  const start = parseTime(line("DTSTART"), offsetOf);
  if (!start) return [];
  const organizer = line("ORGANIZER");
  return [
    {
      uid: field("UID") || null,
      summary: field("SUMMARY"),
      description: field("DESCRIPTION"),
      location: field("LOCATION"),
      status: field("STATUS").toUpperCase(),
      start,
      end: parseTime(line("DTEND"), offsetOf) ?? endAfter(start, line("DURATION")?.value),
      organizer: organizer ? toPerson(organizer) : null,
      attendees: lines
        .filter(({ name }) => name === "ATTENDEE")
        .slice(0, MAX_ATTENDEES)
        .map(toPerson),
      recurrence: line("RRULE")?.value.slice(0, MAX_FIELD) ?? null,
    },
  ];
}

/** RFC 5545 §3.3.4 and §3.3.5: a date, a local time with TZID or floating, or UTC. Undefined for an impossible one. */
function parseTime(line: ContentLine | undefined, offsetOf: OffsetOf): CalendarTime | undefined {
  const found = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z)?)?$/.exec(line?.value.trim() ?? "");
  if (!line || !found) return undefined;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map((digits) => Number(digits ?? 0));
  const localMs = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
  const date = new Date(localMs);
  if (date.getUTCMonth() + 1 !== month || date.getUTCDate() !== day) return undefined;
  if (found[4] === undefined) return { kind: "day", date };
  if (found[7] === "Z") return { kind: "moment", date, zone: null, isFloating: false };
  const zone = line.parameters.get("TZID")?.trim() ?? null;
  const offset = zone === null ? undefined : offsetOf(zone, localMs);
  if (offset === undefined) return { kind: "moment", date, zone, isFloating: true };
  return { kind: "moment", date: new Date(localMs - offset), zone, isFloating: false };
}

/** RFC 5545 §3.3.6, and §3.6.1: a day without an end lasts that day. */
function endAfter(start: CalendarTime, duration: string | undefined): CalendarTime | null {
  const found = /^\+?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?$/.exec(
    duration?.trim() ?? "",
  );
  if (!found) return start.kind === "day" ? { kind: "day", date: new Date(start.date.getTime() + 86_400_000) } : null;
  const [weeks, days, hours, minutes, seconds] = found.slice(1).map((digits) => Number(digits ?? 0));
  const total =
    (weeks ?? 0) * 604_800 + (days ?? 0) * 86_400 + (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0);
  return { ...start, date: new Date(start.date.getTime() + total * 1000) };
}

function toPerson({ value, parameters }: ContentLine): CalendarPerson {
  return {
    name: parameters.get("CN")?.trim().slice(0, 200) || null,
    address: withoutScheme(value).slice(0, 320),
    participation: (parameters.get("PARTSTAT") ?? "NEEDS-ACTION").toUpperCase(),
    isOptional: parameters.get("ROLE")?.toUpperCase() === "OPT-PARTICIPANT",
  };
}
