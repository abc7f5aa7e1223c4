// A mailbox in the menu: the way to it with what is unread in it, what can be done with it, and what stands in it folded or not.

import type { MailAccount } from "../../client/types.ts";
import { IconButton } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import type { MailboxMenuPlace } from "../folders/mailbox-menu.tsx";
import { useMailApp, useWords } from "../state/mail-app.ts";
import { mailboxSlug } from "../state/view.ts";
import { Link } from "./link.tsx";
import { mailboxIcon, mailboxName } from "./mailbox-name.ts";
import type { ShownMailbox } from "./mailbox-tree.ts";

export type MailboxItemProps = {
  account: MailAccount;
  node: ShownMailbox;
  isCurrent: boolean;
  openMenu: (place: MailboxMenuPlace) => void;
};

export function MailboxItem({ account, node, isCurrent, openMenu }: MailboxItemProps) {
  const app = useMailApp();
  const { t, f } = useWords();
  const { mailbox, depth, hasChildren, isFolded, count, holdsCurrent } = node;
  const name = mailboxName(mailbox, t);
  const path = `${account.id}/${mailbox.id}`;
  const countText = count > 0 ? f.number(count) : "";
  const hasMenu = mailbox.role === null && mailbox.myRights.mayRename;
  const open = (event: MouseEvent) => {
    event.preventDefault();
    openMenu({ account, mailbox, event, item: event.currentTarget as HTMLElement });
  };
  const spoken = mailbox.role === "drafts" ? countText : t.mailboxes.unreadCount(countText);
  return (
    <li
      class="mailbox"
      style={{ "--depth": depth }}
      aria-level={depth + 1}
      data-mailbox={path}
      data-holds-current={holdsCurrent}
      onContextMenu={hasMenu ? open : undefined}
    >
      {hasChildren && (
        <IconButton
          icon={isFolded ? "right" : "down"}
          size={18}
          class="mailbox-fold"
          label={t.mailboxes.children(name)}
          aria-expanded={!isFolded}
          onClick={() => void import("../folders/fold-mailbox.ts").then(({ toggleFolded }) => toggleFolded(app, path))}
        />
      )}
      <Link
        route={{
          accountId: account.isPersonal ? null : account.id,
          mailbox: mailboxSlug(mailbox),
          search: "",
          threadId: null,
        }}
        isCurrent={isCurrent}
        onFollow={() => {
          if (app.overlay.peek() === "mailboxes") app.overlay.value = null;
        }}
      >
        <Icon name={mailboxIcon(mailbox)} size={18} />
        <span class="truncate" dir="auto" title={mailbox.role === null ? name : undefined}>
          {name}
        </span>
        {count > 0 && (
          <>
            <span class={mailbox.role === "drafts" ? "mailbox-count" : "mailbox-count is-unread"} aria-hidden="true">
              {countText}
            </span>
            <span class="visually-hidden">{spoken}</span>
          </>
        )}
      </Link>
      {hasMenu && (
        <IconButton
          icon="more"
          size={18}
          class="mailbox-more"
          label={t.mailboxes.more(name)}
          aria-haspopup="menu"
          onClick={open}
        />
      )}
    </li>
  );
}
