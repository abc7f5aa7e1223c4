// Writes text as encoded words of RFC 2047: UTF-8, in whichever of B and Q is shorter, never splitting a character.

/** RFC 2047 §2: no encoded word is longer. */
const maxWord = 75;
const overhead = "=?utf-8?Q?".length + "?=".length;
const minContent = 24;
/** RFC 2047 §5 (3): what may stay as it is also inside a phrase. */
const safeInPhrase = /^[A-Za-z0-9!*+/-]$/;

/** Encoded words for the text, to be separated by folding white space; the first line also holds `lineStart` characters. */
export function encodeWords(text: string, lineStart = 0): string[] {
  const octets = Buffer.byteLength(text);
  const quotedLength = [...text].reduce((sum, character) => sum + quotedCharacter(character).length, 0);
  const useQ = quotedLength <= Math.ceil(octets / 3) * 4;
  const room = Math.max(minContent, maxWord - overhead - lineStart);
  const words: string[] = [];
  let content = "";
  let size = 0;
  for (const character of text) {
    const encoded = useQ ? quotedCharacter(character) : character;
    const added = useQ ? encoded.length : Buffer.byteLength(character);
    const limit = useQ ? room : Math.floor(room / 4) * 3;
    if (size + added > limit && size > 0) {
      words.push(encodedWord(content, useQ));
      content = "";
      size = 0;
    }
    content += encoded;
    size += added;
  }
  if (size > 0) words.push(encodedWord(content, useQ));
  return words;
}

function encodedWord(content: string, useQ: boolean): string {
  return useQ ? `=?utf-8?Q?${content}?=` : `=?utf-8?B?${Buffer.from(content).toString("base64")}?=`;
}

function quotedCharacter(character: string): string {
  if (character === " ") return "_";
  if (safeInPhrase.test(character)) return character;
  return [...Buffer.from(character)].map((octet) => `=${octet.toString(16).toUpperCase().padStart(2, "0")}`).join("");
}
