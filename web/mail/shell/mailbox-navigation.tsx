// The menu on the left: "New Message" above the mailboxes with what is unread in them, the person's own first, then those of
// each unit that the person acts for.

import { useState } from "preact/hooks";

import type { MailAccount } from "../../client/types.ts";
import { Button } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { isHintShown } from "../hints/hints.ts";
import { KeysHint } from "../hints/lazy-hints.ts";
import { MailboxMenu } from "../folders/lazy-parts.ts";
import type { MailboxMenuPlace } from "../folders/mailbox-menu.tsx";
import { useMailApp, useWords } from "../state/mail-app.ts";
import { composeNew } from "./compose-new.ts";
import { MailboxItem } from "./mailbox-item.tsx";
import { accountName } from "./mailbox-name.ts";
import "./mailbox-navigation.css";
import { shownMailboxes } from "./mailbox-tree.ts";

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
  const { overlay, mailboxAt, preferences, view } = useMailApp();
  const { t } = useWords();
  const [menu, setMenu] = useState<MailboxMenuPlace | null>(null);
  const nodes = account.mailboxes.value;
  const { foldedMailboxes } = preferences.value.value;
  const current = view.value?.account === account ? view.value.mailbox?.id : undefined;
  const shown = shownMailboxes(nodes ?? [], ({ id }) => foldedMailboxes.includes(`${account.id}/${id}`), current);
  const name = accountName(account);
  return (
    <section class="mailbox-section" aria-label={account.isPersonal ? t.frame.ownMailboxes : name}>
      {!account.isPersonal && (
        <h2>
          <Icon name="building" size={16} />
          <span class="mailbox-owner" title={account.name}>
            {name}
          </span>
        </h2>
      )}
      <ul role="list">
        {shown.map((node) => (
          <MailboxItem
            key={node.mailbox.id}
            account={account}
            node={node}
            isCurrent={node.mailbox.id === current}
            openMenu={setMenu}
          />
        ))}
      </ul>
      {nodes && !account.isReadOnly && (
        <button
          type="button"
          class="mailbox-create"
          onClick={() => {
            mailboxAt.value = { account };
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
