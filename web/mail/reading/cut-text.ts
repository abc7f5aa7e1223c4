// Cuts text that is too long to be laid out at once: a browser needs seconds for a word of a megabyte, and minutes where letters
// that run left and right, or that join, follow each other without an end.

const CHUNK_LENGTH = 10_000;
const PIECE_LENGTH = 500;

/** Chunks that stand below each other; cut at the end of a line where there is one, else at a space. The line's end is left out. */
export function chunksOf(text: string): string[] {
  const chunks: string[] = [];
  let start = 0;
  while (text.length - start > CHUNK_LENGTH) {
    const end = start + CHUNK_LENGTH;
    const lineEnd = text.lastIndexOf("\n", end);
    const space = lineEnd > start ? lineEnd : text.lastIndexOf(" ", end);
    const cut = space > start ? space + 1 : wholeCharacters(text, end);
    chunks.push(text.slice(start, lineEnd > start ? lineEnd : cut));
    start = cut;
  }
  chunks.push(text.slice(start));
  return chunks;
}

/** Pieces of words; a line may end between two of them. */
export function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  for (const { index, 0: word } of text.matchAll(/\S+/g)) {
    for (let at = index + PIECE_LENGTH; at < index + word.length; at += PIECE_LENGTH) {
      const cut = wholeCharacters(text, at);
      pieces.push(text.slice(start, cut));
      start = cut;
    }
  }
  pieces.push(text.slice(start));
  return pieces;
}

/** Not between the halves of a character. */
function wholeCharacters(text: string, cut: number): number {
  const code = text.charCodeAt(cut);
  return code >= 0xdc00 && code <= 0xdfff ? cut - 1 : cut;
}
