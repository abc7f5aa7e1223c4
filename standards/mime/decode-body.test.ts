import assert from "node:assert/strict";
import { test } from "node:test";
import { octetsOf } from "../../test/support/octets.ts";
import { decodePart, decodeText, decodeTextStart } from "./decode-body.ts";
import { parseMessage } from "./parse-message.ts";

function read(headers: string[], body: string | Buffer) {
  const raw = Buffer.concat([octetsOf(...headers, "", ""), Buffer.from(body as string)]);
  const { root } = parseMessage(raw);
  const octets = decodePart(raw, root);
  assert.equal(octets.length, root.size, "the size is what is decoded");
  return { ...decodeText(raw, root), octets: Buffer.from(octets).toString("latin1") };
}

const base64 = (body: string) => read(["Content-Transfer-Encoding: base64"], body).octets;
const quotedPrintable = (body: string) => read(["Content-Transfer-Encoding: quoted-printable"], body).octets;

test("RFC 2045 §6.8: base64, with line breaks, junk, without padding, several in a row, cut off", () => {
  assert.equal(base64("aGFs\r\nbw==\r\n"), "halo");
  assert.equal(base64("a-G!F s bw"), "halo");
  assert.equal(base64("aGFsbw==aGFsbw=="), "halohalo");
  assert.equal(base64("aGFsb"), "hal");
  assert.equal(base64("===="), "");
});

test("RFC 2045 §6.8: text that a mailing list put below the padding is none of it", () => {
  assert.equal(base64("aGFsbw==\r\n__________\r\nMilis: milis@contoh.go.id\r\n"), "halo");
  assert.equal(base64("aGFsbw==\r\n\r\ndari milis kami\r\n"), "halo");
  assert.equal(base64("aGFsbw==\r\naGFs\r\nbw==\r\n"), "halohalo");
});

test("RFC 2045 §6.7: quoted-printable, with soft breaks, trailing white space, and what it does not define", () => {
  assert.equal(quotedPrintable("a=3Db=\r\nc"), "a=bc");
  assert.equal(quotedPrintable("a  \r\nb \t= \r\n c"), "a\r\nb \t c");
  assert.equal(quotedPrintable("a=3db=e9"), "a=b\xe9");
  assert.equal(quotedPrintable("100=% =G1 ="), "100=% =G1 ");
  assert.equal(quotedPrintable("tail  "), "tail");
});

test("uuencode: the file between begin and end", () => {
  const body = "note\r\nbegin 644 a.txt\r\n#0V%T\r\n`\r\nend\r\nmore";
  assert.equal(read(["Content-Transfer-Encoding: x-uuencode"], body).octets, "Cat");
});

test("uuencode: text without begin is as it is, since there is no file in it", () => {
  assert.equal(read(["Content-Transfer-Encoding: x-uuencode"], "only\r\ntext").octets, "only\r\ntext");
});

test("RFC 8621 §4.1.4: an unknown transfer encoding is a problem, and the octets are as they are", () => {
  const { isEncodingProblem, text } = read(["Content-Transfer-Encoding: x-own"], "a=3D");
  assert.deepEqual([isEncodingProblem, text], [true, "a=3D"]);
  assert.equal(read(["Content-Transfer-Encoding: __proto__"], "a").text, "a");
});

test("RFC 8621 §4.1.4: CRLF becomes LF, nothing else changes", () => {
  assert.equal(read([], "a\r\nb\nc\rd\r\n").text, "a\nb\nc\rd\n");
});

const charsets: [label: string, hex: string, text: string][] = [
  ["utf-8", "c3a9", "é"],
  ["UTF8", "c3a9", "é"],
  ["utf_8", "c3a9", "é"],
  ["iso-8859-1", "e980", "é€"],
  ["windows-1252", "80939f", "€“Ÿ"],
  ["windows-1251", "cff0e8", "При"],
  ["koi8-r", "f0d2c9", "При"],
  ["iso-8859-2", "b1e6", "ąć"],
  ["windows-1256", "e3d1", "مر"],
  ["iso-8859-9", "fdfe", "ış"],
  ["tis-620", "cac7", "สว"],
  ["shift_jis", "82a0", "あ"],
  ["cp932", "82a0", "あ"],
  ["euc-jp", "a4a2", "あ"],
  ["iso-2022-jp", "1b24422422 1b2842 1b2442 2424 1b2842", "あい"],
  ["iso-2022-kr", "1b2429430e 3021 0f61", "가a"],
  ["euc-kr", "b0a1", "가"],
  ["ks_c_5601-1987", "b0a1", "가"],
  ["gb2312", "d6d0", "中"],
  ["gb18030", "d6d0", "中"],
  ["hz-gb-2312", "7e7b56507e7d", "中"],
  ["big5", "a4a4", "中"],
  ["utf-7", "2b5469302d", "中"],
  ["utf-16le", "61006200", "ab"],
  ["cp437", "8284", "éä"],
  ["cp850", "8284", "éä"],
  ["ibm866", "8fe0", "Пр"],
  ["macintosh", "8e", "é"],
  ["viscii", "d5", "ạ"],
];

test("RFC 2046 §4.1.2: every charset in use", () => {
  for (const [label, hex, expected] of charsets) {
    const body = Buffer.from(hex.replaceAll(" ", ""), "hex");
    const { text, isEncodingProblem } = read([`Content-Type: text/plain; charset="${label}"`], body);
    assert.deepEqual([label, text, isEncodingProblem], [label, expected, false]);
  }
});

test("RFC 8621 §4.1.4: without a charset, UTF-8 if valid, else windows-1252, and said to be a problem", () => {
  assert.deepEqual(read([], Buffer.from("c3a9", "hex")).text, "é");
  assert.deepEqual(read([], Buffer.from("e9", "hex")).text, "é");
  for (const charset of ["us-ascii", "x-nobody-knows", "unknown-8bit"]) {
    const { text, isEncodingProblem } = read(
      [`Content-Type: text/plain; charset=${charset}`],
      Buffer.from("e9", "hex"),
    );
    assert.deepEqual([text, isEncodingProblem], ["é", true]);
  }
  assert.equal(read([], "only ascii").isEncodingProblem, false);
});

test("RFC 8621 §4.1.4: malformed UTF-8 is a problem; what was never UTF-8 is read as windows-1252", () => {
  const headers = ["Content-Type: text/plain; charset=utf-8"];
  assert.equal(read(headers, Buffer.from("e92066c3a9", "hex")).text, "\ufffd fé");
  assert.equal(read(headers, Buffer.from("66e966", "hex")).text, "féf");
  assert.equal(read(headers, Buffer.from("66e966", "hex")).isEncodingProblem, true);
});

test("HTML without a charset in its header may carry one itself", () => {
  const html = Buffer.from('<meta http-equiv=x content="text/html; charset=koi8-r">\xf0\xd2\xc9', "latin1");
  assert.ok(read(["Content-Type: text/html"], html).text.endsWith("При"));
});

test("the beginning of a text does not end in half a character", () => {
  const raw = Buffer.concat([octetsOf("Content-Type: text/plain; charset=utf-8", "", ""), Buffer.from("aéé")]);
  assert.equal(decodeTextStart(raw, parseMessage(raw).root, 4), "aé");
});
