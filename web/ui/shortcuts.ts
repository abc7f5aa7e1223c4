// Single keys and two-key sequences ("g i"), as mail programs have had them for decades. Keys typed into a field are left alone.

/** Between the presses, not between what is done about them: a slow computer may be late with both. */
const SEQUENCE_MS = 1_200;

export type Shortcuts = {
  /** True when the key was one of ours and was taken. */
  handle(event: KeyboardEvent): boolean;
};

/** `run` answers false when the command cannot be done now, and the key is then left to the browser. */
export function createShortcuts(options: {
  bindings: ReadonlyMap<string, string>;
  run: (command: string) => boolean;
}): Shortcuts {
  let prefix = { key: "", untilMs: 0 };
  return {
    handle(event) {
      if (event.defaultPrevented || event.isComposing || isTyping(event)) return false;
      const key = nameOf(event);
      const sequence = prefix.untilMs > event.timeStamp ? `${prefix.key} ${key}` : key;
      prefix = { key: "", untilMs: 0 };
      const command = options.bindings.get(sequence) ?? options.bindings.get(key);
      if (command === undefined) {
        if (isPrefix(options.bindings, key)) prefix = { key, untilMs: event.timeStamp + SEQUENCE_MS };
        return false;
      }
      if (!options.run(command)) return false;
      event.preventDefault();
      return true;
    },
  };
}

function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key : event.key;
  const control = event.ctrlKey || event.metaKey ? "Ctrl+" : "";
  const alt = event.altKey ? "Alt+" : "";
  const shift = event.shiftKey && event.key.length > 1 ? "Shift+" : "";
  return `${control}${alt}${shift}${key}`;
}

function isPrefix(bindings: ReadonlyMap<string, string>, key: string): boolean {
  for (const sequence of bindings.keys()) if (sequence.startsWith(`${key} `)) return true;
  return false;
}

/** Control and function keys work in fields too; a letter there is text. */
function isTyping(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey) return false;
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button"].includes(target.type);
}
