import assert from "node:assert/strict";
import { test } from "node:test";
import { octetsOf } from "../../test/support/octets.ts";
import { parseMessage } from "./parse-message.ts";
import { previewOf } from "./preview.ts";

function preview(type: string, ...body: string[]): string {
  const raw = octetsOf(`Content-Type: ${type}; charset=utf-8`, "", ...body);
  return previewOf(raw, parseMessage(raw));
}

test("RFC 8621 §4.1.4: folded text, at most 256 characters, none of them cut", () => {
  assert.equal(preview("text/plain", "Yth. Bapak/Ibu,", "", "  mohon   hadir\t."), "Yth. Bapak/Ibu, mohon hadir .");
  assert.equal(preview("text/plain", "x".repeat(1000)).length, 256);
  assert.equal(preview("text/plain", `a${"💡".repeat(300)}`).length, 255);
  assert.equal(preview("application/pdf", "x"), "");
});

test("quoted text, what introduces it, signatures and the original message are left out", () => {
  const reply = preview(
    "text/plain",
    "Siap, Pak.",
    "",
    "Pada Sel, 3 Feb 2026 09.30, Budi Santoso <budi@contoh.go.id>",
    "menulis:",
    "> Mohon hadir",
    "Terima kasih",
    "-- ",
    "Siti",
  );
  assert.equal(reply, "Siap, Pak. Terima kasih");
  assert.equal(preview("text/plain", "Setuju", "-----Original Message-----", "From: x"), "Setuju");
  assert.equal(preview("text/plain", "----- Pesan Diteruskan -----", "isi"), "isi");
});

test("what is all quoted is shown rather than nothing", () => {
  assert.equal(preview("text/plain", "> only this"), "> only this");
});

test("HTML is read when there is no text, or only an empty one", () => {
  assert.equal(preview("text/html", "<style>x</style><p>Halo&zwnj;&nbsp;&zwnj;<b>Siti</b>"), "Halo Siti");
  const body = ["--b", "", " ", "--b", "Content-Type: text/html", "", "<p>isi", "--b--"];
  const raw = octetsOf("Content-Type: multipart/alternative; boundary=b", "", ...body);
  assert.equal(previewOf(raw, parseMessage(raw)), "isi");
});
