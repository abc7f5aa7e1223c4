import assert from "node:assert/strict";
import { test } from "node:test";

import { fc } from "../../test/support/properties.ts";

import type { EmailHeader } from "./mail-types.ts";
import { formatStoredHeader, parseStoredHeader } from "./stored-header.ts";

const none: EmailHeader = { from: null, sender: null, to: null, cc: null, bcc: null, sentAt: null };

function roundTrip(header: EmailHeader): EmailHeader {
  const instant = header.sentAt === null ? null : new Date(header.sentAt);
  const column = instant && Number.isNaN(instant.getTime()) ? null : instant;
  const read = parseStoredHeader(formatStoredHeader(header), column);
  return { ...read, sentAt: read.sentAt() };
}

test("RFC 8621 §4.1.3: what is stored is given back", () => {
  const address = fc.record(
    { name: fc.option(fc.string({ unit: "grapheme" })), email: fc.string() },
    { noNullPrototype: true },
  );
  const list = fc.option(fc.array(address, { maxLength: 3 }));
  const header = fc.record({ from: list, sender: list, to: list, cc: list, bcc: list }, { noNullPrototype: true });
  fc.assert(fc.property(header, (given) => assert.deepEqual(roundTrip({ ...none, ...given }), { ...none, ...given })));
});

test("the date is given back in the sender's zone, even where it is none", () => {
  for (const sentAt of [
    "2026-02-03T09:30:00+07:00",
    "2026-02-03T09:30:00Z",
    "2026-02-03T09:30:00-00:00",
    "1999-12-31T23:59:59-11:30",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00",
    "2026-02-03T09:30:00+99:99",
    "2026-02-31T09:30:00Z",
  ]) {
    assert.equal(roundTrip({ ...none, sentAt }).sentAt, sentAt);
  }
});

test("what PostgreSQL cannot keep is left out", () => {
  const from = [{ name: "a\0b\ud800", email: "x@y" }];
  assert.deepEqual(roundTrip({ ...none, from }).from, [{ name: "ab\ufffd", email: "x@y" }]);
});
