// The composers that are open, and where each stands: docked at the foot of the window, large, folded to its title, or in place
// at the foot of the conversation that it answers.

import { computed, effect, signal, type ReadonlySignal } from "@preact/signals";

import type { Composer } from "../../client/compose/types.ts";
import type { MailAccount, Outcome } from "../../client/types.ts";

export type Placement =
  | { kind: "docked" }
  | { kind: "large" }
  | { kind: "folded" }
  | { kind: "inPlace"; threadId: string };

export type ComposeWindow = {
  readonly key: string;
  readonly account: MailAccount;
  readonly composer: Composer;
  readonly placement: Placement;
};

export type ComposeWindows = {
  readonly windows: ReadonlySignal<readonly ComposeWindow[]>;
  /** A composer was asked for and is on its way: what is typed meanwhile is meant for it. */
  readonly isOpening: ReadonlySignal<boolean>;
  open(account: MailAccount, composer: Composer, placement?: Placement): void;
  place(key: string, placement: Placement): void;
  /** Lets go of the window only; what becomes of the draft was decided before. */
  drop(key: string): void;
  /** Opens what `pending` gives, or tells why not. */
  openWhenReady(
    account: MailAccount,
    pending: Promise<Outcome<Composer>>,
    placement?: Placement,
  ): Promise<Outcome<Composer>>;
};

/** `roomFor` says how many docked windows fit beside each other; older ones are folded. */
export function createComposeWindows(openThread: ReadonlySignal<string | null>, roomFor: () => number): ComposeWindows {
  const windows = signal<readonly ComposeWindow[]>([]);
  const opening = signal(0);
  // An answer in place is docked when its conversation is left, so that it is never out of sight.
  effect(() => {
    const threadId = openThread.value;
    const left = windows
      .peek()
      .some(({ placement }) => placement.kind === "inPlace" && placement.threadId !== threadId);
    if (!left) return;
    windows.value = windows.peek().map((window) => {
      const isLeft = window.placement.kind === "inPlace" && window.placement.threadId !== threadId;
      return isLeft ? { ...window, placement: { kind: "docked" } } : window;
    });
  });
  const open: ComposeWindows["open"] = (account, composer, placement = { kind: "docked" }) => {
    const { key } = composer.draft.peek();
    const others = windows.peek().filter((window) => window.key !== key);
    windows.value = foldOldest([...others, { key, account, composer, placement }], roomFor());
  };
  return {
    windows,
    isOpening: computed(() => opening.value > 0),
    open,
    place(key, placement) {
      windows.value = windows.peek().map((window) => (window.key === key ? { ...window, placement } : window));
    },
    drop(key) {
      windows.value = windows.peek().filter((window) => window.key !== key);
    },
    async openWhenReady(account, pending, placement) {
      opening.value++;
      try {
        const outcome = await pending;
        if (outcome.ok) open(account, outcome.value, placement);
        return outcome;
      } finally {
        opening.value--;
      }
    },
  };
}

function foldOldest(windows: readonly ComposeWindow[], room: number): ComposeWindow[] {
  let isOver = windows.filter(({ placement }) => placement.kind === "docked").length - room;
  return windows.map((window) =>
    window.placement.kind === "docked" && isOver-- > 0 ? { ...window, placement: { kind: "folded" } } : window,
  );
}
