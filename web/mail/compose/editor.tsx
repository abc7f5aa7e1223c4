// The body of a message as rich text. What is typed is told as HTML and as text; what is pasted is cleaned first.

import Squire from "squire-rte";
import type { Ref } from "preact";
import { useImperativeHandle, useLayoutEffect, useRef } from "preact/hooks";

import "./editor.css";
import { toHtml, type DraftCleaner } from "./clean-draft-html.ts";

export type EditorHandle = { squire: Squire; focus(): void; insertHtml(html: string): void };

export type EditorProps = {
  label: string;
  initialHtml: string;
  clean: DraftCleaner;
  handle: Ref<EditorHandle>;
  /** What stands there at first, as the editor writes it. */
  onStart: (content: { html: string; text: string }) => void;
  onChange: (content: { html: string; text: string }) => void;
  /** Which formats the cursor stands in, as Squire's path, when it changes. */
  onPath: () => void;
  onFiles: (files: File[]) => void;
};

export function Editor({ label, initialHtml, clean, handle, onStart, onChange, onPath, onFiles }: EditorProps) {
  const root = useRef<HTMLDivElement>(null);
  const editor = useRef<Squire | null>(null);
  const latest = useRef({ onChange, onPath, onFiles });
  latest.current = { onChange, onPath, onFiles };

  useLayoutEffect(() => {
    if (!root.current) return undefined;
    const squire = new Squire(root.current, { sanitizeToDOMFragment: clean, blockTag: "DIV" });
    editor.current = squire;
    squire.setHTML(initialHtml);
    squire.moveCursorToStart();
    onStart(contentOf(squire, root.current));
    squire.addEventListener("input", () => {
      if (root.current) latest.current.onChange(contentOf(squire, root.current));
    });
    squire.addEventListener("pathChange", () => latest.current.onPath());
    squire.addEventListener("pasteImage", (event: Event) => {
      const { clipboardData } = (event as CustomEvent<{ clipboardData: DataTransfer }>).detail;
      latest.current.onFiles([...clipboardData.files]);
    });
    return () => squire.destroy();
  }, []);
  useImperativeHandle(handle, () => ({
    get squire() {
      if (!editor.current) throw new Error("The editor is used before it is there");
      return editor.current;
    },
    focus: () => void editor.current?.focus(),
    insertHtml(html) {
      const squire = editor.current;
      if (!squire || !root.current) return;
      squire.moveCursorToEnd();
      squire.insertHTML(html);
      latest.current.onChange(contentOf(squire, root.current));
    },
  }));
  return (
    <div ref={root} class="editor" role="textbox" aria-multiline="true" aria-label={label} dir="auto" tabIndex={0} />
  );
}

function contentOf(squire: Squire, root: HTMLElement): { html: string; text: string } {
  const html = root.querySelector("img[data-source]") ? toHtml(root) : squire.getHTML();
  return { html, text: root.innerText };
}
