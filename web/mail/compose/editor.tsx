// The body of a message as rich text. What is typed is told as HTML and as text; what is pasted is cleaned first.

import Squire from "squire-rte";
import type { Ref } from "preact";
import { useImperativeHandle, useLayoutEffect, useRef } from "preact/hooks";

import "./editor.css";
import { toHtml, type DraftCleaner } from "./clean-draft-html.ts";
import { fileOfDataUrl, showPictures } from "./pictures.ts";
import { SIGNATURE_CLASS, textOf } from "./plain-text.ts";
import { replaceSignature } from "./signature.ts";
import type { DraftContent } from "./use-draft-body.ts";

export type EditorHandle = {
  squire: Squire;
  focus(): void;
  /** At the end of the text, which keeps its place. */
  append(html: string): void;
  /** Pictures at the cursor, or at a point of the window; the others are given back. */
  insertPictures(files: readonly File[], at?: { x: number; y: number }): File[];
  setSignature(html: string, options: { hadOne: boolean }): void;
  /** Of what is selected, or with the address as its text; typing goes on after it. */
  makeLink(address: string): void;
  contains(node: EventTarget | null): boolean;
};

export type EditorPictures = {
  /** Takes the picture into the message and gives its content id; undefined where it is none of the text. */
  adopt(file: File): string | undefined;
  load(cid: string): Promise<Blob | undefined>;
};

export type EditorProps = {
  label: string;
  initialHtml: string;
  clean: DraftCleaner;
  handle: Ref<EditorHandle>;
  pictures?: EditorPictures | undefined;
  /** What stands there at first, as the editor writes it. */
  onStart: (content: DraftContent) => void;
  onChange: (content: DraftContent) => void;
  /** Which formats the cursor stands in, as Squire's path, when it changes. */
  onPath: () => void;
  /** Files that were pasted and are no pictures of the text. */
  onFiles: (files: File[]) => void;
  onLink: () => void;
};

export function Editor(props: EditorProps) {
  const { label, initialHtml, clean, handle } = props;
  const root = useRef<HTMLDivElement>(null);
  const editor = useRef<Squire | null>(null);
  const latest = useRef(props);
  latest.current = props;

  const insertPictures: EditorHandle["insertPictures"] = (files, at) => {
    const squire = editor.current;
    const { pictures } = latest.current;
    if (!squire || !pictures) return [...files];
    const range = at && rangeAt(at.x, at.y, root.current);
    if (range) squire.setSelection(range);
    return files.filter((file) => {
      const cid = pictures.adopt(file);
      if (cid === undefined) return true;
      const attributes = { alt: file.name, "data-source": `cid:${cid}` };
      squire.insertImage(URL.createObjectURL(file), attributes).style.maxWidth = "100%";
      return false;
    });
  };

  useLayoutEffect(() => {
    const element = root.current;
    if (!element) return undefined;
    const squire = new Squire(element, { sanitizeToDOMFragment: clean, blockTag: "DIV" });
    editor.current = squire;
    squire.setHTML(initialHtml);
    squire.moveCursorToStart();
    latest.current.onStart(contentOf(element));
    const tell = () => {
      latest.current.onChange(contentOf(element));
      const { pictures } = latest.current;
      if (pictures) showPictures(element, pictures.load);
    };
    const { pictures } = latest.current;
    if (pictures) showPictures(element, pictures.load);
    squire.addEventListener("input", tell);
    squire.addEventListener("undoStateChange", () => {
      // Undoing parses HTML, whose styles the policy of the page leaves aside until they are set as properties.
      for (const styled of element.querySelectorAll<HTMLElement>("[style]")) {
        if (styled.style.length === 0) styled.style.cssText = styled.getAttribute("style") ?? "";
      }
    });
    squire.addEventListener("pathChange", () => latest.current.onPath());
    squire.addEventListener("pasteImage", (event: Event) => {
      const { clipboardData } = (event as CustomEvent<{ clipboardData: DataTransfer }>).detail;
      const others = insertPictures([...clipboardData.files]);
      if (others.length > 0) latest.current.onFiles(others);
    });
    squire.addEventListener("willPaste", (event: Event) => {
      const { fragment } = (event as CustomEvent<{ fragment: DocumentFragment }>).detail;
      clean.simplifyPasted(fragment);
      adoptPasted(fragment, latest.current.pictures);
    });
    return () => squire.destroy();
  }, []);
  useImperativeHandle(handle, () => ({
    get squire() {
      if (!editor.current) throw new Error("The editor is used before it is there");
      return editor.current;
    },
    focus: () => void editor.current?.focus(),
    append(html) {
      if (!editor.current || !root.current) return;
      editor.current.saveUndoState();
      root.current.append(clean(`<div><br></div>${html}`));
      latest.current.onChange(contentOf(root.current));
    },
    insertPictures,
    setSignature(html, options) {
      if (!editor.current || !root.current) return;
      editor.current.saveUndoState();
      replaceSignature(root.current, html === "" ? null : clean(html), options);
    },
    makeLink(address) {
      const squire = editor.current;
      if (!squire) return;
      squire.focus().makeLink(address);
      const range = squire.getSelection();
      range.collapse(false);
      squire.setSelection(range);
    },
    contains: (node) => node instanceof Node && root.current?.contains(node) === true,
  }));
  return (
    <div
      ref={root}
      class="editor"
      role="textbox"
      aria-multiline="true"
      aria-label={label}
      dir="auto"
      tabIndex={0}
      onMouseDown={(event) => {
        // In the empty space below a signature nobody means to go on with the signature.
        if (event.target !== event.currentTarget || !editor.current) return;
        const before = endBeforeSignature(event.currentTarget);
        if (!before) return;
        event.preventDefault();
        editor.current.focus().setSelection(before);
      }}
      onKeyDown={(event) => {
        if (event.key !== "k" || !(event.ctrlKey || event.metaKey)) return;
        // Elsewhere it finds commands; in a text it makes a link, as everywhere.
        event.preventDefault();
        event.stopPropagation();
        latest.current.onLink();
      }}
    />
  );
}

function contentOf(root: HTMLElement): DraftContent {
  return { html: toHtml(root), text: textOf(root) };
}

/** Pictures inside pasted HTML become parts of the message as those that are pasted alone. */
function adoptPasted(fragment: DocumentFragment, pictures: EditorPictures | undefined): void {
  for (const image of fragment.querySelectorAll<HTMLImageElement>('img[src^="data:" i]')) {
    const file = fileOfDataUrl(image.src);
    const cid = file && pictures?.adopt(file);
    if (!file || cid === undefined) {
      image.remove();
      continue;
    }
    image.dataset["source"] = `cid:${cid}`;
    image.src = URL.createObjectURL(file);
    image.style.maxWidth = "100%";
  }
}

/** The end of what stands above the signature, where that is the last thing of the text. */
function endBeforeSignature(root: HTMLElement): Range | undefined {
  const last = [...root.children].findLast((block) => block.textContent.trim() !== "" || block.querySelector("img"));
  if (!last?.classList.contains(SIGNATURE_CLASS)) return undefined;
  const space = last.previousElementSibling;
  const text = space?.textContent === "" ? (space.previousElementSibling ?? space) : space;
  if (!text) return undefined;
  const range = root.ownerDocument.createRange();
  range.selectNodeContents(text);
  const { lastChild } = text;
  if (lastChild?.nodeName === "BR") range.setEndBefore(lastChild);
  range.collapse(false);
  return range;
}

function rangeAt(x: number, y: number, root: HTMLElement | null): Range | null {
  const position = document.caretPositionFromPoint?.(x, y);
  if (!position || !root?.contains(position.offsetNode)) return null;
  const range = document.createRange();
  range.setStart(position.offsetNode, position.offset);
  return range;
}
