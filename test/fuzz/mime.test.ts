// Hostile and broken mail: whatever the octets, reading never throws, every offset lies where it must, and what we build is
// read back the same by us and by another parser. The number of cases is fixed by a seed, so that a failure can be repeated.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fc } from "../support/properties.ts";
import PostalMime from "postal-mime";
import { parseAddressList } from "../../standards/address/parse-address-list.ts";
import { normalizeAddress } from "../../standards/address/normalize-address.ts";
import { listBodyParts } from "../../standards/mime/body-structure.ts";
import { buildMessage, composeBody } from "../../standards/mime/build-message.ts";
import { decodePart, decodeText } from "../../standards/mime/decode-body.ts";
import { parseDeliveryStatus } from "../../standards/mime/delivery-status.ts";
import { addMissingHeaderFields, headerOf, removeHeaderFields } from "../../standards/mime/edit-header.ts";
import { formatHeaderField } from "../../standards/mime/format-header.ts";
import * as forms from "../../standards/mime/header-forms.ts";
import { htmlToText } from "../../standards/mime/html-to-text.ts";
import { parseMessage } from "../../standards/mime/parse-message.ts";
import { previewOf } from "../../standards/mime/preview.ts";
import { searchTextOf } from "../../standards/mime/search-text.ts";
import { baseSubject, threadKeysOf } from "../../standards/mime/thread-keys.ts";
import type { ParsedMessage, Part } from "../../standards/mime/types.ts";
import { listCorpus, readCorpusMessage } from "../support/corpus.ts";

const seed = 20260203;
const headerForms = [
  forms.asRaw,
  forms.asText,
  forms.asAddresses,
  forms.asGroupedAddresses,
  forms.asMessageIds,
  forms.asDate,
  forms.asUrls,
];

/** Reads everything there is to read; the assertions are what holds for every message. */
function readAll(raw: Uint8Array): void {
  const message = parseMessage(raw);
  checkTree(raw, message);
  for (const field of message.root.headers.slice(0, 100)) {
    for (const form of headerForms) form(forms.headerValue(raw, field));
  }
  const lists = listBodyParts(message);
  const leaves = new Set(leavesOf(message.root));
  for (const part of [...lists.textBody, ...lists.htmlBody, ...lists.attachments]) assert.ok(leaves.has(part));
  const preview = previewOf(raw, message);
  assert.ok(preview.length <= 256 && preview.isWellFormed());
  assert.ok(searchTextOf(raw, message, { maxBodyLength: 2000 }).body.length <= 2100);
  assert.ok(threadKeysOf(message).references.length <= 31);
  parseDeliveryStatus(raw, message);
  assert.equal(forms.findHeader(parseMessage(removeHeaderFields(raw, ["Subject", "Bcc"])).root, "Bcc"), null);
  assert.ok(headerOf(raw).length <= raw.length);
  addMissingHeaderFields(raw, [{ name: "Date", date: "2026-02-03T02:30:00Z" }]);
}

function checkTree(raw: Uint8Array, { root, size }: ParsedMessage): void {
  assert.equal(size, raw.length);
  const ids = new Set<string>();
  const check = (part: Part) => {
    assert.ok(0 <= part.headerStart && part.headerStart <= part.bodyStart);
    assert.ok(part.bodyStart <= part.bodyEnd && part.bodyEnd <= raw.length);
    let after = part.headerStart;
    for (const field of part.headers) {
      assert.ok(after <= field.start && field.start < field.valueStart && field.valueStart <= field.end);
      assert.ok(field.end <= part.bodyStart && field.name.length > 0);
      after = field.end;
    }
    assert.equal(part.partId === null, part.subParts.length > 0);
    assert.equal(part.partId === null, part.type.startsWith("multipart/"));
    if (part.partId !== null) {
      assert.ok(!ids.has(part.partId));
      ids.add(part.partId);
    }
    assert.equal(decodePart(raw, part).length, part.size);
    decodeText(raw, part);
    let from = part.bodyStart;
    for (const child of part.subParts) {
      assert.ok(from <= child.headerStart && child.bodyEnd <= part.bodyEnd);
      from = child.bodyEnd;
      check(child);
    }
  };
  check(root);
}

function leavesOf(part: Part): Part[] {
  return part.partId === null ? part.subParts.flatMap(leavesOf) : [part];
}

test("mutated real messages never throw and keep their offsets in order", { timeout: 120_000 }, () => {
  const names = listCorpus().filter((_, index) => index % 47 === 0);
  const messages = names.map(readCorpusMessage).filter((message) => message.length < 30_000);
  for (const message of messages) readAll(message);
  const index = fc.nat({ max: messages.length - 1 });
  const place = fc.double({ min: 0, max: 1, noNaN: true });
  const mutation = fc.record({
    kind: fc.constantFrom("flip", "cut", "repeat", "splice", "drop", "insert"),
    from: place,
    to: place,
    other: index,
    octet: fc.nat({ max: 255 }),
    text: fc.constantFrom(
      "\r\n",
      "\n--",
      "\r\n\r\n",
      "=?utf-8?q?",
      '"',
      "(",
      "<",
      "boundary=",
      "=",
      "\0",
      "--\r\n",
      ";",
    ),
  });
  fc.assert(
    fc.property(index, fc.array(mutation, { minLength: 1, maxLength: 6 }), (which, mutations) => {
      let raw = messages[which]!;
      for (const { kind, from, to, other, octet, text } of mutations) {
        const start = Math.floor(Math.min(from, to) * raw.length);
        const end = Math.floor(Math.max(from, to) * raw.length);
        const head = raw.subarray(0, start);
        if (kind === "flip") raw = Buffer.concat([head, Buffer.of(octet), raw.subarray(start + 1)]);
        else if (kind === "cut") raw = head;
        else if (kind === "repeat")
          raw = Buffer.concat([raw.subarray(0, end), raw.subarray(start, start + 4000), raw.subarray(end)]);
        else if (kind === "splice") raw = Buffer.concat([head, messages[other]!.subarray(0, 8000), raw.subarray(end)]);
        else if (kind === "drop") raw = Buffer.concat([head, raw.subarray(Math.min(end, start + 2000))]);
        else raw = Buffer.concat([head, Buffer.from(text), raw.subarray(start)]);
      }
      readAll(raw);
    }),
    { seed, numRuns: 10_000, endOnFailure: true },
  );
});

const pieces = fc.constantFrom(
  ...'\r\n|\n|\r| |\t|--|--b|--b--|--c|:|;|=|"|(|)|<|>|@|,|\\|\0|\u00ff|é|x|begin 644 a|end|>|=?utf-8?q?=C3?=|=E9|aGFsbw=='.split(
    "|",
  ),
  "Content-Type: multipart/mixed; boundary=b\r\n",
  'Content-Type: multipart/alternative; boundary="c"\r\n',
  "Content-Type: message/rfc822\r\n\r\n",
  "Content-Type: text/html; charset=iso-2022-jp\r\n",
  "Content-Transfer-Encoding: base64\r\n\r\n",
  "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
  "Content-Transfer-Encoding: x-uuencode\r\n\r\n",
  "Content-Disposition: attachment; filename*0*=utf-8''%E9; filename*1=",
  "From: a@b.id\r\n",
  "Bcc: a@b.id\r\n",
  "Subject: ",
  "References: <a@b>",
  "<script>",
  "<!--",
  "&#",
);

test("heaps of pieces of mail never throw and keep their offsets in order", { timeout: 120_000 }, () => {
  const heap = fc.array(pieces, { maxLength: 60 }).map((list) => Buffer.from(list.join(""), "latin1"));
  fc.assert(fc.property(heap, readAll), { seed, numRuns: 20_000, endOnFailure: true });
  fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), readAll), { seed, numRuns: 5000, endOnFailure: true });
});

test("texts of any kind never make a form, an address or HTML throw", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.array(pieces, { maxLength: 30 }).map((list) => list.join("")),
  );
  fc.assert(
    fc.property(text, (value) => {
      for (const form of headerForms) form(value);
      parseAddressList(value);
      htmlToText(value);
      const base = baseSubject(value);
      assert.equal(baseSubject(base), base);
      const key = normalizeAddress(value);
      assert.equal(key === null ? null : normalizeAddress(key), key);
    }),
    { seed, numRuns: 5000, endOnFailure: true },
  );
});

const plain = { noNullPrototype: true };
// Text without controls, as the forms of a program hand it over.
const words = fc
  .string({
    unit: fc.oneof(
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
      fc.constantFrom(" ", '"', "=?", ",", "é", "中", "💡"),
    ),
    maxLength: 120,
  })
  .map((text) =>
    text
      .replace(/[\p{Cc}\s]+/gu, " ")
      .trim()
      .normalize("NFC"),
  );
const local = fc.stringMatching(/^[a-z0-9_+-]{1,20}(\.[a-z0-9]{1,10})?$/);
const email = fc.tuple(local, fc.stringMatching(/^[a-z][a-z0-9]{1,20}\.go\.id$/)).map((parts) => parts.join("@"));
const address = fc.record(
  {
    name: fc.oneof(
      fc.constant(null),
      words.map((name) => name || null),
    ),
    email,
  },
  plain,
);

test("header fields read back as they were built", () => {
  fc.assert(
    fc.property(words, fc.array(address, { minLength: 1, maxLength: 5 }), fc.boolean(), (text, addresses, utf8) => {
      const valueOf = (field: string) => {
        for (const line of field.split("\r\n")) assert.ok(Buffer.byteLength(line) <= 998);
        return field.slice(field.indexOf(":") + 1, -2);
      };
      assert.equal(forms.asText(valueOf(formatHeaderField({ name: "Subject", text }, { utf8 }))), text);
      assert.deepEqual(forms.asAddresses(valueOf(formatHeaderField({ name: "To", addresses }, { utf8 }))), addresses);
    }),
    { seed, numRuns: 5000, endOnFailure: true },
  );
});

test("messages read back as they were built, by us and by another parser", { timeout: 120_000 }, async () => {
  const body = fc
    .string({
      unit: fc.oneof(
        fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
        fc.constantFrom("\n", "\nFrom ", " \n", ".\n", "=", "é"),
      ),
      maxLength: 300,
    })
    .map((text) => text.replace(/[^\n\P{Cc}]|\ufeff/gu, "").toWellFormed());
  const content = fc.uint8Array({ maxLength: 300 });
  const file = fc.record(
    {
      type: fc.constantFrom("application/pdf", "text/csv", "image/png"),
      name: words.map((name) => name || null),
      content,
    },
    plain,
  );
  const input = fc.record({
    text: fc.oneof(fc.constant(null), body),
    html: fc.oneof(fc.constant(null), body),
    attachments: fc.array(file, { maxLength: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(input, words, address, async ({ text, html, attachments }, subject, from) => {
      let next = 0;
      const raw = buildMessage({
        headers: [
          { name: "From", addresses: [from] },
          { name: "Subject", text: subject },
        ],
        body: composeBody({ text, html, attachments }),
        boundary: () => `=_${next++}`,
      });
      assert.ok(raw.every((octet) => octet > 0 && octet < 0x80));
      readAll(raw);
      const message = parseMessage(raw);
      assert.deepEqual(message.defects, []);
      assert.equal(forms.asText(forms.messageHeader(message, "Subject")!), subject);
      assert.deepEqual(forms.asAddresses(forms.messageHeader(message, "From")!), [from]);
      const lists = listBodyParts(message);
      if (html !== null) assert.equal(decodeText(raw, lists.htmlBody[0]!).text, html);
      if (text !== null || html === null) assert.equal(decodeText(raw, lists.textBody[0]!).text, text ?? "");
      const files = leavesOf(message.root).filter((part) => part.disposition === "attachment");
      assert.deepEqual(
        files.map((part) => [part.type, part.name, Buffer.from(decodePart(raw, part)).toString("hex")]),
        attachments.map(({ type, name, content: octets }) => [type, name, Buffer.from(octets).toString("hex")]),
      );

      const theirs = await PostalMime.parse(raw);
      assert.equal((theirs.subject ?? "").replace(/\s+/g, " ").trim(), subject.replace(/\s+/g, " "));
      assert.equal(theirs.from?.address, from.email);
      assert.deepEqual(
        theirs.attachments.map((file) => Buffer.from(file.content as ArrayBuffer).toString("hex")),
        attachments.map((file) => Buffer.from(file.content).toString("hex")),
      );
    }),
    { seed, numRuns: 1000, endOnFailure: true },
  );
});
