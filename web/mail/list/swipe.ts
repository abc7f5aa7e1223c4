// Conversations drawn to the side by a finger: what would happen is shown under the row as it goes, and happens when it is let go
// far enough. Scrolling is the browser's (touch-action: pan-y in conversation-row.css): it ends our gesture when it begins.

import type { SwipeAction } from "../../../standards/jmap/preferences.ts";
import type { ConversationRow } from "../../client/types.ts";
import { act, actionsOf } from "../commands/act.ts";
import { rowOf } from "../commands/target.ts";
import type { MailApp } from "../state/mail-app.ts";
import type { PlainVerb } from "../state/perform.ts";
import "./swipe.css";
import { emailIdOf } from "./email-id-of.ts";

/** As far as a finger trembles. */
const SLACK_PX = 12;
/** How far the row must be drawn, at most and as a part of its width. */
const ARMED_PX = 96;
const ARMED_PART = 0.3;
const LONG_PRESS_MS = 500;
const LEAVING_MS = 160;
const LIFTS = ["pointerup", "pointercancel"] as const;

type Gesture = {
  readonly id: number;
  readonly row: HTMLElement;
  readonly conversation: ConversationRow;
  readonly x: number;
  readonly y: number;
  press: number;
  under: HTMLElement | null;
  verb: PlainVerb | null;
  dx: number;
  isArmed: boolean;
};

/** Follows the fingers on the rows in `box`. Returns the end of it. */
export function followSwipes(
  box: HTMLElement,
  app: MailApp,
  onLongPress: (place: { emailId: string; x: number; y: number }) => void,
): () => void {
  let gesture: Gesture | null = null;

  const begin = (event: PointerEvent): void => {
    if (event.pointerType !== "touch" || !event.isPrimary || gesture) return;
    const row = (event.target as Element).closest<HTMLElement>(".row");
    const emailId = row ? emailIdOf(row) : undefined;
    const conversation = emailId === undefined ? undefined : rowOf(app, emailId);
    if (!row || !conversation) return;
    const press = window.setTimeout(() => {
      swallowLift();
      forget();
      navigator.vibrate?.(8);
      onLongPress({ emailId: conversation.emailId, x: event.clientX, y: event.clientY });
    }, LONG_PRESS_MS);
    const { pointerId: id, clientX: x, clientY: y } = event;
    gesture = { id, row, conversation, x, y, press, under: null, verb: null, dx: 0, isArmed: false };
  };

  const follow = (event: PointerEvent): void => {
    if (!gesture || event.pointerId !== gesture.id) return;
    const [dx, dy] = [event.clientX - gesture.x, event.clientY - gesture.y];
    if (Math.hypot(dx, dy) > SLACK_PX) clearTimeout(gesture.press);
    if (!gesture.under) {
      if (Math.abs(dx) < SLACK_PX || Math.abs(dx) < Math.abs(dy) * 1.5) return;
      gesture.row.setPointerCapture(event.pointerId);
    }
    draw(gesture, dx - Math.sign(dx) * SLACK_PX);
  };

  const draw = (drawn: Gesture, dx: number): void => {
    const direction = dx > 0 ? "right" : "left";
    if (drawn.under?.dataset["direction"] !== direction) {
      drawn.under?.remove();
      const action = app.preferences.value.peek()[direction === "right" ? "swipeRight" : "swipeLeft"];
      drawn.verb = verbOf(action, drawn.conversation, app);
      drawn.under = makeUnder(app, direction, drawn.verb);
      drawn.row.before(drawn.under);
      drawn.row.classList.add("is-swiped");
    }
    // Where nothing would happen, the row resists.
    drawn.dx = drawn.verb === null ? dx / 6 : dx;
    drawn.row.style.transform = `translateX(${drawn.dx}px)`;
    const isArmed = drawn.verb !== null && Math.abs(dx) > Math.min(ARMED_PX, drawn.row.clientWidth * ARMED_PART);
    if (isArmed && !drawn.isArmed) navigator.vibrate?.(8);
    drawn.isArmed = isArmed;
    drawn.under.dataset["armed"] = String(isArmed);
  };

  const end = (event: PointerEvent): void => {
    if (!gesture || event.pointerId !== gesture.id) return;
    const { row, under, verb, isArmed, dx, conversation } = gesture;
    if (under) swallowClick(box);
    const isDone = event.type === "pointerup" && isArmed && verb !== null;
    forget();
    if (!under) return;
    const leaves = isDone && verb !== "markRead" && verb !== "markUnread";
    const to = leaves ? Math.sign(dx) * row.clientWidth : 0;
    const duration = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : LEAVING_MS;
    const moving = row.animate([{ transform: `translateX(${dx}px)` }, { transform: `translateX(${to}px)` }], {
      duration,
      easing: "ease-out",
      fill: "forwards",
    });
    const settle = (): void => {
      if (isDone) perform(app, verb, conversation);
      moving.cancel();
      row.style.transform = "";
      row.classList.remove("is-swiped");
      under.remove();
    };
    moving.addEventListener("finish", settle, { once: true });
  };

  const forget = (): void => {
    if (gesture) clearTimeout(gesture.press);
    gesture = null;
  };

  box.addEventListener("pointerdown", begin);
  box.addEventListener("pointermove", follow);
  box.addEventListener("pointerup", end);
  box.addEventListener("pointercancel", end);
  return () => {
    forget();
    box.removeEventListener("pointerdown", begin);
    box.removeEventListener("pointermove", follow);
    box.removeEventListener("pointerup", end);
    box.removeEventListener("pointercancel", end);
  };
}

function verbOf(action: SwipeAction, row: ConversationRow, app: MailApp): PlainVerb | null {
  const offered = actionsOf(app.view.peek()?.mailbox ?? null);
  switch (action) {
    case "archive":
      return offered.archive ? "archive" : null;
    case "trash":
      return offered.trash;
    case "read":
      return row.isUnread ? "markRead" : "markUnread";
    case "none":
      return null;
  }
}

function perform(app: MailApp, verb: PlainVerb, row: ConversationRow): void {
  const view = app.view.peek();
  if (!view) return;
  const mailboxId = view.mailbox?.id ?? null;
  const selection = { kind: "conversations" as const, threadIds: [row.threadId], mailboxId };
  act(app, verb, { account: view.account, selection, rows: [row] });
}

function makeUnder(app: MailApp, direction: "left" | "right", verb: PlainVerb | null): HTMLElement {
  const under = document.createElement("div");
  under.className = "swipe-under";
  under.dataset["direction"] = direction;
  under.dataset["verb"] = verb ?? "none";
  const words = document.createElement("span");
  words.textContent = verb === null ? "" : app.wordStore.words.peek().t.actions[verb];
  under.append(words);
  return under;
}

/** The click that follows a gesture is none. */
function swallowClick(place: EventTarget): void {
  const swallow = (event: Event): void => {
    event.preventDefault();
    event.stopPropagation();
  };
  place.addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => place.removeEventListener("click", swallow, { capture: true }), 400);
}

/** The menu opens under a finger that rests, and is not chosen from when that is lifted, however late. */
function swallowLift(): void {
  const lift = (event: Event): void => {
    for (const type of LIFTS) document.removeEventListener(type, lift, { capture: true });
    if (event.type === "pointerup") swallowClick(document);
  };
  for (const type of LIFTS) document.addEventListener(type, lift, { capture: true });
}
