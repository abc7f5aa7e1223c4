// On a phone the menu of mailboxes comes in from the side.

import { useEffect, useRef } from "preact/hooks";

import { IconButton } from "../../ui/button.tsx";
import { useMailApp, useWords } from "../state/mail-app.ts";
import { MailboxNavigation } from "./mailbox-navigation.tsx";

export function MailboxDrawer() {
  const { overlay } = useMailApp();
  const { t } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const close = () => {
    if (overlay.peek() === "mailboxes") overlay.value = null;
  };
  return (
    <dialog
      ref={dialog}
      class="mailbox-drawer"
      aria-label={t.mailboxes.heading}
      onClose={close}
      onPointerDown={(event) => {
        if (event.target === dialog.current) close();
      }}
    >
      <IconButton icon="close" label={t.actions.close} onClick={close} class="mailbox-drawer-close" />
      <MailboxNavigation />
    </dialog>
  );
}
