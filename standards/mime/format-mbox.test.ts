import assert from "node:assert/strict";
import { test } from "node:test";

import { formatMboxEntry } from "./format-mbox.ts";

const at = new Date("2026-11-23T07:30:00Z");
const entry = (text: string) => Buffer.from(formatMboxEntry(Buffer.from(text, "latin1"), at)).toString("latin1");

test("RFC 4155: a message stands between a line with its time in UTC and an empty line", () => {
  assert.equal(
    entry("Subject: x\r\n\r\nisi\r\n"),
    "From MAILER-DAEMON Mon Nov 23 07:30:00 2026\nSubject: x\r\n\r\nisi\r\n\n",
  );
});

test("RFC 4155: lines that look like a separator are marked, marked ones once more; octets stay what they are", () => {
  const body = "From a\nFrom b\n>From c\r\nx From d\n\xff\x00";
  assert.equal(
    entry(`A: b\n\n${body}`),
    `From MAILER-DAEMON Mon Nov 23 07:30:00 2026\nA: b\n\n>From a\n>From b\n>>From c\r\nx From d\n\xff\x00\n\n`,
  );
});
