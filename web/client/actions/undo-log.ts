// The last actions that can be undone, newest last; bounded, and emptied of what failed or was undone.
import { signal, type ReadonlySignal } from "@preact/signals-core";
import type { Action } from "../types.ts";

export type UndoLog = {
  readonly actions: ReadonlySignal<readonly Action[]>;
  add(action: Action): void;
  remove(action: Action): void;
  undo(): Action | undefined;
};

const maxActions = 20;

export function createUndoLog(): UndoLog {
  const actions = signal<readonly Action[]>([]);
  const remove = (action: Action) => {
    actions.value = actions.peek().filter((other) => other !== action);
  };
  return {
    actions,
    add: (action) => void (actions.value = [...actions.peek(), action].slice(-maxActions)),
    remove,
    undo() {
      const action = actions.peek().at(-1);
      if (action) {
        remove(action);
        void action.undo();
      }
      return action;
    },
  };
}
