// What is done to everything that matches goes on page by page: this says so until it has ended, with the way to stop it.

import { commandWords } from "../../i18n/parts/commands.ts";
import type { Action } from "../../client/types.ts";
import type { ToastStore } from "./toasts.ts";
import type { Words } from "./words.ts";

export type ManyOptions = {
  count: number;
  toasts: ToastStore;
  words: Words;
  undo: (action: Action) => void;
  finish: () => void;
};

export function tellMany(action: Action, { count, toasts, words, undo, finish }: ManyOptions): void {
  const { locale, t, f } = words;
  const id = toasts.show({
    text: commandWords[locale].working(f.number(count)),
    seconds: 0,
    ...(action.canUndo && { action: { label: t.actions.undo, run: () => undo(action) } }),
  });
  void action.done.then(({ ok }) => {
    toasts.close(id);
    if (ok && action.state.peek() !== "undone") finish();
  });
}
