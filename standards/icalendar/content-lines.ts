// Content lines (RFC 5545 §3.1) and the components that they nest into. Bounded: what exceeds a limit is left out, not an error.

export type ContentLine = {
  /** In upper case. */
  readonly name: string;
  /** The first value of each parameter, by its name in upper case. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly value: string;
  /** All of it as written, unfolded. */
  readonly text: string;
};

export type Component = { readonly name: string; readonly lines: ContentLine[]; readonly components: Component[] };

const MAX_TEXT = 1024 * 1024;
const MAX_LINES = 20_000;
const MAX_LINE = 64 * 1024;
const MAX_DEPTH = 4;

/** The components at the top: VCALENDAR objects. What stands outside a component is skipped. */
export function parseComponents(text: string): Component[] {
  const root: Component = { name: "", lines: [], components: [] };
  const open: Component[] = [root];
  let skipped = 0;
  for (const raw of unfold(text)) {
    const line = parseContentLine(raw);
    if (!line) continue;
    if (line.name === "BEGIN") {
      if (skipped > 0 || open.length > MAX_DEPTH) {
        skipped++;
        continue;
      }
      const component = { name: line.value.trim().toUpperCase(), lines: [], components: [] };
      open.at(-1)?.components.push(component);
      open.push(component);
    } else if (line.name === "END") {
      if (skipped > 0) skipped--;
      else if (open.length > 1) open.pop();
    } else if (skipped === 0) open.at(-1)?.lines.push(line);
  }
  return root.components;
}

/** RFC 5545 §3.1: a line that begins with a space or a tab continues the one before. Bare LF is let pass. */
function unfold(text: string): string[] {
  const unfolded = text.slice(0, MAX_TEXT).replace(/\r?\n[ \t]/g, "");
  return unfolded.split(/\r?\n|\r/, MAX_LINES).filter((line) => line !== "" && line.length <= MAX_LINE);
}

/** Undefined for what is no content line. */
export function parseContentLine(line: string): ContentLine | undefined {
  const parameters = new Map<string, string>();
  const name = /^[A-Za-z0-9-]+/.exec(line)?.[0];
  if (name === undefined) return undefined;
  const parameter = /;([A-Za-z0-9-]+)=((?:"[^"]*"|[^",;:]*)(?:,(?:"[^"]*"|[^",;:]*))*)/y;
  let position = name.length;
  while (line[position] === ";") {
    parameter.lastIndex = position;
    const found = parameter.exec(line);
    if (!found) return undefined;
    const [whole, key = "", values = ""] = found;
    const quoted = /^"([^"]*)"/.exec(values);
    const first = quoted ? (quoted[1] ?? "") : (values.split(",", 1)[0] ?? "");
    if (!parameters.has(key.toUpperCase())) parameters.set(key.toUpperCase(), decodeCaret(first));
    position += whole.length;
  }
  if (line[position] !== ":") return undefined;
  return { name: name.toUpperCase(), parameters, value: line.slice(position + 1), text: line };
}

/** RFC 6868 §3.1: line breaks and quotation marks within parameter values. */
function decodeCaret(value: string): string {
  return value.replace(/\^([n^'])/g, (_, character: string) =>
    character === "n" ? "\n" : character === "'" ? '"' : "^",
  );
}

/** RFC 5545 §3.3.11: TEXT without its escapes. */
export function unescapeText(value: string): string {
  return value.replace(/\\([\\;,Nn])/g, (_, character: string) => (/n/i.test(character) ? "\n" : character));
}

/** RFC 5545 §3.3.3: the address of a person, as mail writes it. */
export function withoutScheme(value: string): string {
  return value.trim().replace(/^mailto:/i, "");
}
