import assert from "node:assert/strict";
import { test } from "node:test";
import { octetsOf } from "../../test/support/octets.ts";
import {
  addMissingHeaderFields,
  countHeaderFields,
  headerOf,
  prependHeaderFields,
  removeHeaderFields,
} from "./edit-header.ts";

const raw = octetsOf("Subject: a", "BCC: x@y.id,", "\tz@y.id", "To: b@c.id", "bcc : w@y.id", "", "Bcc: stays\n \xe9");
const text = (octets: Uint8Array) => Buffer.from(octets).toString();

test("RFC 6409 §8: Bcc is removed wherever it is, folded or not, and nothing else changes", () => {
  assert.equal(text(removeHeaderFields(raw, ["Bcc"])), "Subject: a\r\nTo: b@c.id\r\n\r\nBcc: stays\n \xe9");
  assert.equal(removeHeaderFields(raw, ["X-None"]), raw);
  assert.equal(text(removeHeaderFields(octetsOf("Bcc: a"), ["bcc"])), "");
});

test("RFC 6409 §8: a field beyond every limit of reading is removed as well", () => {
  const long = octetsOf(
    ...Array.from({ length: 20_000 }, (_, n) => `X-${n}: filler to make it long`),
    "Bcc: a@b.id",
    "",
    "",
  );
  assert.ok(!text(removeHeaderFields(long, ["Bcc"])).includes("Bcc"));
});

test("RFC 5321 §4.4: fields are put before all others, after an mbox line", () => {
  assert.equal(
    text(prependHeaderFields(octetsOf("A: b", "", ""), [{ name: "Received", raw: " from x\r\n\tby y" }])),
    "Received: from x\r\n\tby y\r\nA: b\r\n\r\n",
  );
  assert.equal(
    text(prependHeaderFields(Buffer.from("From x\nA: b\n\n"), [{ name: "C", text: "d" }])),
    "From x\nC: d\r\nA: b\n\n",
  );
});

test("RFC 6409 §8: Date and Message-ID are added only where they are missing", () => {
  const fields = [
    { name: "Date", date: "2026-02-03T02:30:00Z" },
    { name: "Message-ID", messageIds: ["a@b"] },
  ];
  const added = addMissingHeaderFields(octetsOf("message-id: <x@y>", "", ""), fields);
  assert.equal(text(added), "Date: Tue, 3 Feb 2026 02:30:00 +0000\r\nmessage-id: <x@y>\r\n\r\n");
  assert.equal(addMissingHeaderFields(added, fields), added);
});

test("RFC 5321 §6.3: hops are counted, and the header is taken alone", () => {
  assert.equal(countHeaderFields(octetsOf("Received: a", "received: b", "", "Received: c"), "Received"), 2);
  assert.equal(text(headerOf(octetsOf("A: b", "C: d", " e", "", "body"))), "A: b\r\nC: d\r\n e\r\n");
});
