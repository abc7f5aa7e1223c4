// Conversations dropped on a mailbox of the menu are moved there; a folded one that they rest over is unfolded.

import { moveTo } from "../commands/act.ts";
import { toggleFolded } from "../folders/fold-mailbox.ts";
import type { MailApp } from "../state/mail-app.ts";
import { draggedSelection, DRAG_TYPE } from "./drag.ts";
import { movableTo } from "./move-items.ts";

const RESTING_MS = 700;

export function acceptDrops(app: MailApp, document: Document): void {
  let target: HTMLElement | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const pointAt = (item: HTMLElement | undefined): void => {
    if (item === target) return;
    clearTimeout(timer);
    target?.classList.remove("is-target");
    target = item;
    item?.classList.add("is-target");
    const folded = item?.querySelector("[aria-expanded=false]") && item.dataset["mailbox"];
    if (folded) timer = setTimeout(() => toggleFolded(app, folded), RESTING_MS);
  };

  document.addEventListener("dragover", (event) => {
    const isOurs = event.dataTransfer?.types.includes(DRAG_TYPE) ?? false;
    const item = isOurs ? itemAt(event) : undefined;
    pointAt(item && placeOf(app, item) ? item : undefined);
    if (target) event.preventDefault();
  });
  document.addEventListener("dragend", () => pointAt(undefined));
  document.addEventListener("drop", (event) => {
    const place = target && placeOf(app, target);
    pointAt(undefined);
    if (!place) return;
    event.preventDefault();
    const { account, mailbox } = place;
    const selection = draggedSelection(event, account.id);
    if (selection) moveTo(app, mailbox, { account, selection, rows: [] });
  });
}

function itemAt(event: DragEvent): HTMLElement | undefined {
  return (event.target as Element).closest?.<HTMLElement>("[data-mailbox]") ?? undefined;
}

/** Undefined where nothing can be moved to: where one is already, Drafts and Sent, and what one may not add to. */
function placeOf(app: MailApp, item: HTMLElement) {
  const [accountId, mailboxId] = (item.dataset["mailbox"] ?? "").split("/");
  const account = app.client.accounts.peek().find(({ id }) => id === accountId);
  const view = app.view.peek();
  if (!account || (view?.account === account && view.mailbox?.id === mailboxId)) return undefined;
  const node = movableTo(account).find(({ mailbox }) => mailbox.id === mailboxId);
  return node && { account, mailbox: node.mailbox };
}
