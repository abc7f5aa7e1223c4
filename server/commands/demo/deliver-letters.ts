// Turns the letters into messages and puts them where they belong, through the verbs that all mail goes through.

import { createHash } from "node:crypto";

import { buildMessage, composeBody, type PartToBuild } from "../../../standards/mime/build-message.ts";
import type { HeaderToBuild } from "../../../standards/mime/format-header.ts";
import type { AccountId, OrganisationId } from "../../base/ids.ts";
import { deliverIn, type Delivery, type DeliveryTarget } from "../../mail/deliver.ts";
import type { Mail } from "../../mail/mail.ts";
import { prepareMessage, type PreparedMessage } from "../../mail/prepare-message.ts";
import type { WriteTx } from "../../store/database.ts";
import { findRecipients } from "../../store/directory.ts";
import type { Letter, Moment, Placement } from "./letter.ts";
import { letters } from "./letters/letters.ts";
import { people, type PersonName } from "./people.ts";

const DAY_MS = 86_400_000;
const ZONE = "+07:00";
/** Newer ones are still to be read. */
const UNREAD_FOR_MS = 1.5 * DAY_MS;

/** All of them or none: `alsoDo` is in the same transaction. */
export async function deliverLetters(
  options: { mail: Mail; organisationId: OrganisationId; now: Date },
  alsoDo: (tx: WriteTx) => Promise<void>,
): Promise<void> {
  const { mail, organisationId, now } = options;
  const addresses = [...new Set(Object.values(people).map(({ email }) => email))];
  const found = await mail.db.read((tx) => findRecipients(tx, addresses));
  const accountOf = (name: PersonName) => found.get(people[name].email)?.accountId;
  const dated = letters.map((letter) => ({ letter, date: dateOf(letter.sent, now) }));
  dated.sort((a, b) => a.date.getTime() - b.date.getTime());
  const byKey = new Map(dated.map(({ letter, date }) => [letter.key ?? "", { letter, date }]));

  const deliveries: (Delivery & { message: PreparedMessage })[] = [];
  for (const { letter, date } of dated) {
    const { email: mailFrom } = people[letter.from];
    deliveries.push({
      message: await prepareMessage(
        mail,
        build(letter, date, (key) => byKey.get(key)),
      ),
      organisationId,
      direction: found.has(mailFrom) ? "internal" : "in",
      envelope: { mailFrom, recipients: [...letter.to, ...(letter.cc ?? [])].map((name) => people[name].email) },
      targets: targetsOf(letter, accountOf, now.getTime() - date.getTime()),
      receivedAt: date,
    });
  }
  await mail.db.write(async (tx) => {
    for (const delivery of deliveries) await deliverIn(tx, mail, delivery);
    await alsoDo(tx);
  });
}

function dateOf(moment: Moment, now: Date): Date {
  if ("minutes" in moment) return new Date(now.getTime() - moment.minutes * 60_000);
  const today = new Date(now.getTime() + 7 * 3_600_000).toISOString().slice(0, 10);
  return new Date(Date.parse(`${today}T${moment.at}:00${ZONE}`) - moment.days * DAY_MS);
}

function targetsOf(
  letter: Letter,
  accountOf: (name: PersonName) => AccountId | undefined,
  ageMs: number,
): DeliveryTarget[] {
  const names = [...new Set([letter.from, ...letter.to, ...(letter.cc ?? [])])];
  return names.flatMap((name) => {
    const accountId = accountOf(name);
    if (accountId === undefined) return [];
    const placement = letter.copies?.[name] ?? {};
    // A draft is nobody's but its author's.
    if (letter.copies?.[letter.from]?.draft && name !== letter.from) return [];
    const mailbox = placement.mailbox ?? (name === letter.from ? "sent" : "inbox");
    const unread = placement.unread ?? (name !== letter.from && ageMs < UNREAD_FOR_MS);
    return [{ accountId, mailbox, keywords: keywordsOf(placement, unread) }];
  });
}

function keywordsOf({ starred, answered, forwarded, draft }: Placement, unread: boolean): string[] {
  const keywords: Record<string, boolean | undefined> = {
    $seen: !unread,
    $flagged: starred,
    $answered: answered,
    $forwarded: forwarded,
    $draft: draft,
  };
  return Object.keys(keywords).filter((keyword) => keywords[keyword]);
}

type Find = (key: string) => { letter: Letter; date: Date } | undefined;

function build(letter: Letter, date: Date, find: Find): Uint8Array {
  const messageId = messageIdOf(letter, date);
  const text = date.toISOString();
  if (letter.raw) return letter.raw({ date: rfc5322(date), messageId });
  const references = referencesOf(letter, find);
  const parent = references.at(-1);
  const headers: HeaderToBuild[] = [
    { name: "Date", date: `${new Date(date.getTime() + 7 * 3_600_000).toISOString().slice(0, 19)}${ZONE}` },
    { name: "From", addresses: [people[letter.from]] },
    { name: "To", addresses: letter.to.map((name) => people[name]) },
    ...(letter.cc ? [{ name: "Cc", addresses: letter.cc.map((name) => people[name]) }] : []),
    { name: "Subject", text: letter.subject },
    { name: "Message-ID", messageIds: [messageId] },
    ...(parent
      ? [
          { name: "In-Reply-To", messageIds: [parent] },
          { name: "References", messageIds: references },
        ]
      : []),
    ...(letter.headers ?? []),
  ];
  let count = 0;
  const boundary = () => `=_${createHash("sha256").update(`${messageId}${text}${count++}`).digest("hex").slice(0, 24)}`;
  return buildMessage({ headers, body: bodyOf(letter, date), boundary });
}

function bodyOf(letter: Letter, date: Date): PartToBuild {
  const { text, html, attachments = [], calendar } = letter;
  const inline = attachments.filter(({ cid }) => cid !== undefined);
  const body = composeBody({
    text: text && `${text.trim()}\n`,
    html: html && `<!doctype html><html lang="id"><body>${html.trim()}</body></html>\n`,
    inline,
    attachments: attachments.filter(({ cid }) => cid === undefined),
  });
  if (!calendar) return body;
  const invitation = { type: "text/calendar", parameters: { method: "REQUEST" }, content: calendar(date) };
  return { type: "multipart/alternative", subParts: [body, invitation] };
}

/** The ids of the conversation so far, the oldest first. */
function referencesOf(letter: Letter, find: Find): string[] {
  const parent = letter.answers === undefined ? undefined : find(letter.answers);
  if (letter.answers !== undefined && !parent) throw new Error(`no letter has the key ${letter.answers}`);
  return parent ? [...referencesOf(parent.letter, find), messageIdOf(parent.letter, parent.date)] : [];
}

function messageIdOf(letter: Letter, date: Date): string {
  const { email } = people[letter.from];
  const unique = createHash("sha256")
    .update(`${letter.key ?? letter.subject}${date.toISOString()}${email}`)
    .digest("hex");
  return `${unique.slice(0, 20)}@${email.slice(email.indexOf("@") + 1)}`;
}

function rfc5322(date: Date): string {
  return new Date(date.getTime() + 7 * 3_600_000).toUTCString().replace("GMT", "+0700");
}
