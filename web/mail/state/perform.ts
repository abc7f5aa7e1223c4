// Doing something to conversations: the client shows the effect and sends it, this tells it and offers the way back.

import type { Action, MailAccount, Selection } from "../../client/types.ts";
import type { ToastStore } from "./toasts.ts";
import type { WordStore } from "./words.ts";

export type PlainVerb =
  | "archive"
  | "trash"
  | "destroy"
  | "star"
  | "unstar"
  | "markRead"
  | "markUnread"
  | "spam"
  | "notSpam";

export type Performer = {
  /**
   * `isQuiet` where the effect is seen and its inverse is the same click again. `count`: how many conversations match, where the
   * selection is everything that matches.
   */
  perform(
    account: MailAccount,
    verb: PlainVerb,
    selection: Selection,
    options?: { isQuiet?: boolean; count?: number },
  ): Action;
  move(account: MailAccount, selection: Selection, to: { id: string; name: string }, count?: number): Action;
  /** Tells what was begun at the account itself, with the way back; `told` says what was done to so many. */
  tell(action: Action, selection: Selection, told: (count: number) => string, count?: number): Action;
  undo(action: Action): void;
};

/** What takes a conversation out of the list it is in. */
export const LEAVING_VERBS: ReadonlySet<PlainVerb> = new Set(["archive", "trash", "destroy", "spam", "notSpam"]);

export function createPerformer(toasts: ToastStore, { words }: WordStore): Performer {
  const offers = new WeakMap<Action, number>();
  const offerUndo = (action: Action, text: string): Action => {
    const id = toasts.show({
      text,
      seconds: 8,
      ...(action.canUndo && { action: { label: words.peek().t.actions.undo, shortcut: "z", run: () => undo(action) } }),
    });
    offers.set(action, id);
    return action;
  };
  const undo = (action: Action): void => {
    const offer = offers.get(action);
    if (offer !== undefined) toasts.close(offer);
    void action.undo().then((outcome) => {
      if (outcome.ok) toasts.show({ text: words.peek().t.done.undone, seconds: 3 });
    });
  };
  /** What is done to everything that matches takes a while, and is told as it goes. */
  const tell: Performer["tell"] = (action, { kind }, told, count = 0) => {
    if (kind !== "matching") return offerUndo(action, told(action.count.peek()));
    void import("./tell-many.ts").then(({ tellMany }) =>
      tellMany(action, { count, toasts, words: words.peek(), undo, finish: () => offerUndo(action, told(count)) }),
    );
    return action;
  };
  return {
    perform(account, verb, selection, { isQuiet = false, count = 0 } = {}) {
      const action = account.actions[verb](selection);
      return isQuiet ? action : tell(action, selection, words.peek().t.done[verb], count);
    },
    move(account, selection, to, count = 0) {
      const action = account.actions.move(selection, to.id);
      return tell(action, selection, (moved) => words.peek().t.done.move(moved, to.name), count);
    },
    tell,
    undo,
  };
}
