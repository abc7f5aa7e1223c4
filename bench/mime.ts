// How the time of reading mail grows with its size: a message of one, ten and fifty megabytes must cost its megabytes and no
// more, the friendly ones as the hostile. Run: node bench/mime.ts
import { listBodyParts } from "../standards/mime/body-structure.ts";
import { decodePart } from "../standards/mime/decode-body.ts";
import { parseMessage } from "../standards/mime/parse-message.ts";
import { previewOf } from "../standards/mime/preview.ts";
import { searchTextOf } from "../standards/mime/search-text.ts";
import { threadKeysOf } from "../standards/mime/thread-keys.ts";
import { listCorpus, readCorpusMessage } from "../test/support/corpus.ts";

const megabyte = 1024 * 1024;
const sizes = [1, 10, 50];
const rounds = 5;

type Shape = { name: string; make: (octets: number) => Buffer };

const shapes: Shape[] = [
  {
    name: "attachment in base64",
    make: (octets) =>
      multipart(
        "Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64",
        `${"QUJD".repeat(19)}\r\n`,
        octets,
      ),
  },
  {
    name: "text in quoted-printable",
    make: (octets) => multipart("Content-Transfer-Encoding: quoted-printable", "surat =C3=A9 dinas=\r\n", octets),
  },
  {
    name: "HTML",
    make: (octets) => multipart("Content-Type: text/html", "<p class='x'>surat &amp; <b>dinas</b>\r\n", octets),
  },
  { name: "HTML of brackets", make: (octets) => multipart("Content-Type: text/html", "<a b='\">", octets) },
  { name: "lines like boundaries", make: (octets) => multipart("", "--=_x\r\n", octets) },
  { name: "nothing but parts", make: (octets) => multipart("", "\r\n--=_b\r\n\r\nx", octets) },
  {
    name: "one header field",
    make: (octets) => Buffer.from(`Subject: ${"=?utf-8?q?a?= ".repeat(octets / 14)}\r\n\r\n`),
  },
  { name: "nothing but fields", make: (octets) => Buffer.from(`${"To: a@b.id\r\n".repeat(octets / 12)}\r\n`) },
];

function multipart(header: string, piece: string, octets: number): Buffer {
  const start = `From: a@b.id\r\nContent-Type: multipart/mixed; boundary="=_b"\r\n\r\n--=_b\r\n${header}${header && "\r\n"}\r\n`;
  return Buffer.concat([Buffer.from(start), Buffer.alloc(octets, piece), Buffer.from("\r\n--=_b--\r\n")]);
}

function readEverything(raw: Buffer): void {
  const message = parseMessage(raw);
  listBodyParts(message);
  threadKeysOf(message);
  previewOf(raw, message);
  searchTextOf(raw, message);
  for (const part of message.root.subParts.slice(0, 1)) decodePart(raw, part);
}

function medianMs(run: () => void): number {
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  }).sort((one, other) => one - other);
  return times[Math.floor(rounds / 2)]!;
}

const growth = shapes.map(({ name, make }) => {
  const messages = sizes.map((size) => make(size * megabyte));
  readEverything(messages[0]!);
  const parse = messages.map((raw) => medianMs(() => parseMessage(raw)));
  const everything = messages.map((raw) => medianMs(() => readEverything(raw)));
  const cell = (ms: number) => Number(ms.toFixed(1));
  return {
    message: name,
    ...Object.fromEntries(sizes.map((size, index) => [`parse ${size} MB, ms`, cell(parse[index]!)])),
    ...Object.fromEntries(sizes.map((size, index) => [`all ${size} MB, ms`, cell(everything[index]!)])),
    "50 MB / 10 MB": cell(everything[2]! / everything[1]!),
  };
});
console.table(growth);

const corpus = listCorpus()
  .map(readCorpusMessage)
  .filter((raw) => raw.length < 64 * 1024);
const kilobytes = corpus.reduce((sum, raw) => sum + raw.length, 0) / corpus.length / 1024;
const perMessage = (run: (raw: Buffer) => void) => (medianMs(() => corpus.forEach(run)) / corpus.length) * 1000;
console.table([
  { "real messages": corpus.length, "average KB": Number(kilobytes.toFixed(1)) },
  { step: "parse", "µs each": Math.round(perMessage((raw) => parseMessage(raw))) },
  { step: "parse, preview, thread keys, search text", "µs each": Math.round(perMessage(readEverything)) },
]);
