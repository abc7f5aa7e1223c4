// Going through the messages of the open conversation.

/** The messages of the open conversation as they stand: the heads that open and close them. */
function messageHeads(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(".message-toggle")];
}

/** Puts the focus on the message after or before the one with the focus, or after the open one. */
export function stepMessage(by: 1 | -1): boolean {
  const heads = messageHeads();
  if (heads.length === 0) return false;
  const focused = heads.findIndex((head) => head.closest(".message")?.contains(document.activeElement));
  const from = focused >= 0 ? focused : heads.findIndex((head) => head.ariaExpanded === "true");
  const next = heads[from + by];
  next?.focus({ preventScroll: true });
  next?.closest(".message")?.scrollIntoView({ block: "start" });
  return true;
}

/** Opens or folds every message, those behind "earlier messages" too. */
export function toggleMessages(shouldOpen: boolean): boolean {
  const folded = shouldOpen && document.querySelector<HTMLElement>(".messages-folded");
  if (folded) {
    folded.click();
    requestAnimationFrame(() => toggleMessages(true));
    return true;
  }
  const heads = messageHeads();
  for (const head of heads) if ((head.ariaExpanded === "true") !== shouldOpen) head.click();
  return heads.length > 0;
}
