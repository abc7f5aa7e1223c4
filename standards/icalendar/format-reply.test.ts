import assert from "node:assert/strict";
import { test } from "node:test";

import { fc } from "../../test/support/properties.ts";
import { formatReply } from "./format-reply.ts";
import { parseCalendar } from "./parse-calendar.ts";

const now = new Date("2026-11-23T01:02:03.456Z");
const isAttendee = (address: string) => address.toLowerCase() === "budi@contoh.go.id";

const invitation = (lines: readonly string[]) =>
  [
    "BEGIN:VCALENDAR",
    "METHOD:REQUEST",
    "BEGIN:VTIMEZONE",
    "TZID:Kantor",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0800",
    "END:STANDARD",
    "END:VTIMEZONE",
    "BEGIN:VEVENT",
    ...lines,
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    "END:VALARM",
    "END:VEVENT",
    "END:VCALENDAR",
  ].join("\r\n");

const meeting = [
  "UID:rapat-1@luar.example",
  "SEQUENCE:3",
  "RECURRENCE-ID;TZID=Kantor:20261123T090000",
  "DTSTART;TZID=Kantor:20261123T100000",
  "DTEND;TZID=Kantor:20261123T110000",
  "SUMMARY:Rapat\\, koordinasi",
  "DESCRIPTION:Rahasia",
  'ORGANIZER;CN="Rahayu, Siti":mailto:siti@luar.example',
  "ATTENDEE;CN=Ani;PARTSTAT=NEEDS-ACTION:mailto:ani@contoh.go.id",
  'ATTENDEE;CN="Santoso; Budi";RSVP=TRUE;PARTSTAT=NEEDS-ACTION:MAILTO:Budi@contoh.go.id',
];

test("RFC 5546 §3.2.3: an answer names the event as its organizer does, and one attendee alone", () => {
  const reply = formatReply(invitation(meeting), { answer: "ACCEPTED", isAttendee, now }) ?? "";
  const lines = reply.split("\r\n");
  for (const line of ["METHOD:REPLY", "VERSION:2.0", "DTSTAMP:20261123T010203Z", ...meeting.slice(0, 6)])
    assert.ok(lines.includes(line), line);
  assert.ok(lines.includes('ORGANIZER;CN="Rahayu, Siti":mailto:siti@luar.example'));
  assert.deepEqual(
    lines.filter((line) => line.startsWith("ATTENDEE")),
    ['ATTENDEE;PARTSTAT=ACCEPTED;CN="Santoso; Budi":MAILTO:Budi@contoh.go.id'],
  );
  assert.doesNotMatch(reply, /DESCRIPTION|VALARM|RSVP|ani@/);
});

test("RFC 5545 §3.2.19: an answer brings the zone of its times, and is read back the same", () => {
  const read = parseCalendar(formatReply(invitation(meeting), { answer: "TENTATIVE", isAttendee, now }) ?? "");
  assert.equal(read?.method, "REPLY");
  assert.equal(read?.events[0]?.start.date.toISOString(), "2026-11-23T02:00:00.000Z");
  assert.equal(read?.events[0]?.summary, "Rapat, koordinasi");
  assert.deepEqual(
    read?.events[0]?.attendees.map(({ participation }) => participation),
    ["TENTATIVE"],
  );
});

test("RFC 5545 §3.1: long lines are folded at 75 octets, between characters", () => {
  const summary = `SUMMARY:${"Percepatan é ".repeat(30)}`;
  const reply = formatReply(invitation([...meeting.slice(0, 5), summary, ...meeting.slice(7)]), {
    answer: "DECLINED",
    isAttendee,
    now,
  });
  for (const line of (reply ?? "").split("\r\n")) assert.ok(Buffer.byteLength(line) <= 75, line);
  assert.ok(reply?.replaceAll("\r\n ", "").includes(summary));
});

test("who is not invited, and what lacks a UID or an organizer, has no answer", () => {
  const answer = (lines: readonly string[]) => formatReply(invitation(lines), { answer: "ACCEPTED", isAttendee, now });
  assert.equal(answer(meeting.slice(0, -1)), undefined);
  assert.equal(answer(meeting.slice(1)), undefined);
  assert.equal(answer(meeting.filter((line) => !line.startsWith("ORGANIZER"))), undefined);
  assert.equal(formatReply("", { answer: "ACCEPTED", isAttendee, now }), undefined);
});

test("nothing of an invitation begins a line of its own in the answer", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const hostile = meeting.map((line) => line.replace("Santoso; Budi", text.replace(/["\r\n]/g, "")));
      const reply = formatReply(invitation(hostile), { answer: "ACCEPTED", isAttendee, now });
      if (reply === undefined) return;
      assert.equal(reply.match(/^ATTENDEE/gm)?.length, 1);
      assert.equal(reply.match(/^METHOD:REPLY\r$/gm)?.length, 1);
    }),
  );
});
