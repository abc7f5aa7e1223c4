// What JSON.parse lets pass and I-JSON (RFC 7493) does not, found in one pass over the text: duplicate names, nesting beyond
// a limit, half surrogates, numbers that no double can hold. The text must have been accepted by JSON.parse: nothing else is checked here.

export type JsonDefect = "duplicateName" | "tooDeep" | "loneSurrogate" | "numberTooLarge";

const quote = 34;
const comma = 44;
const zero = 48;
const nine = 57;
const colon = 58;
const openBracket = 91;
const backslash = 92;
const closeBracket = 93;
const openBrace = 123;
const closeBrace = 125;
/** No shorter one is too large: 1e309. */
const shortestTooLarge = 5;

/** The first defect, or undefined. Linear in the length of the text. */
export function findJsonDefect(text: string, maxDepth: number): JsonDefect | undefined {
  // One entry a level: the names so far in an object, null in an array.
  const levels: (Set<string> | null)[] = [];
  let names: Set<string> | null = null;
  let expectsName = false;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case quote: {
        const end = endOfString(text, at);
        if (expectsName && names) {
          const name = stringAt(text, at, end);
          if (names.has(name)) return "duplicateName";
          names.add(name);
        }
        at = end;
        break;
      }
      case openBrace:
      case openBracket:
        names = text.charCodeAt(at) === openBrace ? new Set() : null;
        expectsName = names !== null;
        if (levels.push(names) > maxDepth) return "tooDeep";
        break;
      case closeBrace:
      case closeBracket:
        levels.pop();
        names = levels.at(-1) ?? null;
        expectsName = false;
        break;
      case colon:
        expectsName = false;
        break;
      case comma:
        expectsName = names !== null;
        break;
      default: {
        if (!isDigit(text.charCodeAt(at))) break;
        const end = endOfNumber(text, at);
        if (end - at >= shortestTooLarge && !Number.isFinite(Number(text.slice(at, end)))) return "numberTooLarge";
        at = end - 1;
      }
    }
  }
  return hasLoneSurrogate(text) ? "loneSurrogate" : undefined;
}

function isDigit(code: number): boolean {
  return code >= zero && code <= nine;
}

function endOfNumber(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && (isDigit(text.charCodeAt(end)) || ".eE+-".includes(text[end]!))) end++;
  return end;
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(at - 1 - slashes) === backslash) slashes += 1;
  return slashes % 2 === 1;
}

function stringAt(text: string, start: number, end: number): string {
  const inner = text.slice(start + 1, end);
  return inner.includes("\\") ? (JSON.parse(text.slice(start, end + 1)) as string) : inner;
}

/** Only an escape can be half a pair: the octets were checked to be UTF-8. Pairs may mix escapes in no other way. */
function hasLoneSurrogate(text: string): boolean {
  if (!/\\u[dD][89a-fA-F]/.test(text)) return false;
  const strings = text.matchAll(/"(?:[^"\\]|\\.)*"/g);
  for (const [string] of strings) if (!(JSON.parse(string) as string).isWellFormed()) return true;
  return false;
}
