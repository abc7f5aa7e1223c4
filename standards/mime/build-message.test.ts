import assert from "node:assert/strict";
import { test } from "node:test";
import PostalMime from "postal-mime";
import { listBodyParts } from "./body-structure.ts";
import { buildMessage, composeBody, type MessageToBuild, type PartToBuild } from "./build-message.ts";
import { decodePart, decodeText } from "./decode-body.ts";
import { parseMessage } from "./parse-message.ts";

function build(body: PartToBuild, rest: Partial<MessageToBuild> = {}): Buffer {
  let next = 0;
  return Buffer.from(buildMessage({ headers: [], body, boundary: () => `b${next++}`, ...rest }));
}

test("RFC 2045 §4: MIME-Version is written once; a plain text is 7-bit", () => {
  const raw = build({ type: "text/plain", content: "Halo\n" }, { headers: [{ name: "Subject", text: "x" }] });
  assert.equal(
    raw.toString(),
    "Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHalo\r\n",
  );
  const given = build({ type: "text/plain" }, { headers: [{ name: "mime-version", raw: " 1.0" }] });
  assert.equal(given.toString().match(/mime-version/gi)?.length, 1);
});

test("RFC 2045 §6: content reads back octet for octet, in lines of 7 bits", () => {
  const contents: [string, Uint8Array][] = [
    ["text/plain", Buffer.from("From here\r\n.\r\n..a \t\r\n= é\r\n")],
    ["text/plain", Buffer.from("bare\nLF and CR\r and NUL\0")],
    ["text/plain", Buffer.from(`${"long ".repeat(400)}\r\n`)],
    ["text/plain", Buffer.from("中文".repeat(300))],
    ["text/plain", new Uint8Array(0)],
    ["application/octet-stream", Uint8Array.from({ length: 1000 }, (_, n) => n & 255)],
  ];
  for (const [type, content] of contents) {
    const raw = build({
      type: "multipart/mixed",
      subParts: [
        { type, content },
        { type, content },
      ],
    });
    assert.match(raw.toString("latin1"), /^(?:[\x01-\x7f]{0,998}\r\n)*$/);
    const { root } = parseMessage(raw);
    for (const part of root.subParts) assert.deepEqual(Buffer.from(decodePart(raw, part)), Buffer.from(content));
  }
});

test("RFC 6152 §3: 8bit when asked for", () => {
  const raw = build({ type: "text/plain", content: "é" }, { eightBit: true });
  assert.match(raw.toString(), /Content-Transfer-Encoding: 8bit\r\n\r\né$/);
});

test("RFC 2046 §5.2.1: an attached message is not encoded", () => {
  const content = Buffer.from("Subject: é\r\n\r\nx");
  const raw = build({ type: "message/rfc822", content });
  assert.ok(raw.includes("Content-Transfer-Encoding: 8bit\r\n\r\nSubject"));
});

test("RFC 2046 §5.1.1: a boundary that is in the content is not used", () => {
  const raw = build({ type: "multipart/mixed", subParts: [{ type: "text/plain", content: "--b0\n--b1" }] });
  assert.ok(raw.includes("boundary=b2"));
  const always = () =>
    build({ type: "multipart/mixed", subParts: [{ type: "text/plain", content: "--x" }] }, { boundary: () => "x" });
  assert.throws(always, TypeError);
  assert.throws(
    () => build({ type: "multipart/mixed", subParts: [{ type: "text/plain" }] }, { boundary: () => "a\r\nb" }),
    TypeError,
  );
});

test("RFC 8621 §4.6: a given tree is built as given, with the fields of each part", () => {
  const raw = build({
    type: "multipart/related",
    parameters: { type: "text/html" },
    headers: [{ name: "X-Root", text: "é" }],
    subParts: [
      { type: "text/html", content: "<p>é", language: ["id"], location: "http://a.id/" },
      {
        type: "image/png",
        content: Buffer.from("png"),
        cid: "p@x",
        disposition: "inline",
        name: "foto é.png",
        headers: [{ name: "X-Part", raw: " y" }],
      },
      { type: "text/csv", parameters: { charset: "iso-8859-1" }, content: Buffer.from("a;\xe9", "latin1") },
    ],
  });
  const [html, image, table] = parseMessage(raw).root.subParts;
  assert.deepEqual([html!.language, html!.location], [["id"], "http://a.id/"]);
  assert.deepEqual([image!.cid, image!.disposition, image!.name, image!.size], ["p@x", "inline", "foto é.png", 3]);
  assert.equal(image!.headers[0]!.name, "X-Part");
  assert.equal(decodeText(raw, table!).text, "a;é");
});

test("RFC 8621 §4.6: a part's own Content-Type replaces ours, but never the boundary of a multipart", () => {
  const own = { name: "content-type", raw: " text/x-own; a=b" };
  const raw = build({
    type: "multipart/mixed",
    headers: [own],
    subParts: [{ type: "text/plain", headers: [own], content: "" }],
  });
  const { root } = parseMessage(raw);
  assert.deepEqual([root.type, root.subParts[0]!.type], ["multipart/mixed", "text/x-own"]);
});

test("no property of a part can begin a field", () => {
  const evil = "a\r\nX-Evil: b";
  const parts: PartToBuild[] = [
    { type: `text/plain${evil}` },
    { type: "text/plain", name: evil },
    { type: "text/plain", cid: evil },
    { type: "text/plain", location: evil },
    { type: "text/plain", language: [evil] },
    { type: "text/plain", disposition: evil },
    { type: "text/plain", parameters: { format: evil } },
    { type: "text/plain", parameters: { [evil]: "x" } },
  ];
  for (const part of parts) assert.throws(() => build(part), TypeError);
});

test("the usual message reads back the same, by us and by another parser", async () => {
  const content = Buffer.from("isi lampiran");
  const raw = build(
    composeBody({
      text: "Halo é\n",
      html: "<p>Halo é <img src='cid:l@x'>",
      inline: [{ type: "image/png", content, cid: "l@x" }],
      attachments: [
        { type: "application/pdf", name: "Undangan rapat – 3 Februari 2026 untuk seluruh kepala dinas.pdf", content },
      ],
    }),
    {
      headers: [
        { name: "From", addresses: [{ name: "Siti Rähayu, S.Kom", email: "siti@contoh.go.id" }] },
        { name: "Subject", text: "Undangan – rapat koordinasi mengenai pembahasan anggaran perubahan tahun 2026 💡" },
      ],
    },
  );
  const lists = listBodyParts(parseMessage(raw));
  assert.deepEqual([lists.textBody[0]!.partId, lists.htmlBody[0]!.partId, lists.hasAttachment], ["1.1", "1.2.1", true]);
  const read = await PostalMime.parse(raw);
  assert.equal(read.subject, "Undangan – rapat koordinasi mengenai pembahasan anggaran perubahan tahun 2026 💡");
  assert.deepEqual([read.from!.name, read.from!.address], ["Siti Rähayu, S.Kom", "siti@contoh.go.id"]);
  assert.deepEqual([read.text!.trim(), read.html!.trim()], ["Halo é", "<p>Halo é <img src='cid:l@x'>"]);
  assert.deepEqual(
    read.attachments.map(({ filename, contentId }) => [filename, contentId]),
    [
      [null, "<l@x>"],
      ["Undangan rapat – 3 Februari 2026 untuk seluruh kepala dinas.pdf", undefined],
    ],
  );
});
