// Real mail from end to end: a fixed part of a public corpus is delivered over SMTP, asked for over JMAP, and must say what
// postal-mime, which shares no code with us, reads in the octets that were sent. What differs has one of the reasons below.
// SUREL_TEST_ALL_REAL_MAIL=1 takes all 6,046 messages.
import assert from "node:assert/strict";
import { after, test } from "node:test";

import PostalMime, { type Address, type Email as Reading } from "postal-mime";

import type { Email, EmailBodyPart } from "../../standards/jmap/email.ts";
import { normalizeLineBreaks } from "../../standards/smtp/stuff-dots.ts";
import { systemRandom } from "../../server/base/ids.ts";
import { startSmtp } from "../../server/smtp/start-smtp.ts";
import { listCorpus, readCorpusMessage } from "../support/corpus.ts";
import { createTestResolver } from "../support/dns.ts";
import { openTestJmap } from "../support/jmap.ts";
import { openSender } from "../support/send-mail.ts";
import { silentLog } from "../support/small-organisation.ts";

const EVERY = process.env.SUREL_TEST_ALL_REAL_MAIL ? 1 : 15;
const CONNECTIONS = 4;
const PAGE = 50;
const NUMBER = "header:X-Number:asText";
const properties = ["subject", "from", "to", "sentAt", "attachments", "textBody", "htmlBody", "bodyValues", NUMBER];

type Field = "subject" | "from" | "to" | "sentAt" | "attachments" | "text";
type Facts = Record<Field, string>;
type Difference = { field: Field; ours: string; theirs: string; parts: EmailBodyPart[]; reading: Reading };

/** Each rule says why the two may differ there; they are tried in this order. */
const rules: { why: string; holds: (difference: Difference) => boolean }[] = [
  {
    why: "8-bit octets without a charset, or with a wrong one: windows-1252 or what the HTML says with us, U+FFFD with them",
    holds: ({ field, ours, theirs, parts }) =>
      theirs.includes("\ufffd") &&
      (asciiOf(ours) === asciiOf(theirs) || (field === "text" && parts.some(isUnlabelled))),
  },
  {
    why: "RFC 2045 §2.7: a line break is two octets with us as it was sent; they count one, and one more at the end",
    holds: ({ field, parts, reading }) => field === "attachments" && areSizesWithoutCr(parts, reading),
  },
  {
    why: "RFC 8621 §4.1.2.3: a display name is kept when it repeats the address",
    holds: ({ field, ours, theirs }) => isAddress(field) && ours.replace(/([^<,]+)<\1>/g, "<$1>") === theirs,
  },
  {
    why: "RFC 5322 §3.4.1: white space inside an address is none of it",
    holds: ({ field, ours, theirs }) => isAddress(field) && ours === theirs.replace(/ (?=[^<>]*>)/g, ""),
  },
  {
    why: "a date that no calendar or clock has is none with us, or repaired; they give the header's text",
    holds: ({ field, theirs }) => field === "sentAt" && !/^\d{4}-\d\d-\d\dT/.test(theirs),
  },
  {
    why: "RFC 8621 §4.1.4: text and HTML side by side: they render each also as the other",
    holds: ({ field, parts }) => field === "text" && hasType(parts, "text/plain") && hasType(parts, "text/html"),
  },
  {
    why: "RFC 2047 §5: encoded words inside an address or glued to a word are not decoded",
    holds: ({ field, ours }) => isAddress(field) && ours.includes("=?"),
  },
  {
    why: 'an address of `""` or `<>` is no address',
    holds: ({ field, ours, theirs }) => isAddress(field) && ours === "" && theirs === "<>",
  },
  {
    why: "RFC 8621 §4.1.2.3: what is no addr-spec is the email; quotes, comments and broken addresses stay as written",
    holds: ({ field, ours }) =>
      isAddress(field) && /^<[^@]*>$|^"?[^<]*"?<[^@]*>$|<[^>]*"[^>]*>|^\(|<jfergie934@/.test(ours),
  },
  {
    why: "a multipart whose boundary never comes is shown as text with us, dropped by them",
    holds: ({ field, theirs, parts }) => field === "text" && theirs === "" && parts.length === 1,
  },
  {
    why: "a Content-Type without its semicolon is text with us, a file with them",
    holds: ({ parts, reading }) =>
      parts.length === 1 &&
      hasType(parts, "text/plain") &&
      /^text\/plain /i.test(reading.attachments[0]?.mimeType ?? ""),
  },
  {
    why: "RFC 3676 §4.1: flowed lines are joined by the client with us, by the parser with them",
    holds: ({ field, ours, theirs, reading }) =>
      field === "text" && isFlowed(reading) && ours.replaceAll(" ", "") === theirs.replaceAll(" ", ""),
  },
];

const numbers = listCorpus().flatMap((_, number) => (number % EVERY === 0 ? [number] : []));
const sent = new Map(numbers.map((number) => [number, letter(number)]));
const { one, mail, directory } = await openTestJmap({ after });

function letter(number: number): Buffer {
  const raw = normalizeLineBreaks(readCorpusMessage(listCorpus()[number]!));
  return Buffer.concat([Buffer.from(`X-Number: ${number}\r\n`), raw]);
}

test("R6: real mail is accepted, every message of it", async () => {
  const listener = await startSmtp({
    host: "127.0.0.1",
    port: 0,
    hostname: "mx.contoh.go.id",
    mail,
    directory,
    resolver: createTestResolver({}),
    random: systemRandom,
    log: silentLog,
  });
  await using _ = listener;
  const left = [...sent.values()];
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      using sender = await openSender(listener.address.port);
      for (let data = left.pop(); data; data = left.pop()) {
        const { code, lines } = await sender.send({ to: "budi.santoso@contoh.go.id", data });
        assert.equal(code, 250, `${lines.join()} ${data.toString("latin1").slice(0, 200)}`);
      }
    }),
  );
});

test("what JMAP says of it is what another parser reads in it, or the difference is explained", async (t) => {
  const counts = new Map<string, number>();
  const unexplained: string[] = [];
  const seen = new Set<number>();
  for (let position = 0; position < sent.size; position += PAGE) {
    for (const email of await listEmails(position)) {
      const number = Number(email[NUMBER]);
      const raw = sent.get(number)!;
      seen.add(number);
      const parts = partsOf(email);
      const reading = await PostalMime.parse(raw, { forceRfc822Attachments: true });
      const [ours, theirs] = [ourFacts(email), theirFacts(reading)];
      for (const field of Object.keys(ours) as Field[]) {
        if (ours[field] === theirs[field]) continue;
        const difference = { field, ours: ours[field], theirs: theirs[field], parts, reading };
        const why = rules.find(({ holds }) => holds(difference))?.why;
        if (why) counts.set(why, (counts.get(why) ?? 0) + 1);
        else
          unexplained.push(
            `${listCorpus()[number]} ${field}:\n  ${cut(ours[field], theirs[field])}\n  ${cut(theirs[field], ours[field])}`,
          );
      }
    }
  }
  for (const [why, count] of counts) t.diagnostic(`${count} times: ${why}`);
  assert.equal(seen.size, sent.size);
  assert.equal(unexplained.length, 0, unexplained.join("\n"));
});

async function listEmails(position: number): Promise<(Email & Record<string, unknown>)[]> {
  const { methodResponses } = await one.request([
    ["Email/query", { accountId: one.accountId, sort: [{ property: "receivedAt" }], position, limit: PAGE }, "q"],
    [
      "Email/get",
      {
        accountId: one.accountId,
        "#ids": { resultOf: "q", name: "Email/query", path: "/ids" },
        properties,
        fetchAllBodyValues: true,
      },
      "g",
    ],
  ]);
  return (methodResponses[1]![1] as { list: (Email & Record<string, unknown>)[] }).list;
}

/** All leaves, each once. */
function partsOf({ textBody, htmlBody, attachments }: Email): EmailBodyPart[] {
  return [...new Map([...textBody, ...htmlBody, ...attachments].map((part) => [part.partId, part])).values()];
}

function isShown({ type, disposition }: EmailBodyPart): boolean {
  return /^text\/(plain|html)$/.test(type) && disposition !== "attachment";
}

function ourFacts(email: Email): Facts {
  const parts = partsOf(email);
  const textOf = (type: string) =>
    parts
      .filter((part) => isShown(part) && part.type === type)
      .map(({ partId }) => email.bodyValues[partId ?? ""]?.value ?? "");
  return {
    subject: fold(email.subject ?? ""),
    from: (email.from ?? []).slice(0, 1).map(addressText).join(),
    to: (email.to ?? []).map(addressText).join(),
    sentAt: email.sentAt ? new Date(email.sentAt).toISOString() : "",
    attachments: parts
      .filter((part) => !isShown(part))
      .map(({ name, size }) => `${name ?? ""}:${size}`)
      .sort()
      .join(" | "),
    text: fold(textOf("text/plain").concat(textOf("text/html")).join("\n")),
  };
}

function theirFacts(email: Reading): Facts {
  const mailboxes = (list: Address[]) => list.flatMap((address) => address.group ?? [address]);
  const text = ({ name, address }: { name?: string; address?: string }) => addressText({ name, email: address });
  return {
    subject: fold(email.subject ?? ""),
    from: mailboxes(email.from ? [email.from] : [])
      .slice(0, 1)
      .map(text)
      .join(),
    to: mailboxes(email.to ?? [])
      .map(text)
      .join(),
    sentAt: email.date ?? "",
    attachments: email.attachments
      .map(({ filename, content }) => `${filename ?? ""}:${(content as ArrayBuffer).byteLength}`)
      .sort()
      .join(" | "),
    text: fold([email.text ?? "", email.html ?? ""].join("\n")),
  };
}

function asciiOf(text: string): string {
  return text.replace(/[^\x21-\x7e]/g, "");
}

function isAddress(field: Field): boolean {
  return field === "from" || field === "to";
}

function hasType(parts: EmailBodyPart[], type: string): boolean {
  return parts.some((part) => isShown(part) && part.type === type);
}

function isUnlabelled({ type, charset }: EmailBodyPart): boolean {
  return type.startsWith("text/") && (charset === null || charset === "us-ascii");
}

function isFlowed({ headers }: Reading): boolean {
  return headers.some(({ key, value }) => key === "content-type" && /format=flowed/i.test(value));
}

function areSizesWithoutCr(parts: EmailBodyPart[], { attachments }: Reading): boolean {
  const ours = parts.filter((part) => !isShown(part));
  return (
    ours.length === attachments.length &&
    attachments.every(({ filename, content }) => {
      const octets = Buffer.from(content as ArrayBuffer);
      const breaks = octets.filter((octet) => octet === 0x0a).length;
      const sizes = [octets.length, octets.length - 1, octets.length + breaks, octets.length + breaks - 2];
      return ours.some(({ name, size }) => (name ?? "") === (filename ?? "") && sizes.includes(size));
    })
  );
}

function addressText({ name, email }: { name?: string | null | undefined; email?: string | undefined }): string {
  return `${fold(name ?? "")}<${email ?? ""}>`;
}

function fold(text: string): string {
  return text.replace(/\s+/g, " ").trim().normalize("NFC");
}

/** Where the two part company. */
function cut(text: string, other: string): string {
  let at = 0;
  while (at < text.length && text[at] === other[at]) at += 1;
  return JSON.stringify(text.slice(Math.max(0, at - 30), at + 90));
}
