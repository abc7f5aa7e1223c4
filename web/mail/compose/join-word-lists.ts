// Word gives a list as paragraphs that begin with their marks, and tells in a style of its own which of them belong to a list and how
// deep they stand. Here they become a list again, to go on with Enter and to be read out as one.

/** How a list numbers its items, as HTML says it, and at which number this one stands; no type for a sign. */
type Mark = { readonly type: "1" | "a" | "i" | null; readonly value: number };

const SIGN: Mark = { type: null, value: 1 };
const ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];

export function joinWordLists(content: DocumentFragment): void {
  const made = new Set<Element | null>();
  for (const paragraph of content.querySelectorAll("p")) {
    const level = Number(/mso-list:[^;]*\blevel(\d)/i.exec(paragraph.getAttribute("style") ?? "")?.[1] ?? 0);
    const shown = paragraph.querySelector('[style*="mso-list" i]');
    if (level === 0 || !shown) continue;
    const mark = readMark(shown.textContent.trim().toLowerCase());
    const around = shown.parentElement;
    shown.remove();
    if (around !== paragraph && around?.childNodes.length === 0) around.remove();
    let parent = paragraph.parentNode ?? content;
    let before: Element | null = paragraph;
    let last = paragraph.previousElementSibling;
    for (let depth = 1; depth < level; depth++) {
      const outer = last && made.has(last) ? last : parent.insertBefore(createList(SIGN), before);
      made.add(outer);
      parent = outer.lastElementChild ?? outer.appendChild(document.createElement("li"));
      before = null;
      last = parent.lastElementChild;
    }
    const name = mark.type === null ? "UL" : "OL";
    // One that begins again is another list.
    const goesOn = last && made.has(last) && last.nodeName === name && (mark.type === null || mark.value > 1);
    const list = goesOn ? last! : parent.insertBefore(createList(mark), before);
    made.add(list);
    const item = list.appendChild(document.createElement("li"));
    item.append(...paragraph.childNodes);
    paragraph.remove();
  }
}

function createList({ type, value }: Mark): HTMLElement {
  const list = document.createElement(type === null ? "ul" : "ol");
  if (type !== null && type !== "1") list.setAttribute("type", type);
  if (value > 1) list.setAttribute("start", String(value));
  return list;
}

/** "3.", "(b)", "iv." or a sign. */
function readMark(text: string): Mark {
  const [, value = ""] = /^\(?(\d{1,4}|[a-z]{1,4})[.)]/.exec(text) ?? [];
  if (/^\d/.test(value)) return { type: "1", value: Number(value) };
  const roman = ROMAN.indexOf(value) + 1;
  if (roman > 0) return { type: "i", value: roman };
  return value.length === 1 ? { type: "a", value: value.charCodeAt(0) - 96 } : SIGN;
}
