// The emails that hold a text in some fields: RFC 8621 §4.4.1. Words are looked up; phrases, and addresses that are only mentioned,
// are read for in the messages that have all of their words.
import type { AccountId } from "../base/ids.ts";
import type { ReadTx } from "../store/database.ts";
import { findTerms, type TermGroup } from "../store/email-text.ts";
import { emptyIdSet, intersectIds, uniteIds, withoutIds, type IdSet } from "../store/id-set.ts";
import type { Mail } from "./mail.ts";
import { confirmPhrases } from "./match-phrase.ts";
import { fieldMarks, isLoneLetter, parseSearch, termsMatching, type SearchToken, type TextField } from "./terms.ts";

type Reader = { mail: Pick<Mail, "blobs">; tx: ReadTx; accountId: AccountId };

/** Undefined when the text has nothing to be found by: only punctuation. */
export async function findText(reader: Reader, text: string, fields: readonly TextField[]): Promise<IdSet | undefined> {
  const { mail, tx, accountId } = reader;
  const tokens = parseSearch(text);
  const groups = tokens.flatMap((token) => groupsOf(token, fields));
  const addresses = tokens.filter((token) => token.kind === "address");
  if (groups.length === 0 && addresses.length === 0) return undefined;
  let ids = groups.length > 0 ? await findTerms(tx, accountId, groups) : undefined;
  for (const address of addresses) {
    const found = await findAddress(reader, address, { fields, among: ids });
    ids = ids ? intersectIds(ids, found) : found;
  }
  const phrases = tokens.flatMap(({ kind, words }) => (kind === "phrase" && words.length > 1 ? [words] : []));
  return confirmPhrases(mail, tx, accountId, { ids: ids!, phrases, fields });
}

function groupsOf(token: SearchToken, fields: readonly TextField[]): TermGroup[] {
  switch (token.kind) {
    case "words":
      return token.words.map((word) => (token.isPrefix ? beginningWith(word, fields) : wordGroup(word, fields, false)));
    case "phrase":
      return token.words.map((word) => wordGroup(word, fields, true));
    case "address":
      return [];
  }
}

function wordGroup(word: string, fields: readonly TextField[], exactly: boolean): TermGroup {
  return isLoneLetter(word) ? beginningWith(word, fields) : { terms: termsMatching(word, fields, exactly) };
}

function beginningWith(prefix: string, fields: readonly TextField[]): TermGroup {
  return { prefix, marks: fields.map((field) => fieldMarks[field]) };
}

/** Whole where addresses are; in a subject or a body, where its words stand together. */
async function findAddress(
  { mail, tx, accountId }: Reader,
  { text, words }: { text: string; words: readonly string[] },
  { fields, among }: { fields: readonly TextField[]; among: IdSet | undefined },
): Promise<IdSet> {
  const texts = fields.filter(isProse);
  const terms = fields.filter((field) => !isProse(field)).map((field) => text + fieldMarks[field]);
  const whole = terms.length > 0 ? await findTerms(tx, accountId, [{ terms }]) : emptyIdSet;
  if (texts.length === 0) return whole;
  const groups = words.map((word) => ({ terms: termsMatching(word, texts, true) }));
  const mentioning = withoutIds(await findTerms(tx, accountId, groups), whole);
  const ids = among ? intersectIds(mentioning, among) : mentioning;
  return uniteIds(whole, await confirmPhrases(mail, tx, accountId, { ids, phrases: [[...words]], fields: texts }));
}

function isProse(field: TextField): boolean {
  return field === "body" || field === "subject";
}
