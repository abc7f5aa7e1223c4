// What can be done with a folder, at the pointer or below its button.

import { mailboxWords } from "../../i18n/parts/mailboxes.ts";
import type { MailAccount, Mailbox } from "../../client/types.ts";
import { ContextMenu } from "../../ui/context-menu.tsx";
import type { MenuItem } from "../../ui/menu.tsx";
import { useMailApp, useWords, type Overlay } from "../state/mail-app.ts";

export type MailboxMenuPlace = {
  readonly account: MailAccount;
  readonly mailbox: Mailbox;
  /** A click on the button of the folder, or one by the other button of the mouse on the folder. */
  readonly event: MouseEvent;
  readonly item: HTMLElement;
};

export function MailboxMenu({ place, onClose }: { place: MailboxMenuPlace; onClose: () => void }) {
  const app = useMailApp();
  const { t, locale } = useWords();
  const words = mailboxWords[locale];
  const { account, mailbox, event, item } = place;
  const button = item.closest("li")?.querySelector<HTMLElement>(".mailbox-more");
  const { left, bottom } = (button ?? item).getBoundingClientRect();
  const isPointed = event.type === "contextmenu" && event.clientX > 0;
  const { mayCreateChild, mayRename, mayDelete } = mailbox.myRights;
  const show = (overlay: Overlay) => () => {
    app.mailboxAt.value = { account, mailbox };
    app.overlay.value = overlay;
  };
  const items: MenuItem[] = [
    ...(mayRename ? [{ label: words.edit, icon: "compose" as const, onSelect: show("editMailbox") }] : []),
    ...(mayCreateChild ? [{ label: words.createChild, icon: "plus" as const, onSelect: show("newMailbox") }] : []),
    ...(mayDelete ? [{ label: words.delete, icon: "trash" as const, onSelect: show("deleteMailbox") }] : []),
  ];
  return (
    <ContextMenu
      label={t.mailboxes.more(mailbox.name)}
      items={items}
      at={isPointed ? { x: event.clientX, y: event.clientY } : { x: left, y: bottom }}
      onClose={(isChosen) => {
        onClose();
        if (!isChosen) button?.focus();
      }}
    />
  );
}
