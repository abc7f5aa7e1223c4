// Conversations dragged from the list onto a mailbox. Another account's mail cannot be dropped: moving is within one account.

import type { Selection } from "../../client/types.ts";

export const DRAG_TYPE = "application/x-surel-conversations";

export function startDrag(event: DragEvent, accountId: string, selection: Selection): void {
  event.dataTransfer?.setData(DRAG_TYPE, JSON.stringify({ accountId, selection }));
  if (event.dataTransfer) event.dataTransfer.effectAllowed = "move";
}

/** What is dragged, where it may be read: as it is taken up and as it is dropped. Only our own rows write this type. */
export function readDrag(event: DragEvent): { accountId: string; selection: Selection } | undefined {
  const text = event.dataTransfer?.getData(DRAG_TYPE);
  return text ? (JSON.parse(text) as { accountId: string; selection: Selection }) : undefined;
}
