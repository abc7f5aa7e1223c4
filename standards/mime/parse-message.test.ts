import assert from "node:assert/strict";
import { test } from "node:test";
import { octetsOf } from "../../test/support/octets.ts";
import { decodePart, decodeText } from "./decode-body.ts";
import { asRaw, headerValue } from "./header-forms.ts";
import { parseMessage, parseWith } from "./parse-message.ts";
import { createDelimiterScanner } from "./scan-delimiters.ts";
import type { Part } from "./types.ts";

const outline = (part: Part): unknown =>
  part.partId === null ? [part.type, ...part.subParts.map(outline)] : `${part.partId} ${part.type}`;
const bodyOf = (raw: Buffer, part: Part) => raw.toString("latin1", part.bodyStart, part.bodyEnd);

test("RFC 5322 §2.2: fields are kept by offsets, with their folding", () => {
  const raw = octetsOf("Subject: one", " two", "X-Empty:", "To : a@b.id", "", "body");
  const { root, defects } = parseMessage(raw);
  assert.deepEqual(
    root.headers.map((field) => [field.name, asRaw(headerValue(raw, field))]),
    [
      ["Subject", " one\r\n two"],
      ["X-Empty", ""],
      ["To", " a@b.id"],
    ],
  );
  assert.equal(raw.toString("latin1", root.headers[0]!.start, root.headers[0]!.end), "Subject: one\r\n two");
  assert.equal(bodyOf(raw, root), "body");
  assert.deepEqual(defects, []);
});

test("RFC 5322 §2.1: LF alone is taken as a line break, and an mbox line before the header is left out", () => {
  const raw = Buffer.from("From a@b.id Mon Feb  2 10:00:00 2026\nSubject: x\n y\n\nbody\n");
  const { root } = parseMessage(raw);
  assert.deepEqual(
    root.headers.map((field) => field.name),
    ["Subject"],
  );
  assert.equal(root.headerStart, 37);
  assert.equal(bodyOf(raw, root), "body\n");
});

test("RFC 5322 §2.1: a header without a body, a body without a header, and nothing at all", () => {
  const onlyHeader = parseMessage(octetsOf("Subject: x")).root;
  assert.equal(onlyHeader.headers.length, 1);
  assert.equal(onlyHeader.size, 0);
  const onlyBody = octetsOf("no field here", "", "more");
  assert.equal(bodyOf(onlyBody, parseMessage(onlyBody).root), onlyBody.toString());
  const nothing = parseMessage(new Uint8Array(0));
  assert.equal(nothing.root.partId, "1");
  assert.equal(nothing.size, 0);
});

test("RFC 5322 §2.2: a stray line among fields is skipped, one before the text begins the body", () => {
  const among = parseMessage(octetsOf("Subject: x", "stray line", "To: a@b.id", "", "body"));
  assert.deepEqual(
    among.root.headers.map((field) => field.name),
    ["Subject", "To"],
  );
  assert.deepEqual(among.defects, ["malformedHeader"]);
  const raw = octetsOf("Subject: x", "The empty line is missing", "here", "", "more");
  assert.equal(bodyOf(raw, parseMessage(raw).root), "The empty line is missing\r\nhere\r\n\r\nmore");
});

test("RFC 5322 §4.2: a line of white space is part of the folding, unless no header follows it", () => {
  const folded = parseMessage(octetsOf("Content-Type: text/html;", "\t", " charset=utf-8", "To: a@b.id", "", "body"));
  assert.deepEqual([folded.root.type, folded.root.charset, folded.root.headers.length], ["text/html", "utf-8", 2]);
  const before = parseMessage(octetsOf("Subject: x", " ", "\t ", "To: a@b.id", "", "body"));
  assert.deepEqual(
    before.root.headers.map((field) => field.name),
    ["Subject", "To"],
  );
  const last = octetsOf("Subject: x", " ", "", "body");
  assert.equal(bodyOf(last, parseMessage(last).root), "body");
  const instead = octetsOf("Subject: x", " ", "The empty line is white", "", "more");
  assert.equal(bodyOf(instead, parseMessage(instead).root), "The empty line is white\r\n\r\nmore");
});

test("RFC 2046 §5.1.1: text that follows the fields of a part without an empty line is its body", () => {
  const raw = octetsOf(
    "Content-Type: multipart/mixed; boundary=b",
    "",
    "--b",
    "Content-Type: text/plain",
    "no empty line above",
    "",
    "--b",
    "Content-Type: text/html",
    "<p>nor here</p>",
    "--b--",
  );
  assert.deepEqual(
    parseMessage(raw).root.subParts.map((part) => bodyOf(raw, part).trim()),
    ["no empty line above", "<p>nor here</p>"],
  );
});

const nested = octetsOf(
  "Content-Type: multipart/mixed; boundary=outer",
  "",
  "preamble",
  "--outer",
  "Content-Type: multipart/alternative; boundary=outer-1",
  "",
  "--outer-1",
  "",
  "plain",
  "--outer-1",
  "Content-Type: text/html",
  "",
  "<p>html",
  "--outer-1--",
  "epilogue of the inner",
  "--outer  ",
  "Content-Type: message/rfc822",
  "",
  "Subject: attached",
  "",
  "text",
  "--outer--",
  "epilogue",
);

test("RFC 2046 §5.1.1: nested multiparts, where one boundary begins with another", () => {
  const { root, defects } = parseMessage(nested);
  assert.deepEqual(outline(root), [
    "multipart/mixed",
    ["multipart/alternative", "1.1 text/plain", "1.2 text/html"],
    "2 message/rfc822",
  ]);
  assert.deepEqual(defects, []);
  assert.equal(bodyOf(nested, root.subParts[0]!.subParts[0]!), "plain");
  assert.equal(bodyOf(nested, root.subParts[1]!), "Subject: attached\r\n\r\ntext");
  assert.ok(bodyOf(nested, root.subParts[0]!).endsWith("epilogue of the inner"));
  assert.equal(root.bodyEnd, nested.length);
});

test("RFC 9051 §6.4.5.1: part ids are section numbers; only multiparts have none", () => {
  const { root } = parseMessage(nested);
  assert.equal(root.partId, null);
  assert.equal(parseMessage(octetsOf("", "x")).root.partId, "1");
});

test("RFC 2046 §5.1.1: the line break before a boundary is not content", () => {
  const raw = octetsOf(
    "Content-Type: multipart/mixed; boundary=b",
    "",
    "--b",
    "",
    "--b",
    "",
    "",
    "--b",
    "",
    "x",
    "",
    "--b--",
  );
  const bodies = parseMessage(raw).root.subParts.map((part) => bodyOf(raw, part));
  assert.deepEqual(bodies, ["", "", "x\r\n"]);
});

test("RFC 2046 §5.1.2: an outer boundary ends an inner multipart that was not closed", () => {
  const raw = octetsOf(
    "Content-Type: multipart/mixed; boundary=a",
    "",
    "--a",
    "Content-Type: multipart/mixed; boundary=b",
    "",
    "--b",
    "",
    "one",
    "--a",
    "",
    "two",
  );
  const { root, defects } = parseMessage(raw);
  assert.deepEqual(outline(root), ["multipart/mixed", ["multipart/mixed", "1.1 text/plain"], "2 text/plain"]);
  assert.equal(bodyOf(raw, root.subParts[1]!), "two");
  assert.deepEqual(defects, ["multipartUnclosed"]);
});

test("RFC 2046 §5.1.1: a boundary used twice belongs to the innermost multipart", () => {
  const raw = octetsOf(
    "Content-Type: multipart/mixed; boundary=a",
    "",
    "--a",
    "Content-Type: multipart/mixed; boundary=a",
    "",
    "--a",
    "",
    "one",
    "--a--",
    "--a",
    "",
    "two",
    "--a--",
  );
  assert.deepEqual(outline(parseMessage(raw).root), [
    "multipart/mixed",
    ["multipart/mixed", "1.1 text/plain"],
    "2 text/plain",
  ]);
});

test("RFC 2046 §5.1.5: parts of a digest are messages unless they say otherwise", () => {
  const raw = octetsOf("Content-Type: multipart/digest; boundary=b", "", "--b", "", "Subject: x", "", "y", "--b--");
  assert.deepEqual(outline(parseMessage(raw).root), ["multipart/digest", "1 message/rfc822"]);
});

test("RFC 2046 §5.1: a multipart without its boundary is shown as text", () => {
  for (const type of ["multipart/mixed", "multipart/mixed; boundary=never"]) {
    const raw = octetsOf(`Content-Type: ${type}`, "", "--other", "", "text");
    const { root, defects } = parseMessage(raw);
    assert.deepEqual([root.type, root.partId, root.charset], ["text/plain", "1", "us-ascii"]);
    assert.equal(decodeText(raw, root).text, "--other\n\ntext");
    assert.deepEqual(defects, ["boundaryMissing"]);
  }
});

test("RFC 8621 §4.1.4: the properties of a part come from its header", () => {
  const raw = octetsOf(
    "Content-Type: Image/PNG (a picture); name=other.png",
    "Content-Disposition: INLINE; filename*=utf-8''foto%20b%C3%A9.png",
    "Content-Transfer-Encoding: Base64",
    "Content-ID: (x) <a.b@c>",
    "Content-Language: id, en-GB",
    "Content-Location: http://a.id/",
    " b.png",
    "",
    "AAECAw==",
  );
  const { root } = parseMessage(raw);
  const { type, name, disposition, cid, language, location, size, charset, encoding } = root;
  assert.deepEqual(
    { type, name, disposition, cid, language, location, size, charset, encoding },
    {
      type: "image/png",
      name: "foto bé.png",
      disposition: "inline",
      cid: "a.b@c",
      language: ["id", "en-GB"],
      location: "http://a.id/b.png",
      size: 4,
      charset: null,
      encoding: "base64",
    },
  );
  assert.deepEqual([...decodePart(raw, root)], [0, 1, 2, 3]);
});

test("RFC 2045 §5.2: what is no media type is the default type; the implied charset is us-ascii", () => {
  const typeOf = (value: string) => parseMessage(octetsOf(`Content-Type: ${value}`, "", "")).root;
  assert.deepEqual([typeOf("text").type, typeOf("text").charset], ["text/plain", "us-ascii"]);
  assert.equal(typeOf("").type, "text/plain");
  assert.equal(typeOf("text/plain charset=utf-8").type, "text/plain");
  assert.equal(typeOf("text / html; charset=UTF-8").charset, "UTF-8");
  assert.equal(typeOf("pdf").type, "application/octet-stream");
  assert.equal(typeOf("application/pdf").charset, null);
});

test("limits: depth, parts and header are bounded, and said to be", () => {
  const deep = Array.from({ length: 200 }, (_, n) => [`Content-Type: multipart/mixed; boundary=b${n}`, "", `--b${n}`]);
  const tooDeep = parseMessage(octetsOf(...deep.flat(), "", "text"), { maxDepth: 10 });
  let depth = 0;
  for (let part = tooDeep.root; part.subParts[0]; part = part.subParts[0]) depth++;
  assert.equal(depth, 10);
  assert.ok(tooDeep.defects.includes("tooDeep"));

  const many = Array.from({ length: 5000 }, () => ["--b", "", "x"]);
  const tooMany = parseMessage(octetsOf("Content-Type: multipart/mixed; boundary=b", "", ...many.flat()), {
    maxParts: 20,
  });
  assert.equal(tooMany.root.subParts.length, 19);
  assert.deepEqual(tooMany.defects, ["tooManyParts"]);

  const fields = Array.from({ length: 5000 }, (_, n) => `X-${n}: y`);
  const tooLong = parseMessage(octetsOf(...fields, "", "body"), { maxHeaderFields: 7 });
  assert.equal(tooLong.root.headers.length, 7);
  assert.equal(tooLong.root.size, 4);
  assert.deepEqual(tooLong.defects, ["headerTruncated"]);
  assert.equal(parseMessage(octetsOf(...fields, "", "body"), { maxHeaderBytes: 100 }).root.headers.length, 12);
});

test("limits: a field too large for the header is left out, and those after it are not", () => {
  const raw = octetsOf(`Subject: ${"x".repeat(2_000_000)}`, "From: a@b.id", "", "body");
  const { root, defects } = parseMessage(raw);
  assert.deepEqual(
    root.headers.map(({ name }) => name),
    ["From"],
  );
  assert.deepEqual([root.size, defects], [4, ["headerTruncated"]]);
});

test("limits: all headers of a message have the same room", () => {
  const part = ["--b", "X-1: y", "X-2: y", "", "x"];
  const raw = octetsOf("Content-Type: multipart/mixed; boundary=b", "", ...part, ...part, "--b--");
  const { root, defects } = parseMessage(raw, { maxHeaderFields: 4 });
  assert.deepEqual(
    root.subParts.map(({ headers }) => headers.length),
    [2, 1],
  );
  assert.deepEqual(defects, ["headerTruncated"]);
});

test("RFC 5322 §2.2: a first line that is a field spoilt, or a fold of nothing, does not end the header", () => {
  for (const line of ["Subj\u00e9k: x", " Subject: x", ": x", "Sub\0ject: x"]) {
    const { root, defects } = parseMessage(octetsOf(line, "From: a@b.id", "", "body"));
    assert.deepEqual(
      root.headers.map(({ name }) => name),
      ["From"],
      line,
    );
    assert.deepEqual([root.size, defects], [4, ["malformedHeader"]]);
  }
  assert.equal(parseMessage(octetsOf("Halo semua", "Catatan: x", "", "y")).root.headers.length, 0, "text is text");
});

test("names that declare no charset are in that of the texts", () => {
  const name = Buffer.from("\xb9\xd8\xd3\xda", "latin1").toString("latin1");
  const raw = Buffer.from(
    octetsOf(
      "Content-Type: multipart/mixed; boundary=b",
      "",
      "--b",
      "Content-Type: text/plain; charset=gb2312",
      "",
      "x",
      "--b",
      `Content-Disposition: attachment; filename="${name}.pdf"`,
      "",
      "x",
      "--b",
      `Content-Type: text/plain; name="${name}.txt"; charset=gb2312`,
      "",
      "x",
      "--b--",
    ).toString("utf8"),
    "latin1",
  );
  const { root, charset } = parseMessage(raw);
  assert.equal(charset, "gb2312");
  assert.deepEqual(
    root.subParts.map((part) => part.name),
    [null, "关于.pdf", "关于.txt"],
  );
  assert.equal(parseMessage(raw.subarray(raw.lastIndexOf("Content-Type"))).root.name, "关于.txt");
});

test("the work grows with the number of lines, not with the depth of the multiparts", () => {
  const candidatesFor = (lines: number, depth: number) => {
    const boundary = (n: number) => "b".repeat(30) + String(n).padStart(3, "0");
    const opening = Array.from({ length: depth }, (_, n) => [
      `Content-Type: multipart/mixed; boundary=${boundary(n)}`,
      "",
      `--${boundary(n)}`,
    ]);
    const noise = Array.from({ length: lines }, () => `--${boundary(999)}`);
    const raw = octetsOf(...opening.flat(), "", ...noise);
    const scanner = createDelimiterScanner(raw);
    parseWith(scanner, raw);
    return scanner.candidates - 2 * depth;
  };
  for (const depth of [1, 10, 49]) {
    assert.ok(candidatesFor(1000, depth) <= 1000 + 2 * depth);
    assert.ok(candidatesFor(4000, depth) <= 4000 + 2 * depth);
  }
});
