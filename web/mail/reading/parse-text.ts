// Plain text as blocks: what was written, tables drawn with bars, what was quoted with ">" (RFC 3676 §4.5), and the signature after
// "-- " (RFC 3676 §4.3).

export type TextSpan = { readonly text: string; readonly href?: string };
export type TextBlock = { readonly kind: "text" | "table" | "quote" | "signature"; readonly text: string };

/** The parts of an address are bounded (RFC 5321 §4.5.3.1), so that a text made to be looked through for ever is not. */
const LINK =
  /\bhttps?:\/\/[^\s<>"']+|\bwww\.[^\s<>"']+|(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,63}/giu;

export function parseText(text: string): TextBlock[] {
  const groups: { kind: TextBlock["kind"]; lines: string[] }[] = [];
  let kind: TextBlock["kind"] = "text";
  for (const line of text.replace(/\r\n?/g, "\n").trimEnd().split("\n")) {
    if (line === "-- ") kind = "signature";
    else if (kind !== "signature")
      kind = line.startsWith(">") ? "quote" : /^\s*[|+].*[|+]\s*$/.test(line) ? "table" : "text";
    const last = groups.at(-1);
    // An empty line between two quotes does not make two of them.
    if (last?.kind === kind) last.lines.push(line);
    else groups.push({ kind, lines: [line] });
  }
  return groups
    .map(({ kind, lines }) => ({ kind, text: trimLines(kind === "quote" ? lines.map(unquote) : lines) }))
    .filter(({ text }) => text);
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
