// While the pointer is pressed on a row, no mail that arrives moves it away: the click would reach another row, or none.

import type { MailApp } from "../state/mail-app.ts";

export function holdWhilePressed(box: HTMLElement, app: MailApp, signal: AbortSignal): void {
  box.addEventListener(
    "pointerdown",
    (event) => {
      const scroller = (event.target as Element).closest(".virtual-list");
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
    },
    { capture: true, signal },
  );
}
