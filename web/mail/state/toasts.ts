// The messages at the foot of the window: at most three, each for some seconds, none vanishing while it is pointed at.

import { signal, type ReadonlySignal } from "@preact/signals";

import type { Toast as ShownToast } from "../../ui/toasts.tsx";

const MOST = 3;

export type Toast = ShownToast & {
  /** Of a message that has not left yet: its way on calls it back. */
  isSending?: boolean;
};

export type ToastStore = {
  readonly toasts: ReadonlySignal<readonly Toast[]>;
  /** Returns its id. `seconds` of 0 keeps it until it is closed. */
  show(toast: Omit<Toast, "id"> & { seconds?: number }): number;
  close(id: number): void;
  hold(isHeld: boolean): void;
};

export function createToasts(timers: { setTimeout: (run: () => void, ms: number) => unknown }): ToastStore {
  const toasts = signal<readonly Toast[]>([]);
  let nextId = 1;
  let isHeld = false;
  const close = (id: number): void => {
    toasts.value = toasts.peek().filter((toast) => toast.id !== id);
  };
  const expire = (id: number): void => {
    if (isHeld) timers.setTimeout(() => expire(id), 1_000);
    else close(id);
  };
  return {
    toasts,
    show({ seconds, ...toast }) {
      const id = nextId++;
      toasts.value = [...toasts.peek(), { ...toast, id }].slice(-MOST);
      const lifetime = seconds ?? (toast.isError ? 12 : 6);
      if (lifetime > 0) timers.setTimeout(() => expire(id), lifetime * 1_000);
      return id;
    },
    close,
    hold(held) {
      isHeld = held;
    },
  };
}
