import assert from "node:assert/strict";
import { test } from "node:test";

import { fieldOf, linkSpans, parseText } from "./parse-text.ts";

const kinds = (text: string) => parseText(text).map(({ kind }) => kind);

test("RFC 3676 §4.5: quoted lines stand apart from what was written", () => {
  assert.deepEqual(kinds("Setuju.\r\n\r\nPada Senin, Siti menulis:\r\n> Rapat jam 9\r\n> > lama\r\nTerima kasih"), [
    "text",
    "quote",
    "text",
  ]);
  assert.equal(parseText("> a\n> > b")[0]?.text, "a\n> b");
});

test("RFC 3676 §4.3: what follows the signature line is the signature", () => {
  assert.deepEqual(kinds("Salam\n-- \nBudi\n> bukan kutipan"), ["text", "signature"]);
});

test("a table drawn with bars stands apart, for its columns to stand below each other", () => {
  const table = "+----+---+\n| Melati | 12 |\n+====+===+";
  assert.deepEqual(kinds(`Rekap:\n\n${table}\n\nSalam | Budi\n+62 811 1234`), ["text", "table", "text"]);
  assert.equal(parseText(`a\n\n  ${table}`)[1]?.text, `  ${table}`);
});

test("columns aligned by spaces stand apart, for they do so in letters of one width alone", () => {
  const table = `No   Perihal            Jumlah
---  -----------------  ------
1    Undangan rapat         12
2    Permohonan data         4

Total                       16`;
  assert.deepEqual(kinds(`Berikut rekapnya:\n\n${table}\n\nTerima kasih.`), ["text", "table", "text"]);
  assert.equal(parseText(`a\n\n${table}\n\nb`)[1]?.text, table);
  const items = "1.  Data capaian\n2.  Rencana kerja\n3.  Anggaran";
  const sentences = "Mohon hadir.  Terima kasih.\nSalam.  Budi\nCatatan.  Tidak ada";
  const drawn = "     *\n    / \\\n   /   \\\n  /     \\";
  for (const text of [items, sentences, "a  b\na  b", drawn]) assert.deepEqual(kinds(text), ["text"], text);
});

test("names and what they are stand below each other, as official letters align them", () => {
  const heads = "Hari/Tanggal : Senin, 3 Desember 2026\nWaktu\t: 09.00 WIB\nTempat       : Aula https://contoh.go.id";
  assert.deepEqual(kinds(`Mohon hadir pada:\n${heads}\nTerima kasih`), ["text", "fields", "text"]);
  assert.deepEqual(kinds("Catatan : satu baris saja\nSalam"), ["text"]);
  assert.deepEqual(fieldOf("  Hari/Tanggal  : Senin: pagi "), ["Hari/Tanggal", "Senin: pagi"]);
  assert.equal(fieldOf("Waktu: 09.00"), null);
});

test("addresses become links without the punctuation around them", () => {
  const links = linkSpans("Lihat https://contoh.go.id/a(b), (www.x.id) atau siti@contoh.go.id.").filter(
    ({ href }) => href,
  );
  assert.deepEqual(
    links.map(({ text, href }) => [text, href]),
    [
      ["https://contoh.go.id/a(b)", "https://contoh.go.id/a(b)"],
      ["www.x.id", "https://www.x.id"],
      ["siti@contoh.go.id", "mailto:siti@contoh.go.id"],
    ],
  );
});

test("a script address is no link", () => {
  assert.ok(linkSpans("javascript:alert(1) data:text/html,x").every(({ href }) => href === undefined));
});

test("no run of letters, signs or spaces is looked through again and again", () => {
  for (const piece of [
    "a",
    "a.",
    "a@",
    "a-",
    "@a.",
    "http://",
    "www.",
    "(",
    "_",
    " ",
    "\n",
    ">",
    "> ",
    "a_%+",
    "|",
    "| ",
    "+-",
    " :",
    "a  ",
    "a  \n",
    "a : b\n",
  ]) {
    const text = piece.repeat(480_000 / piece.length);
    for (const whole of [text, `x@${text}`, `https://${text}`, `x${text}x`]) {
      const length = parseText(whole).reduce((sum, block) => sum + linkSpans(block.text).length, 0);
      assert.ok(length <= 480_000, piece);
    }
  }
});

test("a text of a megabyte is read in linear time", { timeout: 60_000 }, () => {
  assert.ok(linkSpans("kata@ ".repeat(170_000)).length > 0);
});
