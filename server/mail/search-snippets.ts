// What of a message matches a search, for lists of results: RFC 8621 §5.
import { parseMessage } from "../../standards/mime/parse-message.ts";
import { searchTextOf } from "../../standards/mime/search-text.ts";
import type { AccountId, EmailId } from "../base/ids.ts";
import type { ReadTx } from "../store/database.ts";
import { listEmails } from "../store/emails.ts";
import type { EmailFilter } from "../store/mail-types.ts";
import { forEachMessage } from "./each-message.ts";
import type { Mail } from "./mail.ts";
import { stemIndonesian } from "./stem-indonesian.ts";
import { isLoneLetter, parseSearch, placesOf, type SearchToken } from "./terms.ts";

export interface SearchSnippet {
  emailId: EmailId;
  /** HTML: text escaped, matches in <mark>; null when nothing in it matches. */
  subject: string | null;
  preview: string | null;
}

/** Ids that are not the account's are in `notFound`. */
export async function searchSnippets(
  mail: Pick<Mail, "blobs">,
  tx: ReadTx,
  accountId: AccountId,
  { filter, emailIds }: { filter: EmailFilter | null; emailIds: readonly EmailId[] },
): Promise<{ list: SearchSnippet[]; notFound: EmailId[] }> {
  const wanted = wantedWords(filter);
  const emails = await listEmails(tx, accountId, emailIds);
  const bodies = new Map<EmailId, string>();
  if (wanted.body.length > 0) {
    await forEachMessage(mail, tx, { accountId, ids: emails.map(({ id }) => id) }, (id, raw) => {
      const { body, attachmentNames } = searchTextOf(raw, parseMessage(raw));
      bodies.set(id, `${body}\n${attachmentNames}`);
    });
  }
  const list = emails.map(({ id, subject }) => ({
    emailId: id,
    subject: markMatches(subject ?? "", wanted.subject),
    preview: excerpt(bodies.get(id) ?? "", wanted.body),
  }));
  const found = new Set(list.map(({ emailId }) => emailId));
  return { list, notFound: emailIds.filter((id) => !found.has(id)) };
}

/** A word is marked when it is one of these: as written, by its stem, or by how it begins; words of a phrase where they follow each other. */
interface Wanted {
  phrases: string[][];
  words: string[];
  stems: string[];
  prefixes: string[];
}

function wantedWords(filter: EmailFilter | null): { subject: Wanted[]; body: Wanted[] } {
  const wanted: { subject: Wanted[]; body: Wanted[] } = { subject: [], body: [] };
  function collect(node: EmailFilter): void {
    if ("operator" in node) {
      // What must not be in a message is not what it was found by.
      if (node.operator !== "NOT") node.conditions.forEach(collect);
      return;
    }
    for (const text of [node.text, node.subject]) if (text) wanted.subject.push(wantedOf(text));
    for (const text of [node.text, node.body]) if (text) wanted.body.push(wantedOf(text));
  }
  if (filter) collect(filter);
  return wanted;
}

function wantedOf(text: string): Wanted {
  const tokens = parseSearch(text);
  const plain = tokens.filter((token) => token.kind === "words" && !token.isPrefix).flatMap(({ words }) => words);
  const phrases = tokens.flatMap(({ kind, words }) => (kind !== "words" && words.length > 1 ? [words] : []));
  const whole = tokens.flatMap((token) => (isOfWords(token) ? token.words : []));
  return {
    phrases,
    words: whole,
    stems: plain.map(stemIndonesian),
    prefixes: [
      ...tokens.flatMap((token) => (token.kind === "words" && token.isPrefix ? token.words : [])),
      ...whole.filter(isLoneLetter),
    ],
  };
}

/** Looked for word by word, and not by how one begins. */
function isOfWords(token: SearchToken): boolean {
  return token.kind === "words" ? !token.isPrefix : token.words.length === 1;
}

function isWanted(word: string, wanted: readonly Wanted[]): boolean {
  const stem = stemIndonesian(word);
  return wanted.some(
    ({ words, stems, prefixes }) =>
      words.includes(word) || stems.includes(stem) || prefixes.some((prefix) => word.startsWith(prefix)),
  );
}

type Place = { word: string; start: number; end: number };

function* matchesIn(text: string, wanted: readonly Wanted[]): Generator<{ start: number; end: number }> {
  const phrases = wanted.flatMap((each) => each.phrases);
  const longest = Math.max(1, ...phrases.map(({ length }) => length));
  // What is looked at, and what a phrase that begins with it would go on with.
  const window: Place[] = [];
  function* look(): Generator<{ start: number; end: number }> {
    const phrase = phrases.find((words) => words.every((word, index) => window[index]?.word === word));
    const matched = phrase?.length ?? (isWanted(window[0]!.word, wanted) ? 1 : 0);
    if (matched > 0) yield { start: window[0]!.start, end: window[matched - 1]!.end };
    window.splice(0, Math.max(1, matched));
  }
  for (const place of placesOf(text)) {
    window.push(place);
    if (window.length >= longest) yield* look();
  }
  while (window.length > 0) yield* look();
}

/** The text as HTML with its matches marked, those that overlap as one; null without any. */
function markMatches(text: string, wanted: readonly Wanted[]): string | null {
  const marks: { start: number; end: number }[] = [];
  for (const { start, end } of matchesIn(text, wanted)) {
    const last = marks.at(-1);
    if (last && start < last.end) last.end = end;
    else marks.push({ start, end });
  }
  let html = "";
  let done = 0;
  for (const { start, end } of marks) {
    html += `${escapeHtml(text.slice(done, start))}<mark>${escapeHtml(text.slice(start, end))}</mark>`;
    done = end;
  }
  return done === 0 ? null : html + escapeHtml(text.slice(done));
}

/** RFC 8621 §5: no more than 255 octets, which the words around the first match fill. */
const maxSnippetBytes = 255;
const lengthBefore = 40;
const lengthWhole = 160;

function excerpt(body: string, wanted: readonly Wanted[]): string | null {
  const { value: first } = matchesIn(body, wanted).next();
  if (!first) return null;
  const start = body.lastIndexOf(" ", Math.max(0, first.start - lengthBefore)) + 1;
  const from = first.start - start > 2 * lengthBefore ? first.start : start;
  for (let length = Math.max(lengthWhole, first.end - from); length > 0; length -= 20) {
    const part = body
      .slice(from, from + length)
      .replace(/\s+/g, " ")
      .trim()
      .toWellFormed();
    const html = markMatches(part, wanted);
    if (html === null) return null;
    if (Buffer.byteLength(html) <= maxSnippetBytes) return html;
  }
  return null;
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character]!);
}
