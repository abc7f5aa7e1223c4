// Emails as lists show them. Most of an email never changes (RFC 8621 §4.1), so its text is kept and used again. Invariant: what is kept is no
// answer by itself; it is taken only for an email that the database has just found in the account. Ids are never given twice.
import type { EmailId } from "../../../base/ids.ts";
import type { ReadTx } from "../../../store/database.ts";
import { listListedEmails } from "../../../store/emails.ts";
import { listMarks } from "../../../store/email-marks.ts";
import type { EmailMarks, ListedEmail } from "../../../store/mail-types.ts";
import { formatEmailId, formatMailboxId, formatThreadId } from "../../ids.ts";
import type { MethodCall } from "../../method.ts";
import { notedEmails } from "../../read-notes.ts";
import { isMark, listedReader } from "./listed-properties.ts";

/** About what the first screens of 300 people take. */
export const keptTextsBytes = 16 * 1024 * 1024;

/** Those that exist, with the text of each, in the order asked for. `properties` are such as lists show. */
export async function listedEmails(
  call: MethodCall,
  tx: ReadTx,
  { ids, properties }: { ids: readonly EmailId[]; properties: readonly string[] },
): Promise<{ id: EmailId; text: string }[]> {
  const marks = notedEmails(call.notes, ids) ?? (await listMarksInOrder(call, tx, ids));
  const asked = new Set(properties);
  const fixed = [...asked].filter((name) => !isMark(name));
  const rests = await textsOfRests(call, tx, { marks, properties: fixed });
  const emails: { id: EmailId; text: string }[] = [];
  for (const email of marks) {
    const rest = rests.get(email.id);
    // An email that has gone meanwhile has none.
    if (rest !== undefined) emails.push({ id: email.id, text: `{${formatMarks(email, asked)}${rest}}` });
  }
  return emails;
}

async function listMarksInOrder(call: MethodCall, tx: ReadTx, ids: readonly EmailId[]): Promise<EmailMarks[]> {
  const marks = new Map<EmailId, EmailMarks>();
  for (const email of await listMarks(tx, call.account.accountId, ids)) marks.set(email.id, email);
  return ids.flatMap((id) => marks.get(id) ?? []);
}

/** What follows the marks: each property with a comma before it. */
async function textsOfRests(
  { deps: { keptTexts }, account: { accountId } }: MethodCall,
  tx: ReadTx,
  { marks, properties }: { marks: readonly EmailMarks[]; properties: readonly string[] },
): Promise<Map<EmailId, string>> {
  const list = `${accountId} ${properties.join(" ")}`;
  const texts = new Map<EmailId, string>();
  const missing: EmailId[] = [];
  for (const { id } of marks) {
    const text = properties.length === 0 ? "" : keptTexts.get(list, id);
    if (text === undefined) missing.push(id);
    else texts.set(id, text);
  }
  if (missing.length === 0) return texts;
  for (const row of await listListedEmails(tx, accountId, missing)) {
    const text = formatRest(row, properties);
    keptTexts.keep(list, row.id, text);
    texts.set(row.id, text);
  }
  return texts;
}

function formatRest(row: ListedEmail, properties: readonly string[]): string {
  return properties.map((name) => `,${JSON.stringify(name)}:${JSON.stringify(listedReader(name)!(row))}`).join("");
}

/** Written out: lists are made of thousands of these. */
function formatMarks({ id, threadId, mailboxIds, keywords }: EmailMarks, asked: ReadonlySet<string>): string {
  let text = `"id":"${formatEmailId(id)}"`;
  if (asked.has("threadId")) text += `,"threadId":"${formatThreadId(threadId)}"`;
  if (asked.has("mailboxIds")) text += `,"mailboxIds":${formatSet(mailboxIds, formatMailboxId)}`;
  if (asked.has("keywords")) text += `,"keywords":${formatSet(keywords, (keyword) => keyword)}`;
  return text;
}

function formatSet<T>(values: readonly T[], format: (value: T) => string): string {
  let text = "";
  for (const value of values) text += `${text === "" ? "" : ","}${JSON.stringify(format(value))}:true`;
  return `{${text}}`;
}
