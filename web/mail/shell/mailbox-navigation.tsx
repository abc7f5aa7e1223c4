// The menu on the left: "New Message" above the mailboxes with what is unread in them, the person's own first, then those of
// each unit that the person acts for.

import { useState } from "preact/hooks";

import type { MailAccount, Mailbox, MailboxNode } from "../../client/types.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { isHintShown } from "../hints/hints.ts";
import { KeysHint } from "../hints/lazy-hints.ts";
import { draggedSelection, DRAG_TYPE } from "../list/drag.ts";
import { MailboxMenu } from "../folders/lazy-parts.ts";
import type { MailboxMenuPlace } from "../folders/mailbox-menu.tsx";
import { useMailApp, useWords } from "../state/mail-app.ts";
import { mailboxSlug } from "../state/view.ts";
import { Link } from "./link.tsx";
import { accountName, mailboxIcon, mailboxName } from "./mailbox-name.ts";
import "./mailbox-navigation.css";
import { composeNew } from "./compose-new.ts";

export function MailboxNavigation() {
  const app = useMailApp();
  const { t } = useWords();
  return (
    <nav class="mailboxes" aria-label={t.mailboxes.heading}>
      <Button
        variant="primary"
        icon="compose"
        class="compose-button"
        aria-keyshortcuts="c"
        onClick={() => {
          app.overlay.value = null;
          composeNew(app);
        }}
      >
        {t.actions.compose}
      </Button>
      <div class="mailboxes-scroll">
        {app.client.accounts.value.map((account) => (
          <AccountSection key={account.id} account={account} />
        ))}
      </div>
      {app.layout.value.room !== "phone" && isHintShown(app, "keys") && <KeysHint />}
    </nav>
  );
}

function AccountSection({ account }: { account: MailAccount }) {
  const { overlay, mailboxAt } = useMailApp();
  const { t } = useWords();
  const [menu, setMenu] = useState<MailboxMenuPlace | null>(null);
  const nodes = account.mailboxes.value;
  const name = accountName(account);
  return (
    <section class="mailbox-section" aria-label={account.isPersonal ? t.frame.ownMailboxes : name}>
      {!account.isPersonal && (
        <h2>
          <Icon name="building" size={16} />
          <span class="truncate" title={account.name}>
            {name}
          </span>
        </h2>
      )}
      <ul role="list">
        {(nodes ?? []).map((node) => (
          <MailboxLink key={node.mailbox.id} account={account} node={node} openMenu={setMenu} />
        ))}
      </ul>
      {account.isPersonal && nodes && (
        <button
          type="button"
          class="mailbox-create"
          onClick={() => {
            mailboxAt.value = null;
            overlay.value = "newMailbox";
          }}
        >
          <Icon name="plus" size={18} />
          {t.mailboxes.create}
        </button>
      )}
      {menu && <MailboxMenu place={menu} onClose={() => setMenu(null)} />}
    </section>
  );
}

type MailboxLinkProps = { account: MailAccount; node: MailboxNode; openMenu: (place: MailboxMenuPlace) => void };

function MailboxLink({ account, node: { mailbox, depth }, openMenu }: MailboxLinkProps) {
  const app = useMailApp();
  const { t, f } = useWords();
  const view = app.view.value;
  const isCurrent = view?.account.id === account.id && view.mailbox?.id === mailbox.id;
  const name = mailboxName(mailbox, t);
  const count = countOf(mailbox);
  const countText = count > 0 ? f.number(count) : "";
  const hasMenu = mailbox.role === null && mailbox.myRights.mayRename;
  const open = (event: MouseEvent) => {
    event.preventDefault();
    openMenu({ account, mailbox, event, item: event.currentTarget as HTMLElement });
  };
  const spoken = mailbox.role === "drafts" ? countText : t.mailboxes.unreadCount(countText);
  return (
    <li
      class={`mailbox mailbox-depth-${Math.min(depth, 4)}`}
      onContextMenu={hasMenu ? open : undefined}
      onDragOver={(event) => {
        if (!event.dataTransfer?.types.includes(DRAG_TYPE) || isCurrent) return;
        event.preventDefault();
        event.currentTarget.classList.add("is-target");
      }}
      onDragLeave={(event) => event.currentTarget.classList.remove("is-target")}
      onDrop={(event) => {
        event.preventDefault();
        event.currentTarget.classList.remove("is-target");
        const selection = draggedSelection(event, account.id);
        if (selection) app.performer.move(account, selection, { id: mailbox.id, name });
      }}
    >
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
        <span class="truncate" title={mailbox.role === null ? name : undefined}>
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

/** Drafts count as a whole: each is something left to do. What is in Spam and Trash asks for nothing. */
function countOf(mailbox: Mailbox): number {
  if (mailbox.role === "drafts") return mailbox.totalEmails;
  return mailbox.role === "trash" || mailbox.role === "sent" ? 0 : mailbox.unreadThreads;
}
