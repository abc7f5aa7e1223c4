// The formats of the text: a toolbar with one tab stop, left and right within it.

import { formatWords } from "../../i18n/parts/text-format.ts";
import { useRef } from "preact/hooks";

import { IconButton } from "../../ui/button.tsx";
import type { IconName } from "../../ui/icon.tsx";
import { useWords } from "../state/mail-app.ts";
import type { EditorHandle } from "./editor.tsx";

type Format = {
  icon: IconName;
  label: string;
  key?: string | undefined;
  isOn?: boolean;
  run: (handle: EditorHandle) => void;
};

export type FormatBarProps = { editor: () => EditorHandle | null; onLink: () => void };

export function FormatBar({ editor, onLink }: FormatBarProps) {
  const { locale } = useWords();
  const bar = useRef<HTMLDivElement>(null);
  const has = (tag: string) => editor()?.squire.hasFormat(tag) ?? false;
  const format = formatWords[locale];
  const formats: Format[] = [
    toggle("bold", format.bold, "Ctrl+B", { isOn: has("B"), on: "bold", off: "removeBold" }),
    toggle("italic", format.italic, "Ctrl+I", { isOn: has("I"), on: "italic", off: "removeItalic" }),
    toggle("underline", format.underline, "Ctrl+U", { isOn: has("U"), on: "underline", off: "removeUnderline" }),
    toggle("list", format.bullets, undefined, { isOn: has("UL"), on: "makeUnorderedList", off: "removeList" }),
    toggle("list-numbered", format.numbers, undefined, { isOn: has("OL"), on: "makeOrderedList", off: "removeList" }),
    toggle("quote", format.quote, undefined, {
      isOn: has("BLOCKQUOTE"),
      on: "increaseQuoteLevel",
      off: "decreaseQuoteLevel",
    }),
    {
      icon: "link",
      label: format.link,
      key: "Ctrl+K",
      isOn: has("A"),
      run: ({ squire }) => {
        if (squire.hasFormat("A")) squire.removeLink();
        else onLink();
      },
    },
    { icon: "clear-format", label: format.clear, run: ({ squire }) => void squire.removeAllFormatting() },
  ];
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === 0) return;
    const buttons = [...(bar.current?.querySelectorAll("button") ?? [])];
    const next = buttons[(buttons.indexOf(event.target as HTMLButtonElement) + by + buttons.length) % buttons.length];
    next?.focus();
    event.preventDefault();
  };
  return (
    <div ref={bar} class="format-bar" role="toolbar" aria-label={format.label} onKeyDown={onKeyDown}>
      {formats.map(({ icon, label, key, isOn, run }, index) => (
        <IconButton
          key={icon}
          icon={icon}
          size={18}
          label={label}
          shortcut={key}
          aria-pressed={isOn}
          tabIndex={index === 0 ? 0 : -1}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => {
            const handle = editor();
            if (!handle) return;
            handle.focus();
            run(handle);
          }}
        />
      ))}
    </div>
  );
}

type Verb =
  | "bold"
  | "removeBold"
  | "italic"
  | "removeItalic"
  | "underline"
  | "removeUnderline"
  | "makeUnorderedList"
  | "makeOrderedList"
  | "removeList"
  | "increaseQuoteLevel"
  | "decreaseQuoteLevel";

function toggle(
  icon: IconName,
  label: string,
  key: string | undefined,
  { isOn, on, off }: { isOn: boolean; on: Verb; off: Verb },
): Format {
  return { icon, label, key, isOn, run: ({ squire }) => void squire[isOn ? off : on]() };
}
