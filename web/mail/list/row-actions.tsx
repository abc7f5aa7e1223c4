// What one can do with a row without opening it, there as the pointer or the keyboard comes; the star also where it is always seen.

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
  /** Whether the pointer or the keyboard has come: until then what nobody sees would only weigh. */
  isReached: boolean;
  hasStar: boolean;
};

export function RowActions({ app, account, mailbox, row, isTabStop, isReached, hasStar }: RowActionsProps) {
  const { t } = app.wordStore.words.value;
  const offered = actionsOf(mailbox);
  const selection = { kind: "conversations" as const, threadIds: [row.threadId], mailboxId: mailbox?.id ?? null };
  const run = (verb: PlainVerb) => act(app, verb, { account, selection, rows: [row] });
  const tabIndex = isTabStop ? 0 : -1;
  const readVerb = row.isUnread ? "markRead" : "markUnread";
  return (
    <>
      {isReached && (
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
      {(hasStar || isReached) && (
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
      )}
    </>
  );
}
