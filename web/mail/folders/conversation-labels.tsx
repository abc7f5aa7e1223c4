// The labels of the open conversation, each with a way to take it off.

import type { EmailSummary, MailAccount } from "../../client/types.ts";
import { mailboxWords } from "../../i18n/parts/mailboxes.ts";
import { Icon } from "../../ui/icon.tsx";
import { useMailApp, useWords } from "../state/mail-app.ts";
import "./conversation-labels.css";
import { toggleLabel } from "./label.ts";
import { mailboxPath } from "./mailbox-path.ts";

export type ConversationLabelsProps = { account: MailAccount; threadId: string; emails: readonly EmailSummary[] };

export function ConversationLabels({ account, threadId, emails }: ConversationLabelsProps) {
  const app = useMailApp();
  const { t, locale } = useWords();
  const nodes = account.mailboxes.value ?? [];
  const labels = nodes.filter(
    ({ mailbox }) => mailbox.role === null && emails.some(({ mailboxIds }) => mailboxIds[mailbox.id]),
  );
  if (labels.length === 0) return null;
  const mailboxId = app.view.value?.mailbox?.id ?? null;
  const target = {
    account,
    selection: { kind: "conversations" as const, threadIds: [threadId], mailboxId },
    rows: [],
  };
  return (
    <ul role="list" class="conversation-labels" aria-label={t.actions.label}>
      {labels.map(({ mailbox }) => (
        <li key={mailbox.id} class="label">
          <span class="truncate">{mailboxPath(mailbox, nodes, t)}</span>
          {mailbox.myRights.mayRemoveItems && (
            <button
              type="button"
              aria-label={mailboxWords[locale].remove(mailbox.name)}
              onClick={() => toggleLabel(app, mailbox, target)}
            >
              <Icon name="close" size={14} />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
