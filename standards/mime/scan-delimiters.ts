// Finds the boundary lines of the multiparts that are open (RFC 2046 §5.1.1). Between boundaries the octets are skipped by one
// native search, and a candidate line is looked at once however many multiparts are open: the whole is linear in the input.

export type Delimiter = {
  /** Depth of the multipart it belongs to, 0 for the outermost; -1 at the end of the input. */
  level: number;
  isClosing: boolean;
  /** Where the content before it ends: the line break belongs to the delimiter. */
  contentEnd: number;
  /** Where the line after it starts. */
  next: number;
};

export type DelimiterScanner = {
  open(boundary: string): number;
  close(): void;
  /** Is the line that starts here a delimiter of an open multipart? */
  at(lineStart: number): Delimiter | null;
  /** The first delimiter at or after a line start, or the end of the input. */
  next(from: number): Delimiter;
  /** From now on there is nothing but the end of the input. */
  stop(): void;
  /** Lines looked at closely, for the proof that work grows linearly. */
  readonly candidates: number;
};

const newline = 0x0a;
const carriageReturn = 0x0d;
const dash = 0x2d;
const lineBreakAndDashes = Buffer.from("\n--");
/** White space that may follow a boundary on its line. */
const maxPadding = 256;

/** A scanner over `raw`; boundaries are opened and closed like brackets. */
export function createDelimiterScanner(raw: Buffer): DelimiterScanner {
  const size = raw.length;
  const opened: { boundary: string; shadowed: number | undefined }[] = [];
  const levels = new Map<string, number>();
  let longest = 0;
  let stopped = false;
  let candidates = 0;
  const end: Delimiter = { level: -1, isClosing: true, contentEnd: size, next: size };

  function at(lineStart: number): Delimiter | null {
    if (raw[lineStart] !== dash || raw[lineStart + 1] !== dash || stopped) return null;
    candidates++;
    const limit = Math.min(size, lineStart + 2 + longest + 2 + maxPadding);
    let lineEnd = lineStart + 2;
    while (lineEnd < limit && raw[lineEnd] !== newline) lineEnd++;
    if (lineEnd === limit && limit < size) return null;
    let last = lineEnd;
    while (last > lineStart + 2 && isPadding(raw[last - 1]!)) last--;
    if (last === lineStart + 2 || last - lineStart - 4 > longest) return null;

    // The whole line must match: an outer boundary is often the beginning of an inner one.
    const text = raw.toString("latin1", lineStart + 2, last);
    let isClosing = false;
    let level = levels.get(text);
    if (level === undefined && text.endsWith("--")) {
      isClosing = true;
      level = levels.get(text.slice(0, -2));
    }
    if (level === undefined) return null;
    let contentEnd = lineStart;
    if (contentEnd > 0 && raw[contentEnd - 1] === newline) contentEnd--;
    if (contentEnd > 0 && raw[contentEnd - 1] === carriageReturn) contentEnd--;
    return { level, isClosing, contentEnd, next: Math.min(lineEnd + 1, size) };
  }

  return {
    open(boundary) {
      opened.push({ boundary, shadowed: levels.get(boundary) });
      levels.set(boundary, opened.length - 1);
      longest = Math.max(longest, boundary.length);
      return opened.length - 1;
    },
    close() {
      const { boundary, shadowed } = opened.pop()!;
      if (shadowed === undefined) levels.delete(boundary);
      else levels.set(boundary, shadowed);
    },
    at,
    next(from) {
      if (opened.length === 0 || stopped) return end;
      const first = at(from);
      if (first) return first;
      for (let found = raw.indexOf(lineBreakAndDashes, from); found >= 0;) {
        const delimiter = at(found + 1);
        if (delimiter) return delimiter;
        found = raw.indexOf(lineBreakAndDashes, found + 1);
      }
      return end;
    },
    stop() {
      stopped = true;
    },
    get candidates() {
      return candidates;
    },
  };
}

function isPadding(octet: number): boolean {
  return octet === 0x20 || octet === 0x09 || octet === carriageReturn;
}
