// Plain text as blocks: what was written, tables drawn with bars or aligned by spaces, names with what they are ("Tempat : Aula"), what
// was quoted with ">" (RFC 3676 §4.5), and the signature after "-- " (RFC 3676 §4.3).

export type TextSpan = { readonly text: string; readonly href?: string };
export type TextBlock = { readonly kind: "text" | "table" | "fields" | "quote" | "signature"; readonly text: string };

/** The parts of an address are bounded (RFC 5321 §4.5.3.1), so that a text made to be looked through for ever is not. */
const LINK =
  /\bhttps?:\/\/[^\s<>"']+|\bwww\.[^\s<>"']+|(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,63}/giu;

/** A longer line is no row of a table; so one line is compared with the next in little time. */
const LONGEST_ROW = 240;

export function parseText(text: string): TextBlock[] {
  const groups: { kind: TextBlock["kind"]; lines: string[] }[] = [];
  let kind: TextBlock["kind"] = "text";
  const lines = text.replace(/\r\n?/g, "\n").trimEnd().split("\n");
  const isAligned = findAligned(lines);
  const isField = (index: number): boolean => fieldOf(lines[index] ?? "") !== null;
  for (const [index, line] of lines.entries()) {
    if (line === "-- ") kind = "signature";
    else if (kind !== "signature") {
      if (line.startsWith(">")) kind = "quote";
      else if (isField(index) ? isField(index - 1) || isField(index + 1) : kind === "fields" && /^\s{4,}\S/.test(line))
        kind = "fields";
      else kind = isAligned.has(index) || /^\s*[|+].*[|+]\s*$/.test(line) ? "table" : "text";
    }
    const last = groups.at(-1);
    // An empty line between two quotes does not make two of them.
    if (last?.kind === kind) last.lines.push(line);
    else groups.push({ kind, lines: [line] });
  }
  return groups
    .map(({ kind, lines }) => ({ kind, text: trimLines(kind === "quote" ? lines.map(unquote) : lines) }))
    .filter(({ text }) => text);
}

/** The name and what it is, where a line is written so: official letters set the colons of such lines below each other. */
export function fieldOf(line: string): [name: string, value: string] | null {
  const [, name, value] = /^\s*([^\s:>][^:]{0,39}?)\s+:\s+(\S.*)$/.exec(line) ?? [];
  return name === undefined || value === undefined ? null : [name, value.trimEnd()];
}

/** The lines of tables without bars: at least three below each other of which each begins or ends a column where the last one does. */
function findAligned(lines: readonly string[]): Set<number> {
  const found = new Set<number>();
  let run: number[] = [];
  let before: number[] = [];
  for (const [index, line] of [...lines, ">"].entries()) {
    if (line.trim() === "") continue;
    const edges = edgesOf(line);
    if (edges.some((edge) => before.includes(edge))) run.push(index);
    else {
      for (let at = run[0]!; run.length > 2 && at <= run.at(-1)!; at++) found.add(at);
      run = [index];
    }
    before = edges;
  }
  return found;
}

/** Where columns begin, and below zero where they end: two spaces are between them, but not behind the mark of a list. */
function edgesOf(line: string): number[] {
  const marked = line.replace(/^\s*(?:[-*•–]|\w{1,3}[.)])\s+/, (mark) => ".".repeat(mark.length)).trimEnd();
  if (marked.startsWith(">") || marked.length > LONGEST_ROW || !/\S {2,}\S/.test(marked)) return [];
  const begins = [...marked.matchAll(/\S(?<=\S {2,}\S)/g)].map(({ index }) => index);
  const ends = [...marked.matchAll(/\S(?= {2,}\S|$)/g)].map(({ index }) => -index);
  return [...begins, ...ends];
}

/** Addresses become links; the punctuation that ends a sentence does not belong to them. */
export function linkSpans(text: string): TextSpan[] {
  const spans: TextSpan[] = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const found = trimPunctuation(match[0]);
    if (match.index > end) spans.push({ text: text.slice(end, match.index) });
    spans.push({ text: found, href: hrefOf(found) });
    end = match.index + found.length;
  }
  if (end < text.length) spans.push({ text: text.slice(end) });
  return spans;
}

function hrefOf(found: string): string {
  if (/^https?:/i.test(found)) return found;
  return /^www\./i.test(found) ? `https://${found}` : `mailto:${found}`;
}

function trimPunctuation(found: string): string {
  let text = found.replace(/(?<![.,;:!?*_])[.,;:!?*_]+$/, "");
  if (text.endsWith(")") && !text.includes("(")) text = text.slice(0, -1);
  return text;
}

function unquote(line: string): string {
  return line.replace(/^> ?/, "");
}

function trimLines(lines: string[]): string {
  return lines.join("\n").replace(/^\n+/, "").trimEnd();
}
