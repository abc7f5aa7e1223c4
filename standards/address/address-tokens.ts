// Cuts the text of an address field into what it is made of: RFC 5322 §3.2 and §3.4, best effort on what is never closed.
// One pass: every token is at least one character, and none is looked at twice.

export type AddressToken = {
  /** A quoted string comes with its quotes; a comment and an address in angle brackets without theirs. */
  kind: "atom" | "quoted" | "comment" | "angle" | "," | ";" | ":";
  text: string;
  /** Nothing stands between this token and the one before. */
  glued: boolean;
};

const encodedWord = /=\?[^?\s]+\?[bq]\?[^?<>"]*(?:(?<!=)\?(?!=)[^?<>"]*){0,10}\?=/iy;
const atomEnd = /[\s"(),:;<>[]/g;
const maxLiteral = 64;

/** The tokens in order; white space, stray closing brackets and a quote without its other are none. */
export function* tokenizeAddresses(text: string): Generator<AddressToken> {
  let glued = false;
  // A quote that is never closed is none, and neither is any after it.
  let areQuotesOver = false;
  for (let at = 0; at < text.length;) {
    const character = text[at]!;
    if (character === '"') areQuotesOver ||= closingQuote(text, at) < 0;
    if (character === ">" || /\s/.test(character) || (character === '"' && areQuotesOver)) {
      glued = false;
      at++;
      continue;
    }
    const { kind, end, inside } = tokenAt(text, at);
    yield { kind, text: inside, glued };
    glued = kind === "atom" || kind === "quoted" || kind === ":";
    at = end;
  }
}

function tokenAt(text: string, at: number): { kind: AddressToken["kind"]; end: number; inside: string } {
  const character = text[at]!;
  if (character === "," || character === ";" || character === ":") {
    return { kind: character, end: at + 1, inside: character };
  }
  if (character === '"') {
    const end = endOfQuoted(text, at);
    return { kind: "quoted", end, inside: text.slice(at, end) };
  }
  if (character === "(") {
    const end = endOfComment(text, at);
    return { kind: "comment", end, inside: text.slice(at + 1, text[end - 1] === ")" ? end - 1 : end) };
  }
  if (character === "<") {
    const end = endOfAngle(text, at);
    return { kind: "angle", end, inside: text.slice(at + 1, text[end - 1] === ">" ? end - 1 : end) };
  }
  const end = endOfAtom(text, at);
  return { kind: "atom", end, inside: text.slice(at, end) };
}

/** After the quoted string that starts here, or the end of the text. */
export function endOfQuoted(text: string, start: number): number {
  const closing = closingQuote(text, start);
  return closing < 0 ? text.length : closing + 1;
}

function closingQuote(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at;
  }
  return -1;
}

/** After the comment that starts here, those within it included. */
export function endOfComment(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === "\\") at++;
    else if (character === "(") depth++;
    else if (character === ")" && --depth === 0) return at + 1;
  }
  return text.length;
}

function endOfAngle(text: string, start: number): number {
  let comma = -1;
  let at = start + 1;
  for (; at < text.length; at++) {
    const character = text[at];
    if (character === ">") return at + 1;
    // An unclosed bracket ends before the next mailbox.
    if (character === "<") break;
    if (character === "," && comma < 0) comma = at;
    if (character === '"') at = endOfQuoted(text, at) - 1;
  }
  return comma < 0 ? Math.min(at, text.length) : comma;
}

function endOfAtom(text: string, start: number): number {
  if (text[start] === "=") {
    // Programs leave commas, colons and spaces unencoded inside encoded words; the word is taken whole.
    encodedWord.lastIndex = start;
    if (encodedWord.test(text)) return encodedWord.lastIndex;
  }
  for (let from = start; ;) {
    atomEnd.lastIndex = from;
    const found = atomEnd.exec(text);
    if (!found) return text.length;
    // A stray closing parenthesis is an atom of its own.
    if (found[0] !== "[") return Math.max(found.index, start + 1);
    from = endOfLiteral(text, found.index);
  }
}

function endOfLiteral(text: string, start: number): number {
  const close = text.slice(start, start + maxLiteral).indexOf("]");
  return close < 0 ? start + 1 : start + close + 1;
}
