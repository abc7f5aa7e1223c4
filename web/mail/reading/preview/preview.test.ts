import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeText } from "./decode-text.ts";
import { previewKind } from "./preview-kind.ts";

test("what is shown is decided by the type, and by the name only where the type says nothing", () => {
  const kind = (type: string, name: string | null = null) => previewKind({ type, name });
  assert.equal(kind("image/png"), "picture");
  assert.equal(kind("image/svg+xml"), "none", "SVG may hold scripts");
  assert.equal(kind("text/html"), "text", "as its source");
  assert.equal(kind("TEXT/CSV"), "text");
  assert.equal(kind("message/rfc822"), "message");
  assert.equal(kind("application/pdf", "a.txt"), "pdf");
  assert.equal(kind("application/octet-stream", "Surat.EML"), "message");
  assert.equal(kind("application/octet-stream", "a.exe"), "none");
  assert.equal(kind("application/zip", "a.txt"), "none");
});

test("text is decoded by its mark, then its charset, then as UTF-8, then as what remains", () => {
  const bytes = (...values: number[]) => Uint8Array.from(values);
  assert.equal(decodeText(bytes(0xff, 0xfe, 0x41, 0), "utf-8"), "A");
  assert.equal(decodeText(bytes(0xe9), "iso-8859-1"), "é");
  assert.equal(decodeText(bytes(0xe9), "x-entah"), "é");
  assert.equal(decodeText(bytes(0xc3, 0xa9), null), "é");
  assert.equal(decodeText(bytes(0xc3, 0xa9), "us-ascii"), "é", "said to be ASCII, and is not");
  assert.equal(decodeText(bytes(0x41, 0xc3), null, true), "A", "cut within a character");
});
