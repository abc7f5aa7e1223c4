// Conversations dropped on a mailbox of the menu are moved there. A folded one that they rest over is unfolded, also where they may
// not be dropped themselves: what stands in it may take them. Files are dropped on composers and nowhere else.

import { moveTo } from "../commands/act.ts";
import { toggleFolded } from "../folders/fold-mailbox.ts";
import type { MailApp } from "../state/mail-app.ts";
import { DRAG_TYPE, readDrag } from "./drag.ts";
import { movableTo } from "./move-items.ts";
import "./drag.css";

const RESTING_MS = 700;

export function acceptDrops(app: MailApp, document: Document): void {
  /** The account that is dragged from; unknown when it comes from another window. */
  let from: string | undefined;
  let over: HTMLElement | undefined;
  let target: HTMLElement | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const pointAt = (item: HTMLElement | undefined): void => {
    if (item === over) return;
    clearTimeout(timer);
    target?.classList.remove("is-target");
    over = item;
    const place = item && placeOf(app, item);
    target = place && (from ?? place.account.id) === place.account.id ? item : undefined;
    target?.classList.add("is-target");
    const folded = item?.querySelector("[aria-expanded=false]") && item.dataset["mailbox"];
    if (folded) timer = setTimeout(() => toggleFolded(app, folded), RESTING_MS);
  };

  // After the row has said what it is that is dragged.
  document.addEventListener("dragstart", (event) => {
    const dragged = readDrag(event);
    from = dragged?.accountId;
    const own = dragged && app.selection.current();
    const count = app.selection.count.peek();
    if (own && count > 1 && JSON.stringify(own) === JSON.stringify(dragged.selection)) showCount(app, event, count);
  });
  document.addEventListener("dragover", (event) => {
    // A file that misses the composer would be opened instead of the mail.
    if (!event.defaultPrevented && isFile(event) && event.dataTransfer) {
      event.preventDefault();
      event.dataTransfer.dropEffect = "none";
      return;
    }
    const isOurs = event.dataTransfer?.types.includes(DRAG_TYPE) ?? false;
    pointAt(isOurs ? itemAt(event) : undefined);
    if (target) event.preventDefault();
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget === null && pointAt(undefined));
  document.addEventListener("dragend", () => {
    pointAt(undefined);
    from = undefined;
  });
  document.addEventListener("drop", (event) => {
    if (isFile(event)) return event.preventDefault();
    const place = target && placeOf(app, target);
    pointAt(undefined);
    if (!place) return;
    event.preventDefault();
    const { account, mailbox } = place;
    const dragged = readDrag(event);
    if (dragged?.accountId !== account.id) return;
    moveTo(app, mailbox, { account, selection: dragged.selection, rows: [] });
  });
}

/** The pointer carries how many there are; the browser would show the one row that was taken. */
function showCount({ wordStore }: MailApp, event: DragEvent, count: number): void {
  const { t, f } = wordStore.words.peek();
  const image = document.createElement("div");
  image.className = "drag-image";
  image.textContent = t.list.total(f.number(count));
  document.body.append(image);
  event.dataTransfer?.setDragImage(image, -12, -12);
  // Its picture is taken once this event is over.
  setTimeout(() => image.remove());
}

function isFile(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") === true;
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
