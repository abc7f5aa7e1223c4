import assert from "node:assert/strict";
import { test } from "node:test";
import { fc } from "../../test/support/properties.ts";
import { parseCalendar } from "./parse-calendar.ts";

const event = (lines: string, before = "") =>
  parseCalendar(`BEGIN:VCALENDAR\nMETHOD:REQUEST\n${before}BEGIN:VEVENT\n${lines}\nEND:VEVENT\nEND:VCALENDAR\n`)
    ?.events[0];

test("an invitation in UTC is read with its place, its organizer and its attendees", () => {
  const read = event(
    [
      "UID:1@contoh.go.id",
      "DTSTART:20261123T020000Z",
      "DTEND:20261123T040000Z",
      "SUMMARY:Rapat Koordinasi",
      "LOCATION:Ruang Garuda\\, Balai Kota",
      "DESCRIPTION:Agenda:\\n1. Laporan\\; 2. Lain-lain",
      'ORGANIZER;CN="Rahayu, Siti":mailto:siti@contoh.go.id',
      "ATTENDEE;CN=Budi;PARTSTAT=ACCEPTED;ROLE=OPT-PARTICIPANT:MAILTO:budi@contoh.go.id",
    ].join("\r\n"),
  );
  assert.equal(read?.location, "Ruang Garuda, Balai Kota");
  assert.equal(read?.description, "Agenda:\n1. Laporan; 2. Lain-lain");
  assert.equal(read?.start.date.toISOString(), "2026-11-23T02:00:00.000Z");
  assert.equal(read?.end?.date.toISOString(), "2026-11-23T04:00:00.000Z");
  assert.equal(read?.organizer?.name, "Rahayu, Siti");
  assert.deepEqual(read?.attendees, [
    { name: "Budi", address: "budi@contoh.go.id", participation: "ACCEPTED", isOptional: true },
  ]);
});

test("RFC 5545 §3.1: folded lines are joined, within a character of several bytes as well", () => {
  const read = event("DTSTART:20261123T020000Z\r\nSUMMARY:Rapat Koor\r\n dinasi\n\t Percepatan");
  assert.equal(read?.summary, "Rapat Koordinasi Percepatan");
});

test("RFC 5545 §3.2.19: a local time is one of its zone, by its IANA name, Outlook's, or its VTIMEZONE", () => {
  const start = (zone: string, before = "") => event(`DTSTART;TZID=${zone}:20261123T090000`, before)?.start;
  for (const zone of ["Asia/Jakarta", "SE Asia Standard Time", "/mozilla.org/Asia/Jakarta"]) {
    assert.equal(start(zone)?.date.toISOString(), "2026-11-23T02:00:00.000Z", zone);
  }
  assert.equal(start('"Asia/Jayapura"')?.date.toISOString(), "2026-11-23T00:00:00.000Z");
  const own =
    "BEGIN:VTIMEZONE\nTZID:Kantor\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0800\nTZOFFSETTO:+0800\n" +
    "END:STANDARD\nEND:VTIMEZONE\n";
  assert.equal(start("Kantor", own)?.date.toISOString(), "2026-11-23T01:00:00.000Z");
});

test("RFC 5545 §3.6.5: the observance in force is taken from daylight and standard time", () => {
  const zone =
    "BEGIN:VTIMEZONE\nTZID:X\nBEGIN:DAYLIGHT\nDTSTART:19700329T020000\nRRULE:FREQ=YEARLY;BYMONTH=3\nTZOFFSETTO:+0200\n" +
    "END:DAYLIGHT\nBEGIN:STANDARD\nDTSTART:19701025T030000\nRRULE:FREQ=YEARLY;BYMONTH=10\nTZOFFSETTO:+0100\n" +
    "END:STANDARD\nEND:VTIMEZONE\n";
  const hour = (day: string) => event(`DTSTART;TZID=X:${day}T120000`, zone)?.start.date.getUTCHours();
  assert.deepEqual([hour("20260701"), hour("20261201"), hour("20260115")], [10, 11, 11]);
});

test("RFC 5545 §3.3.5: a time without a zone, or of one that nobody knows, floats", () => {
  for (const start of ["DTSTART:20261123T090000", "DTSTART;TZID=Entah:20261123T090000"]) {
    const read = event(start)?.start;
    assert.ok(read?.kind === "moment" && read.isFloating);
    assert.equal(read.date.toISOString(), "2026-11-23T09:00:00.000Z");
  }
});

test("RFC 5545 §3.6.1: a date is a whole day, and its end is exclusive", () => {
  const one = event("DTSTART;VALUE=DATE:20261123");
  assert.deepEqual(one?.end, { kind: "day", date: new Date("2026-11-24") });
  assert.deepEqual(event("DTSTART;VALUE=DATE:20261123\nDTEND;VALUE=DATE:20261126")?.end?.date, new Date("2026-11-26"));
});

test("RFC 5545 §3.3.6: an end may be a duration", () => {
  const end = (duration: string) => event(`DTSTART:20261123T020000Z\nDURATION:${duration}`)?.end?.date.toISOString();
  assert.equal(end("PT1H30M"), "2026-11-23T03:30:00.000Z");
  assert.equal(end("P1W"), "2026-11-30T02:00:00.000Z");
  assert.equal(end("soon"), undefined);
});

test("what is no calendar, has no event or an impossible date is undefined", () => {
  for (const text of ["", "hello", "BEGIN:VCALENDAR\nEND:VCALENDAR", "BEGIN:VEVENT\nDTSTART:20261123\nEND:VEVENT"]) {
    assert.equal(parseCalendar(text), undefined, text);
  }
  assert.equal(event("DTSTART:20260231T090000Z"), undefined);
});

test("any text is read in bounds and without an error", () => {
  const word = fc.constantFrom(
    "BEGIN:",
    "VCALENDAR",
    "VEVENT",
    "END:",
    "\r\n",
    " ",
    ";",
    '"',
    "=",
    ":",
    "DTSTART",
    "9",
  );
  fc.assert(fc.property(fc.array(fc.oneof(word, fc.string())), (words) => void parseCalendar(words.join(""))));
  const many = "BEGIN:VEVENT\nDTSTART:20261123\nEND:VEVENT\n".repeat(10_000);
  assert.equal(parseCalendar(`BEGIN:VCALENDAR\n${many}END:VCALENDAR`)?.events.length, 50);
});
