// On a phone the menu of mailboxes comes in from the side.

import { IconButton } from "../../ui/button.tsx";
import { useModal } from "../../ui/dialog.tsx";
import { useMailApp, useWords } from "../state/mail-app.ts";
import { MailboxNavigation } from "./mailbox-navigation.tsx";

export function MailboxDrawer() {
  const { overlay } = useMailApp();
  const { t } = useWords();
  const dialog = useModal();
  const close = () => {
    if (overlay.peek() === "mailboxes") overlay.value = null;
  };
  return (
    <dialog
      ref={dialog}
      tabIndex={-1}
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
