// What one can do with a row without opening it: the star always, the rest as the pointer comes.

import type { ConversationRow, MailAccount, Mailbox } from "../../client/types.ts";
import { IconButton } from "../../ui/button.tsx";
import { act, actionsOf } from "../commands/act.ts";
import type { MailApp } from "../state/mail-app.ts";
import type { PlainVerb } from "../state/perform.ts";

export type RowActionsProps = {
  app: MailApp;
  account: MailAccount;
  mailbox: Mailbox | null;
  row: ConversationRow;
  isTabStop: boolean;
  /** Whether the pointer has come: until then all but the star would only weigh. */
  isPointed: boolean;
};

export function RowActions({ app, account, mailbox, row, isTabStop, isPointed }: RowActionsProps) {
  const { t } = app.wordStore.words.value;
  const offered = actionsOf(mailbox);
  const selection = { kind: "conversations" as const, threadIds: [row.threadId], mailboxId: mailbox?.id ?? null };
  const run = (verb: PlainVerb) => act(app, verb, { account, selection, rows: [row] });
  const tabIndex = isTabStop ? 0 : -1;
  const readVerb = row.isUnread ? "markRead" : "markUnread";
  return (
    <>
      {(isPointed || isTabStop) && (
        <div class="row-actions">
          {offered.archive && (
            <IconButton
              icon="archive"
              size={18}
              label={t.actions.archive}
              shortcut="e"
              tabIndex={tabIndex}
              onClick={() => run("archive")}
            />
          )}
          <IconButton
            icon="trash"
            size={18}
            label={t.actions[offered.trash]}
            shortcut="#"
            tabIndex={tabIndex}
            onClick={() => run(offered.trash)}
          />
          <IconButton
            icon={row.isUnread ? "read" : "unread"}
            size={18}
            label={t.actions[readVerb]}
            shortcut={row.isUnread ? "⇧I" : "⇧U"}
            tabIndex={tabIndex}
            onClick={() => run(readVerb)}
          />
        </div>
      )}
      <IconButton
        class="row-star"
        icon={row.isStarred ? "star-filled" : "star"}
        size={18}
        label={t.actions.star}
        shortcut="s"
        aria-pressed={row.isStarred}
        tabIndex={tabIndex}
        onClick={() => run(row.isStarred ? "unstar" : "star")}
      />
    </>
  );
}
