// The answer of one attendee to an invitation (RFC 5546 §3.2.3): what tells which event is meant stands as its organizer wrote it.

import { parseComponents, withoutScheme, type Component, type ContentLine } from "./content-lines.ts";

export type AttendeeAnswer = "ACCEPTED" | "TENTATIVE" | "DECLINED";

export type Reply = {
  answer: AttendeeAnswer;
  /** Which of the attendees answers, by what the invitation calls them. */
  isAttendee: (address: string) => boolean;
  now: Date;
};

/** RFC 5546 §3.2.3: what a reply may have of the event. */
const KEPT = new Set(["UID", "SEQUENCE", "RECURRENCE-ID", "ORGANIZER", "DTSTART", "DTEND", "DURATION", "SUMMARY"]);

/** Undefined when the invitation lacks what an answer needs: a UID, its organizer, or the attendee. */
export function formatReply(invitation: string, { answer, isAttendee, now }: Reply): string | undefined {
  const calendar = parseComponents(invitation).find(({ name }) => name === "VCALENDAR");
  const event = calendar?.components.find(({ name, lines }) => name === "VEVENT" && has(lines, "DTSTART"));
  const attendee = event?.lines.find(({ name, value }) => name === "ATTENDEE" && isAttendee(withoutScheme(value)));
  if (!calendar || !event || !attendee || !has(event.lines, "UID") || !has(event.lines, "ORGANIZER")) return undefined;
  const name = attendee.parameters.get("CN")?.replace(/["\p{Cc}]/gu, "") ?? "";
  const lines = [
    "BEGIN:VCALENDAR",
    "PRODID:-//Surel//Surel//EN",
    "VERSION:2.0",
    "METHOD:REPLY",
    // RFC 5545 §3.2.19: a time that names a zone needs it beside it.
    ...calendar.components.filter((component) => component.name === "VTIMEZONE").flatMap(linesOf),
    "BEGIN:VEVENT",
    `DTSTAMP:${now.toISOString().replace(/[-:]|\.\d+/g, "")}`,
    `ATTENDEE;PARTSTAT=${answer}${name && `;CN="${name}"`}:${attendee.value}`,
    ...event.lines.filter((line) => KEPT.has(line.name)).map(({ text }) => text),
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join("");
}

function has(lines: readonly ContentLine[], wanted: string): boolean {
  return lines.some(({ name, value }) => name === wanted && value.trim() !== "");
}

function linesOf({ name, lines, components }: Component): string[] {
  return [`BEGIN:${name}`, ...lines.map(({ text }) => text), ...components.flatMap(linesOf), `END:${name}`];
}

/** RFC 5545 §3.1: no line of more than 75 octets; between characters, not within one. */
function fold(line: string): string {
  let folded = "";
  let octets = 0;
  for (const character of line) {
    const size = new TextEncoder().encode(character).length;
    if (octets + size > 75) {
      folded += "\r\n ";
      octets = 1;
    }
    folded += character;
    octets += size;
  }
  return folded;
}
