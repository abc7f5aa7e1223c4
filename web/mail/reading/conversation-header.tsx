// The head of a conversation: the way back, the subject, and what can be done with the whole.

import type { EmailSummary, MailAccount } from "../../client/types.ts";
import { IconButton } from "../../ui/button.tsx";
import type { MenuItem } from "../../ui/menu.tsx";
import { MenuButton } from "../../ui/menu-button.tsx";
import { act, actionsOf } from "../commands/act.ts";
import { closeConversation, step } from "../commands/move-about.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";
import type { PlainVerb } from "../state/perform.ts";
import { startPrint } from "./lazy-parts.ts";

export type ConversationHeaderProps = { account: MailAccount; threadId: string; emails: readonly EmailSummary[] };

export function ConversationHeader({ account, threadId, emails }: ConversationHeaderProps) {
  const app = useMailApp();
  const { t } = useWords();
  const { isSplit, room } = app.layout.value;
  const mailbox = app.view.value?.mailbox ?? null;
  const offered = actionsOf(mailbox);
  const isStarred = emails.some((email) => email.keywords["$flagged"]);
  const target = {
    account,
    selection: { kind: "conversations" as const, threadIds: [threadId], mailboxId: mailbox?.id ?? null },
    rows: [],
  };
  const run = (verb: PlainVerb) => () => void act(app, verb, target);
  const choose = (overlay: "move" | "label") => () => {
    app.actOn.value = target;
    app.overlay.value = overlay;
  };
  const spamItem: MenuItem[] = offered.spam
    ? [{ label: t.actions[offered.spam], icon: "spam", shortcut: "!", onSelect: run(offered.spam) }]
    : [];
  const stepItems: MenuItem[] = [
    { label: t.frame.newer, icon: "up", shortcut: "k", onSelect: () => void step(app, -1) },
    { label: t.frame.older, icon: "down", shortcut: "j", onSelect: () => void step(app, 1) },
  ];
  return (
    <header class="conversation-header">
      <div class="conversation-tools" role="toolbar" aria-label={t.frame.conversationActions}>
        <IconButton
          icon={isSplit ? "close" : "back"}
          label={isSplit ? t.actions.close : t.actions.back}
          shortcut="Esc"
          onClick={() => closeConversation(app)}
        />
        {offered.archive && (
          <IconButton icon="archive" label={t.actions.archive} shortcut="e" onClick={run("archive")} />
        )}
        <IconButton icon="trash" label={t.actions[offered.trash]} shortcut="#" onClick={run(offered.trash)} />
        <IconButton icon="unread" label={t.actions.markUnread} shortcut="⇧U" onClick={run("markUnread")} />
        <IconButton icon="move" label={t.actions.move} shortcut="v" onClick={choose("move")} />
        <IconButton
          icon={isStarred ? "star-filled" : "star"}
          label={t.actions.star}
          shortcut="s"
          aria-pressed={isStarred}
          class="star-button"
          onClick={run(isStarred ? "unstar" : "star")}
        />
        <MenuButton
          label={t.actions.more}
          items={[
            ...spamItem,
            {
              label: t.actions.label,
              icon: "label",
              shortcut: "l",
              onSelect: choose("label"),
            },
            {
              label: t.actions.print,
              icon: "print",
              shortcut: "Ctrl P",
              onSelect: () => void startPrint(app, account, emails),
            },
            { kind: "divider" },
            ...stepItems,
          ]}
        />
        {room !== "phone" && (
          <>
            <span class="tools-gap" />
            <IconButton icon="up" label={t.frame.newer} shortcut="k" onClick={() => step(app, -1)} />
            <IconButton icon="down" label={t.frame.older} shortcut="j" onClick={() => step(app, 1)} />
          </>
        )}
      </div>
    </header>
  );
}

export function subjectOf(emails: readonly EmailSummary[], noSubject: string): string {
  return emails[0]?.subject?.trim() || noSubject;
}
