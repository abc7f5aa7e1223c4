// What a person wrote in a draft: its text without the signature and without what is quoted.
import type { Draft } from "./types.ts";

/** RFC 3676 §4.3. Some editors lose the space. */
const separator = /^-- ?$/;

/** `signature` is the text of the signature that may stand in it. */
export function ownText(text: string, signature = ""): string {
  const lines = withoutSignature(text.split("\n"), signature.trim().split("\n"));
  const forwarded = lines.findIndex(isForwardRule);
  return lines
    .slice(0, forwarded < 0 ? lines.length : forwarded)
    .filter((line, index, all) => !isQuoted(line) && !introducesQuote(line, all[index + 1]))
    .join("\n")
    .trim();
}

/** Whether there is nothing in it that anybody would miss. */
export function isBlank(draft: Draft, signature: string): boolean {
  const isEmpty = [draft.to, draft.cc, draft.bcc, draft.attachments].every((list) => list.length === 0);
  return isEmpty && draft.subject.trim() === "" && ownText(draft.text, signature) === "";
}

/** The separator and the signature after it; of an altered one, all up to what is quoted. */
function withoutSignature(lines: string[], signature: string[]): string[] {
  const start = lines.findIndex((line) => separator.test(line));
  if (start < 0) return lines;
  const isKnown = signature.every((line, index) => lines[start + 1 + index]?.trim() === line.trim());
  if (isKnown) return lines.toSpliced(start, 1 + signature.length);
  const rest = lines.slice(start + 1);
  const quote = rest.findIndex((line, index) => isForwardRule(line) || introducesQuote(line, rest[index + 1]));
  return [...lines.slice(0, start), ...(quote < 0 ? [] : rest.slice(quote))];
}

function isForwardRule(line: string): boolean {
  return /^-{4,}.*-{4,}\s*$/.test(line.trim());
}

function isQuoted(line: string): boolean {
  return line.startsWith(">");
}

/** "Pada …, … menulis:" before the first quoted line. */
function introducesQuote(line: string, next: string | undefined): boolean {
  return line.trimEnd().endsWith(":") && next !== undefined && isQuoted(next);
}
