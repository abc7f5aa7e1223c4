// Conversations dragged from the list onto a mailbox. Another account's mail cannot be dropped: moving is within one account.

import type { Selection } from "../../client/types.ts";

export const DRAG_TYPE = "application/x-surel-conversations";

export function startDrag(event: DragEvent, accountId: string, selection: Selection): void {
  event.dataTransfer?.setData(DRAG_TYPE, JSON.stringify({ accountId, selection }));
  if (event.dataTransfer) event.dataTransfer.effectAllowed = "move";
}

/** Undefined when it is of another account. Only our own rows write this type, in this window or another of ours. */
export function draggedSelection(event: DragEvent, accountId: string): Selection | undefined {
  const text = event.dataTransfer?.getData(DRAG_TYPE);
  if (!text) return undefined;
  const dragged = JSON.parse(text) as { accountId: string; selection: Selection };
  return dragged.accountId === accountId ? dragged.selection : undefined;
}
