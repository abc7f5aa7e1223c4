// The row at which the mouse rests. Rows that pass under it while the list scrolls, or on its way to another one, are not meant:
// nothing is made or fetched for them, and those of a scroll are not even marked.

import type { MailApp } from "../state/mail-app.ts";
import { emailIdOf } from "./email-id-of.ts";
import { holdWhilePressed } from "./hold-while-pressed.ts";

const RESTING_MS = 40;
/** Longer than a frame of a slow computer: between two of them nothing rests. */
const SCROLLED_MS = 160;

export type PointerFollower = {
  /** Its `pointed` becomes the email id of the row; the row's element is marked, by a mouse that comes to it at once. */
  app: MailApp;
  /** Is told of it, and of a row that a finger comes down on at once. */
  prefetch: (emailId: string) => void;
  signal: AbortSignal;
};

export function followPointer(box: HTMLElement, { app, prefetch, signal }: PointerFollower): void {
  let under: HTMLElement | null = null;
  let marked: HTMLElement | null = null;
  let scrolledUntil = 0;
  let restsAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const mark = (): void => {
    if (marked === under) return;
    delete marked?.dataset["pointed"];
    marked = under;
    if (marked) marked.dataset["pointed"] = "";
  };
  const rest = (): void => {
    mark();
    const emailId = under && emailIdOf(under);
    if (emailId && emailId !== app.pointed.peek()) prefetch((app.pointed.value = emailId));
  };
  const wait = (ms: number): void => {
    timer = setTimeout(() => {
      timer = undefined;
      const leftMs = restsAt - performance.now();
      if (leftMs > 0) wait(leftMs);
      else rest();
    }, ms);
  };
  const follow = (restingMs: number): void => {
    restsAt = Math.max(restsAt, performance.now() + restingMs);
    if (timer === undefined) wait(restingMs);
  };
  const come = ({ target, pointerType }: PointerEvent): void => {
    const row = (target as Element).closest<HTMLElement>(".row");
    if (pointerType === "touch") {
      const emailId = row && emailIdOf(row);
      if (emailId) prefetch(emailId);
      return;
    }
    under = row;
    if (performance.now() > scrolledUntil) mark();
    follow(RESTING_MS);
  };
  const leave = (): void => {
    under = null;
    mark();
  };
  const scroll = (): void => {
    scrolledUntil = performance.now() + SCROLLED_MS;
    follow(SCROLLED_MS);
  };
  holdWhilePressed(box, app, signal);
  // Where it rested before it was followed: it need not move again.
  if (matchMedia("(hover: hover)").matches) under = box.querySelector<HTMLElement>(".row:hover");
  if (under) follow(RESTING_MS);
  box.addEventListener("pointerover", come, { signal });
  box.addEventListener("pointerleave", leave, { signal });
  box.addEventListener("scroll", scroll, { capture: true, passive: true, signal });
  signal.addEventListener("abort", () => clearTimeout(timer));
}
