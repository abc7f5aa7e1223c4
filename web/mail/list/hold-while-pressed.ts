// While the pointer is pressed on a row, no mail that arrives moves it away: the click would reach another row, or none.

import type { MailApp } from "../state/mail-app.ts";

export function holdWhilePressed(box: HTMLElement, app: MailApp, signal: AbortSignal): void {
  const hold = (scroller: Element | null): void => {
    if (!scroller) return;
    app.view.peek()?.list?.setHolding(true);
    const pressed = new AbortController();
    const release = (): void => {
      pressed.abort();
      // After the click. The list itself knows whether what it held may be shown.
      setTimeout(() => scroller.dispatchEvent(new Event("scroll")));
    };
    for (const end of ["pointerup", "pointercancel", "dragend"]) {
      document.addEventListener(end, release, { signal: pressed.signal });
    }
  };
  box.addEventListener("pointerdown", ({ target }) => hold((target as Element).closest(".virtual-list")), {
    capture: true,
    signal,
  });
  // One that was pressed before it was followed.
  hold(box.querySelector(".virtual-list:active"));
}
