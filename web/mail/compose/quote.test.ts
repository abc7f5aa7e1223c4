import assert from "node:assert/strict";
import { test } from "node:test";

import { createFormat } from "../../i18n/format.ts";
import { core as id } from "../../i18n/id.ts";
import { buildQuote } from "./quote.ts";

const words = { locale: "id" as const, t: id, f: createFormat(id.format, "Asia/Jakarta") };
const original = {
  from: [{ name: "Siti <b>", email: "siti@contoh.go.id" }],
  to: [],
  cc: [],
  subject: "Rapat",
  sentAt: "2026-11-23T07:30:00Z",
  html: null,
  text: "Jam 9 <script>\n> lama",
};

test("a reply quotes with a line that says who wrote when", () => {
  const { text, html } = buildQuote({ kind: "reply", ...original }, null, words);
  assert.equal(text, "Pada Senin, 23 November 2026 pukul 14.30 WIB, Siti <b> menulis:\n> Jam 9 <script>\n>> lama");
  assert.match(html, /Siti &lt;b&gt; menulis:<blockquote type="cite">Jam 9 &lt;script&gt;<br>&gt; lama/);
});

test("a forward carries the head of the original", () => {
  const { text } = buildQuote({ kind: "forward", ...original }, null, words);
  assert.match(
    text,
    /^-{10} Pesan yang diteruskan -{10}\nDari: Siti <b> <siti@contoh\.go\.id>\nTanggal: .*\nSubjek: Rapat/,
  );
});
