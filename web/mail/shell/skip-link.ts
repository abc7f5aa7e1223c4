// The first stop of the Tab key: past what is above and the menu of mailboxes, into the list or the conversation that covers it.

import { effect } from "@preact/signals";

import type { MailApp } from "../state/mail-app.ts";
import "./skip-link.css";

export function offerSkipLink({ wordStore }: MailApp, document: Document): void {
  const link = document.createElement("a");
  link.className = "skip-link";
  link.href = "#app";
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const row = document.querySelector<HTMLElement>(".pane-list:not([hidden]) .row-link[tabindex='0']");
    (row ?? document.querySelector<HTMLElement>(".pane-list:not([hidden]) button, .pane-reading button"))?.focus();
  });
  effect(() => void (link.textContent = wordStore.words.value.t.frame.skipToMail));
  document.body.prepend(link);
}
