import assert from "node:assert/strict";
import { test } from "node:test";
import { octetsOf } from "../../test/support/octets.ts";
import { parseMessage } from "./parse-message.ts";
import { searchTextOf, type SearchLimits } from "./search-text.ts";

function searchText(limits: Partial<SearchLimits>, ...lines: string[]) {
  const raw = octetsOf(...lines);
  return searchTextOf(raw, parseMessage(raw), limits);
}

const forwarded = [
  "From: Siti Rahayu <siti@contoh.go.id>",
  "To: =?utf-8?q?B=C3=BCdi?= <budi@contoh.go.id>",
  "Cc: Dinas: dinkes@contoh.go.id;",
  "Bcc: arsip@contoh.go.id",
  "Subject: =?utf-8?q?Laporan_=C3=A9?=",
  "Content-Type: multipart/mixed; boundary=b",
  "",
  "--b",
  "",
  "terlampir",
  "--b",
  "Content-Type: message/rfc822",
  "",
  "From: Kepala <kepala@pusat.go.id>",
  "Subject: Anggaran",
  "Content-Type: text/html",
  "",
  "<p>rincian <b>biaya</b>",
  "--b",
  "Content-Type: application/pdf; name=anggaran.pdf",
  "",
  "JVBERi0",
  "--b--",
];

test("subject, people, body, attached messages and file names are found", () => {
  assert.deepEqual(searchText({}, ...forwarded), {
    subject: "Laporan é",
    from: "Siti Rahayu siti@contoh.go.id",
    to: "Büdi budi@contoh.go.id\ndinkes@contoh.go.id\narsip@contoh.go.id",
    body: "terlampir\nAnggaran\nKepala kepala@pusat.go.id\nrincian biaya",
    attachmentNames: "anggaran.pdf",
  });
});

test("the body is bounded, and so are messages within messages", () => {
  assert.equal(searchText({ maxBodyLength: 5 }, ...forwarded).body, "terla");
  assert.equal(searchText({ maxBodyLength: 10 }, "", "x".repeat(100_000)).body.length, 10);
  const nested = Array.from({ length: 100 }, () => ["Content-Type: message/rfc822", ""]).flat();
  assert.equal(searchText({ maxMessages: 3 }, ...nested, "", "text").body, "");
});

test("HTML counts beside a text that says nothing", () => {
  const parts = ["--b", "", "see HTML", "--b", "Content-Type: text/html", "", "<p>the whole letter is here", "--b--"];
  const { body } = searchText({}, "Content-Type: multipart/alternative; boundary=b", "", ...parts);
  assert.equal(body, "see HTML\nthe whole letter is here");
});

test("an invitation is found by what it says, not by how a calendar writes it", () => {
  const lines = [
    "BEGIN:VCALENDAR",
    "METHOD:REQUEST",
    "BEGIN:VEVENT",
    "UID:1@contoh.go.id",
    "DTSTART:20261123T020000Z",
    "SUMMARY:Rapat\\, koordinasi",
    "LOCATION:Ruang Garuda",
    "ORGANIZER;CN=Siti:mailto:siti@contoh.go.id",
    "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:budi@contoh.go.id",
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  const { body } = searchText({}, "Content-Type: text/calendar; method=REQUEST", "", ...lines);
  assert.equal(body, "Rapat, koordinasi\nRuang Garuda\nSiti siti@contoh.go.id\nbudi@contoh.go.id");
  assert.equal(searchText({}, "Content-Type: text/calendar", "", "bukan kalender").body, "bukan kalender");
});

test("what stands only in the HTML is found beside a text of any length, and what both say counts once", () => {
  const said = "Rapat koordinasi anggaran pada hari Senin di ruang rapat utama. ".repeat(5).trim();
  const html = `<p>${said}</p><p>Tautan ruang daring: <b>kelimutu</b></p><p>Rapat hari Senin</p>`;
  const alternative = ["Content-Type: multipart/alternative; boundary=b", "", "--b", ""];
  const parts = (markup: string) => [...alternative, said, "--b", "Content-Type: text/html", "", markup, "--b--"];
  assert.equal(searchText({}, ...parts(html)).body, `${said}\nTautan ruang daring: kelimutu`);
  const long = Array.from({ length: 5_000 }, (_, index) => `<p>lampiran${index}`).join("");
  const { body } = searchText({}, ...parts(long));
  assert.match(body, /lampiran1000\n/);
  assert.ok(body.length <= said.length + 1 + 16 * 1024, String(body.length));
});
