import assert from "node:assert/strict";
import { test } from "node:test";

import { fc } from "../../test/support/properties.ts";

import { createDataReader, type DataResult } from "./data-reader.ts";
import { normalizeLineBreaks, stuffDots } from "./stuff-dots.ts";

function read(wire: string, chunkSize = wire.length): { result: DataResult["type"]; message: string; rest: string } {
  const reader = createDataReader();
  for (let at = 0; at < wire.length; at += chunkSize) {
    const result = reader.push(Buffer.from(wire.slice(at, at + chunkSize), "latin1"));
    if (result.type === "more") continue;
    const rest = result.type === "end" ? result.rest.toString("latin1") + wire.slice(at + chunkSize) : "";
    return { result: result.type, message: reader.message().toString("latin1"), rest };
  }
  return { result: "more", message: reader.message().toString("latin1"), rest: "" };
}

test("RFC 5321 §4.5.2: dots that transparency added go, and the end is found wherever chunks are cut", () => {
  const wire = "Subject: x\r\n\r\n..\r\n...b\r\n.c\r\n\r\n.\r\nQUIT\r\n";
  for (let size = 1; size <= wire.length; size++) {
    assert.deepEqual(read(wire, size), {
      result: "end",
      message: "Subject: x\r\n\r\n.\r\n..b\r\nc\r\n\r\n",
      rest: "QUIT\r\n",
    });
  }
  assert.deepEqual(read(".\r\n"), { result: "end", message: "", rest: "" });
});

test("RFC 5321 §2.3.8: no other sequence is an end, and none of them passes", () => {
  for (const smuggled of [
    "a\n.\n",
    "a\n.\r\n",
    "a\r.\r",
    "a\r\n.\n",
    "a\r\n.\r",
    "a\r.\r\n",
    "a\r\r\n.\r\n",
    "a\r\n\n.\r\n",
    "\n.\r\n",
    "\r.\r\n",
    "a\r\n.\rMAIL FROM:<x@y>\r\n.\r\n",
    "a\r\n\r.\r\n",
  ]) {
    for (let size = 1; size <= smuggled.length; size++) {
      const { result } = read(`${smuggled}MAIL FROM:<x@y.example>\r\n.\r\n`, size);
      assert.equal(result, "bareLineBreak", JSON.stringify([smuggled, size]));
    }
  }
});

test("what is stuffed is read back the same, whatever it is and however it is cut", () => {
  const text = fc
    .array(fc.constantFrom("a", ".", "\r\n", "..", "é", "\0"), { maxLength: 40 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 9 }), (message, size) => {
      const octets = Buffer.from(message, "latin1");
      const wire = Buffer.concat(stuffDots(octets)).toString("latin1");
      const whole = message === "" || message.endsWith("\r\n") ? message : `${message}\r\n`;
      assert.deepEqual(read(`${wire}NOOP`, size), { result: "end", message: whole, rest: "NOOP" });
    }),
  );
});

test("RFC 5321 §2.3.8: lone CR and LF become line ends when a message leaves", () => {
  const normalized = (text: string): string => normalizeLineBreaks(Buffer.from(text)).toString();
  assert.equal(normalized("a\nb\rc\r\nd\r\r\n\n"), "a\r\nb\r\nc\r\nd\r\n\r\n\r\n");
  assert.equal(normalized("a\r\n"), "a\r\n");
  assert.equal(normalized("\r"), "\r\n");
});

test("a large message is read in linear time", { timeout: 60_000 }, () => {
  const line = `${"x".repeat(70)}\r\n`;
  const chunk = Buffer.from(line.repeat(900));
  const reader = createDataReader();
  for (let count = 0; count < 800; count++) reader.push(chunk);
  assert.equal(reader.size, 800 * 900 * 72);
});
