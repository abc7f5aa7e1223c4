// The row at which the mouse rests. Rows that pass under it while the list scrolls, or on its way to another one, are not meant:
// nothing is made or fetched for them.

import type { Signal } from "@preact/signals";
import { useEffect } from "preact/hooks";

const RESTING_MS = 40;

/** Keeps the row's email id in `pointed`. `prefetch` is told of it, and of a row that a finger comes down on at once. */
export function usePointedRow(
  box: { readonly current: HTMLElement | null },
  pointed: Signal<string | null>,
  prefetch: (emailId: string) => void,
): void {
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    let under: string | undefined;
    let changedAt = 0;
    let timer: number | undefined;
    const wait = (ms: number): void => {
      timer = window.setTimeout(() => {
        timer = undefined;
        const restedMs = performance.now() - changedAt;
        if (restedMs < RESTING_MS) wait(RESTING_MS - restedMs);
        else if (under !== undefined && under !== pointed.peek()) prefetch((pointed.value = under));
      }, ms);
    };
    const follow = (): void => {
      changedAt = performance.now();
      if (timer === undefined) wait(RESTING_MS);
    };
    const look = ({ target, pointerType }: PointerEvent): void => {
      under = emailIdOf(target as Element);
      if (pointerType === "mouse") follow();
      else if (under !== undefined) prefetch(under);
    };
    element.addEventListener("pointerover", look);
    element.addEventListener("scroll", follow, { capture: true, passive: true });
    return () => {
      clearTimeout(timer);
      element.removeEventListener("pointerover", look);
      element.removeEventListener("scroll", follow, { capture: true });
    };
  }, [prefetch]);
}

/** Of the row around an element of the list. */
export function emailIdOf(element: Element): string | undefined {
  return element.closest(".row")?.querySelector(".row-link")?.id.replace(/^row-/, "");
}
