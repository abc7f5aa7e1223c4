// Pages as templates in which every value is escaped unless it is itself such a template.

const markup: unique symbol = Symbol("markup");

export interface Html {
  readonly [markup]: string;
}

type Value = Html | string | number | null | undefined | false | readonly Value[];

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  let text = strings[0] ?? "";
  values.forEach((value, index) => {
    text += textOf(value) + (strings[index + 1] ?? "");
  });
  return { [markup]: text };
}

/** A whole document. */
export function renderHtml(document: Html): string {
  return `<!doctype html>\n${document[markup]}`;
}

/** The text of a piece, to be put into a page that was made elsewhere. */
export function textOfHtml(piece: Html): string {
  return piece[markup];
}

/** JSON that may stand inside a script element: nothing in it can end that element. */
export function jsonForScript(value: unknown): Html {
  return {
    [markup]: JSON.stringify(value).replace(
      /[<>&\u2028\u2029]/g,
      (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
    ),
  };
}

function textOf(value: Value): string {
  if (value === null || value === undefined || value === false) return "";
  if (typeof value === "string") return value.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
  if (typeof value === "number") return String(value);
  if (markup in value) return value[markup];
  return value.map(textOf).join("");
}
