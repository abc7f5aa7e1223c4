// Phrases: the index knows which words a message has, not where; so those that have all the words are opened and read.
import { parseMessage } from "../../standards/mime/parse-message.ts";
import { searchTextOf } from "../../standards/mime/search-text.ts";
import type { AccountId, EmailId } from "../base/ids.ts";
import type { ReadTx } from "../store/database.ts";
import { createIdSet, listIds, type IdSet } from "../store/id-set.ts";
import { forEachMessage } from "./each-message.ts";
import type { Mail } from "./mail.ts";
import { wordsOf, type TextField } from "./terms.ts";

/** Beyond this many the words are taken for the phrase: RFC 8621 §4.4.1 asks for phrases with SHOULD. */
const maxOpened = 3000;

export async function confirmPhrases(
  mail: Pick<Mail, "blobs">,
  tx: ReadTx,
  accountId: AccountId,
  { ids, phrases, fields }: { ids: IdSet; phrases: readonly string[][]; fields: readonly TextField[] },
): Promise<IdSet> {
  if (phrases.length === 0 || ids.size > maxOpened) return ids;
  const wanted = phrases.map((words) => ` ${words.join(" ")} `);
  const found = createIdSet();
  await forEachMessage(mail, tx, { accountId, ids: listIds(ids) as EmailId[] }, (id, raw) => {
    const texts = textsOf(raw, fields).map((text) => ` ${wordsOf(text).join(" ")} `);
    if (wanted.every((phrase) => texts.some((text) => text.includes(phrase)))) found.add(id);
  });
  return found.finish();
}

function textsOf(raw: Uint8Array, fields: readonly TextField[]): string[] {
  const { subject, from, to, body, attachmentNames } = searchTextOf(raw, parseMessage(raw));
  return fields.flatMap((field) => {
    if (field === "subject") return [subject];
    if (field === "body") return [body, ...attachmentNames.split("\n")];
    return (field === "from" ? from : to).split("\n");
  });
}
