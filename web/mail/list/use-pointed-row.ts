// The row at which the mouse rests. Rows that pass under it while the list scrolls, or on its way to another one, are not meant:
// nothing is made or fetched for them.

import type { Signal } from "@preact/signals";
import { useEffect } from "preact/hooks";

const RESTING_MS = 40;
/** Longer than a frame of a slow computer: between two of them nothing rests. */
const SCROLLED_MS = 160;

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
    let restsAt = 0;
    let timer: number | undefined;
    const wait = (ms: number): void => {
      timer = window.setTimeout(() => {
        timer = undefined;
        const leftMs = restsAt - performance.now();
        if (leftMs > 0) wait(leftMs);
        else if (under !== undefined && under !== pointed.peek()) prefetch((pointed.value = under));
      }, ms);
    };
    const follow = (restingMs: number): void => {
      restsAt = Math.max(restsAt, performance.now() + restingMs);
      if (timer === undefined) wait(restingMs);
    };
    const scrolled = (): void => follow(SCROLLED_MS);
    const look = ({ target, pointerType }: PointerEvent): void => {
      under = emailIdOf(target as Element);
      if (pointerType === "mouse") follow(RESTING_MS);
      else if (under !== undefined) prefetch(under);
    };
    element.addEventListener("pointerover", look);
    element.addEventListener("scroll", scrolled, { capture: true, passive: true });
    return () => {
      clearTimeout(timer);
      element.removeEventListener("pointerover", look);
      element.removeEventListener("scroll", scrolled, { capture: true });
    };
  }, [prefetch]);
}

/** Of the row around an element of the list. */
export function emailIdOf(element: Element): string | undefined {
  return element.closest(".row")?.querySelector(".row-link")?.id.replace(/^row-/, "");
}
