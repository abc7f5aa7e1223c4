// Recipients as people type and paste them: lists from other programs, columns of a spreadsheet, one a line, and names with
// academic titles after a comma that nobody puts into quotes.
import { parseMailbox } from "../../../standards/address/mailbox.ts";
import { parseAddressList } from "../../../standards/address/parse-address-list.ts";
import type { EmailAddress } from "../types.ts";

/** Whether mail can be sent to it. */
export function isRecipient(email: string): boolean {
  return parseMailbox(email.trim()) !== null;
}

/** Every recipient of the text in order; what is no address comes as one whose `email` is the text. */
export function parseRecipients(text: string): EmailAddress[] {
  return text.split(/[\r\n]+/).flatMap(parseLine);
}

function parseLine(line: string): EmailAddress[] {
  const cells = line.split("\t").flatMap((cell) => cell.trim() || []);
  const [address, ...others] = cells.filter((cell) => isRecipient(cell));
  if (cells.length > 1 && address !== undefined && others.length === 0) {
    return [{ name: cells.filter((cell) => cell !== address).join(" "), email: address }];
  }
  return cells.flatMap(parseCell);
}

function parseCell(cell: string): EmailAddress[] {
  const words = cell.split(/[\s,;]+/).flatMap((word) => unquoted(word) || []);
  if (words.every(isRecipient)) return words.map((email) => ({ name: null, email }));
  // Some programs separate by semicolons only, so that commas are of names.
  const parts = cell.includes(":") ? [cell] : splitAtSemicolons(cell);
  return parts.flatMap((part) => joinTitles(parseAddressList(part)));
}

/** Not at those between quotes: an even number of quotes follows. */
function splitAtSemicolons(text: string): string[] {
  const parts: string[] = [];
  let quotesAfter = text.split('"').length - 1;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') quotesAfter -= 1;
    if (text[at] !== ";" || quotesAfter % 2 === 1) continue;
    parts.push(text.slice(start, at));
    start = at + 1;
  }
  return [...parts, text.slice(start)];
}

/** Outlook writes 'address'. */
function unquoted(word: string): string {
  return word.replace(/^'(.*)'$/, "$1");
}

/** "Siti Rahayu, S.Kom., M.M. <siti@…>": a piece without an address belongs to the name of the one that follows. */
function joinTitles(addresses: readonly EmailAddress[]): EmailAddress[] {
  const joined: EmailAddress[] = [];
  let names: string[] = [];
  for (const { name, email } of addresses) {
    if (name === null && !email.includes("@")) names.push(email);
    else if (name !== null && names.length > 0) {
      joined.push({ name: [...names, name].join(", "), email });
      names = [];
    } else {
      joined.push(...names.map((text) => ({ name: null, email: text })), { name, email });
      names = [];
    }
  }
  return [...joined, ...names.map((text) => ({ name: null, email: text }))];
}
