// The menu of mailboxes by the arrow keys, as trees are walked: up and down from one to the next, right into a folder and left out of
// it, folding and unfolding on the way.

import type { MailApp } from "../state/mail-app.ts";
import { toggleFolded } from "./fold-mailbox.ts";

export function walkMailboxes(app: MailApp, document: Document): void {
  document.addEventListener("keydown", (event) => {
    const item = (event.target as Element).closest?.<HTMLElement>("[data-mailbox]");
    if (!item || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const next = nextOf(app, item, event.key);
    if (next === undefined) return;
    event.preventDefault();
    next?.querySelector("a")?.focus();
  });
}

/** Null where the key means something, but leads nowhere. */
function nextOf(app: MailApp, item: HTMLElement, key: string): HTMLElement | null | undefined {
  const items = [...(item.closest("nav")?.querySelectorAll<HTMLElement>("[data-mailbox]") ?? [])];
  const at = items.indexOf(item);
  const isFolded = item.querySelector("[aria-expanded]")?.getAttribute("aria-expanded") === "false";
  const isOpen = item.querySelector("[aria-expanded=true]") !== null;
  const fold = () => {
    if (item.dataset["mailbox"]) toggleFolded(app, item.dataset["mailbox"]);
    return null;
  };
  switch (key) {
    case "ArrowDown":
      return items[at + 1] ?? null;
    case "ArrowUp":
      return items[at - 1] ?? null;
    case "Home":
      return items[0];
    case "End":
      return items.at(-1);
    case "ArrowRight":
      return isFolded ? fold() : isOpen ? items[at + 1] : null;
    case "ArrowLeft":
      return isOpen ? fold() : (items.slice(0, at).findLast((other) => levelOf(other) < levelOf(item)) ?? null);
    default:
      return undefined;
  }
}

function levelOf(item: HTMLElement): number {
  return Number(item.ariaLevel);
}
