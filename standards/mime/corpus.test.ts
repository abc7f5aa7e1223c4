// Every message of a public corpus, read by us and by postal-mime. Whatever differs must have one of the explanations below,
// and each explanation holds for a known number of messages: a change of either parser that moves one shows.
import assert from "node:assert/strict";
import { test } from "node:test";
import PostalMime, { type Address, type Email } from "postal-mime";
import { listCorpus, readCorpusMessage } from "../../test/support/corpus.ts";
import { decodePart, decodeText } from "./decode-body.ts";
import { asAddresses, asText, findHeaders, headerValue } from "./header-forms.ts";
import { parseMessage } from "./parse-message.ts";
import type { ParsedMessage, Part } from "./types.ts";

type Reading = { subject: string; from: string; to: string; text: string; html: string; attachments: string };
type Difference = { field: keyof Reading; ours: string; theirs: string; message: ParsedMessage; leaves: Part[] };
type Explanation = { why: string; count: number; holds: (difference: Difference) => boolean };

const explanations: Explanation[] = [
  {
    why: "8-bit octets without a charset: that of the texts or windows-1252 with us, U+FFFD with them",
    count: 202,
    holds: ({ ours, theirs }) => asciiOf(ours) === asciiOf(theirs),
  },
  {
    why: "HTML that carries its charset only in itself: decoded by it with us",
    count: 6,
    holds: ({ field, leaves }) => field === "html" && leaves.some(isUnlabelledHtml),
  },
  {
    why: "RFC 2046 §5.1.1: the line break before a boundary is not content",
    count: 115,
    holds: ({ field, ours, theirs }) => field === "attachments" && sizesDifferByOne(ours, theirs),
  },
  {
    why: "RFC 8621 §4.1.2.3: a display name is kept when it repeats the address",
    count: 103,
    holds: ({ field, ours, theirs }) => isAddress(field) && ours.replace(/([^<,]+)<\1>/g, "<$1>") === theirs,
  },
  {
    why: "RFC 2047 §5: encoded words inside an address are not decoded",
    count: 8,
    holds: ({ field, ours }) => isAddress(field) && ours.includes("=?"),
  },
  {
    why: 'an address of `"" <>` is no address',
    count: 6,
    holds: ({ field, ours, theirs }) => isAddress(field) && ours === "" && theirs === "<>",
  },
  {
    why: "RFC 8621 §4.1.2.3: what is no addr-spec is the email; quotes and broken addresses stay as written",
    count: 9,
    holds: ({ field, ours }) => isAddress(field) && /^<[^@]*>$|"|^\(|^My Documents|<jfergie934@/.test(ours),
  },
  {
    why: "RFC 8621 §4.1.4: an attached message is an attachment; they put its text into the text",
    count: 6,
    holds: ({ leaves }) => leaves.some((part) => part.type === "message/rfc822"),
  },
  {
    why: "text and HTML side by side: they render each also as the other",
    count: 6,
    holds: ({ leaves }) => hasType(leaves, "text/plain") && hasType(leaves, "text/html"),
  },
  {
    why: "a multipart whose boundary never comes is shown as text with us, dropped by them",
    count: 2,
    holds: ({ message }) => message.defects.includes("boundaryMissing"),
  },
  {
    why: "a Content-Type without its semicolon is text with us, a file with them",
    count: 2,
    holds: ({ leaves, theirs }) =>
      leaves.length === 1 && leaves[0]!.type === "text/plain" && /^(text\/plain .*)?$/.test(theirs),
  },
  {
    why: "what a mailing list put below the padding of base64 is left out by us",
    count: 3,
    holds: ({ leaves, ours, theirs }) =>
      leaves.some(({ encoding }) => encoding === "base64") && theirs.startsWith(ours),
  },
];

test("6,046 real messages read as another parser reads them, or the difference is explained", async () => {
  const counts = new Map(explanations.map(({ why }) => [why, 0]));
  const names = listCorpus();
  assert.equal(names.length, 6046);
  for (const name of names) {
    const raw = readCorpusMessage(name);
    const message = parseMessage(raw);
    const leaves = leavesOf(message.root);
    const ours = readByUs(raw, message, leaves);
    const theirs = readByThem(await PostalMime.parse(raw));
    for (const field of Object.keys(ours) as (keyof Reading)[]) {
      if (ours[field] === theirs[field]) continue;
      const difference = { field, ours: ours[field], theirs: theirs[field], message, leaves };
      const explanation = explanations.find(({ holds }) => holds(difference));
      assert.ok(explanation, `${name} ${field}: ${ours[field].slice(0, 300)} | ${theirs[field].slice(0, 300)}`);
      counts.set(explanation.why, counts.get(explanation.why)! + 1);
    }
    for (const part of leaves) assert.equal(decodePart(raw, part).length, part.size, name);
  }
  assert.deepEqual(Object.fromEntries(counts), Object.fromEntries(explanations.map(({ why, count }) => [why, count])));
});

function readByUs(raw: Uint8Array, message: ParsedMessage, leaves: Part[]): Reading {
  const values = (name: string) => findHeaders(message.root, name).map((field) => headerValue(raw, field));
  const addresses = (name: string) => values(name).flatMap((value) => asAddresses(value));
  const isText = (part: Part, type: string) => part.type === type && part.disposition !== "attachment";
  const texts = (type: string) => leaves.filter((part) => isText(part, type)).map((part) => decodeText(raw, part).text);
  const files = leaves.filter((part) => !isText(part, "text/plain") && !isText(part, "text/html"));
  return {
    subject: fold(asText(values("Subject").at(-1) ?? "")),
    from: addresses("From").slice(0, 1).map(addressText).join(),
    to: addresses("To").map(addressText).join(),
    text: fold(texts("text/plain").join("\n")),
    html: fold(texts("text/html").join("\n")),
    attachments: files.map((part) => `${part.type}:${part.size}`).join(),
  };
}

function readByThem(email: Email): Reading {
  const mailboxes = (list: Address[]) => list.flatMap((address) => address.group ?? [address]);
  const text = ({ name, address }: { name?: string; address?: string }) => addressText({ name, email: address });
  const sizeOf = (content: unknown) => (content as ArrayBuffer).byteLength;
  return {
    subject: fold(email.subject ?? "").normalize("NFC"),
    from: mailboxes(email.from ? [email.from] : [])
      .slice(0, 1)
      .map(text)
      .join(),
    to: mailboxes(email.to ?? [])
      .map(text)
      .join(),
    text: fold(email.text ?? ""),
    html: fold(email.html ?? ""),
    attachments: email.attachments.map((file) => `${file.mimeType}:${sizeOf(file.content)}`).join(),
  };
}

function addressText({ name, email }: { name?: string | null | undefined; email?: string | undefined }): string {
  return `${name ?? ""}<${email ?? ""}>`;
}

function leavesOf(part: Part): Part[] {
  return part.partId === null ? part.subParts.flatMap(leavesOf) : [part];
}

function fold(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function asciiOf(text: string): string {
  return text.replace(/[^\x21-\x7e]/g, "");
}

function isAddress(field: keyof Reading): boolean {
  return field === "from" || field === "to";
}

function hasType(leaves: Part[], type: string): boolean {
  return leaves.some((part) => part.type === type);
}

function isUnlabelledHtml(part: Part): boolean {
  return part.type === "text/html" && part.charset === "us-ascii";
}

function sizesDifferByOne(ours: string, theirs: string): boolean {
  const sizes = (list: string) => [...list.matchAll(/:(\d+)/g)].map((match) => Number(match[1]));
  const others = sizes(theirs);
  return (
    ours.replace(/\d+/g, "") === theirs.replace(/\d+/g, "") && sizes(ours).every((size, at) => others[at]! - size <= 1)
  );
}
