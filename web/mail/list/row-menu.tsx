// What can be done with a row, at the pointer, under the finger that rests on it, or by Shift+F10: with all that is ticked when
// the row is one of them.

import type { ConversationRow, EmailSummary, MailAccount } from "../../client/types.ts";
import { ContextMenu } from "../../ui/context-menu.tsx";
import type { MenuAction, MenuItem } from "../../ui/menu.tsx";
import { act, actionsOf } from "../commands/act.ts";
import { answer, type Answer } from "../commands/answer.ts";
import { openConversation } from "../commands/move-about.ts";
import { rowOf, targetOf, type Target } from "../commands/target.ts";
import { useMailApp, useWords, type MailApp } from "../state/mail-app.ts";
import type { PlainVerb } from "../state/perform.ts";
import { formatRoute } from "../state/routes.ts";
import { labelItems } from "../folders/label-items.ts";
import { moveItems } from "./move-items.ts";

export type RowMenuPlace = { readonly emailId: string; readonly x: number; readonly y: number };

export function RowMenu({ place, onClose }: { place: RowMenuPlace; onClose: () => void }) {
  const app = useMailApp();
  const { t } = useWords();
  const view = app.view.value;
  const row = rowOf(app, place.emailId);
  if (!view || !row) return null;
  return (
    <ContextMenu
      label={t.frame.conversationActions}
      items={itemsOf(app, view.account, row)}
      at={place}
      onClose={(isChosen) => {
        onClose();
        if (!isChosen) document.getElementById(`row-${place.emailId}`)?.focus({ preventScroll: true });
      }}
    />
  );
}

function itemsOf(app: MailApp, account: MailAccount, row: ConversationRow): MenuItem[] {
  const { t, f } = app.wordStore.words.value;
  const mailbox = app.view.peek()?.mailbox ?? null;
  const count = app.selection.count.peek();
  const isOfMany = count > 1 && app.selection.has(row.emailId);
  const target: Target = (isOfMany ? targetOf(app) : null) ?? {
    account,
    selection: { kind: "conversations", threadIds: [row.threadId], mailboxId: mailbox?.id ?? null },
    rows: [row],
  };
  const offered = actionsOf(mailbox);
  const plain = (verb: PlainVerb, more: MenuAction): MenuItem => ({
    ...more,
    onSelect: () => act(app, verb, target),
  });
  const isUnread = target.rows.some((one) => one.isUnread) || target.rows.length === 0;
  const isStarred = target.rows.length > 0 && target.rows.every((one) => one.isStarred);
  return [
    ...(isOfMany
      ? [{ kind: "heading" as const, label: t.list.selected(f.number(count)) }]
      : singleItems(app, account, row)),
    ...(offered.archive ? [plain("archive", { label: t.actions.archive, icon: "archive", shortcut: "e" })] : []),
    plain(offered.trash, { label: t.actions[offered.trash], icon: "trash", shortcut: "#" }),
    isUnread
      ? plain("markRead", { label: t.actions.markRead, icon: "read", shortcut: "⇧I" })
      : plain("markUnread", { label: t.actions.markUnread, icon: "unread", shortcut: "⇧U" }),
    isStarred
      ? plain("unstar", { label: t.actions.unstar, icon: "star-filled", shortcut: "s" })
      : plain("star", { label: t.actions.star, icon: "star", shortcut: "s" }),
    { label: t.actions.move, icon: "move", shortcut: "v", items: () => moveItems(app, target) },
    { label: t.actions.label, icon: "label", shortcut: "l", items: () => labelItems(app, target) },
    ...(offered.spam ? [plain(offered.spam, { label: t.actions[offered.spam], icon: "spam", shortcut: "!" })] : []),
    ...(isOfMany
      ? []
      : [
          { kind: "divider" as const },
          {
            label: t.frame.select,
            icon: "check" as const,
            shortcut: "x",
            onSelect: () => app.selection.toggle(row.emailId, row.threadId),
          },
        ]),
  ];
}

function singleItems(app: MailApp, account: MailAccount, row: ConversationRow): MenuItem[] {
  const { t } = app.wordStore.words.value;
  const address = formatRoute({ ...app.router.route.peek(), threadId: row.threadId });
  const newest = row.emailIds
    .map((id) => account.email(id).peek().value)
    .findLast((email): email is EmailSummary => email !== undefined && !email.keywords["$draft"]);
  const answering = (how: Answer): Partial<MenuAction> => ({
    isDisabled: newest === undefined,
    onSelect: () => newest && answer(app, account, newest, how),
  });
  return [
    {
      label: t.frame.openConversation,
      icon: "right",
      shortcut: "o",
      onSelect: () => void openConversation(app, row.emailId),
    },
    {
      label: t.frame.openInTab,
      icon: "external",
      onSelect: () => void window.open(address, "_blank", "noopener"),
    },
    { kind: "divider" },
    { label: t.actions.reply, icon: "reply", shortcut: "r", ...answering("reply") },
    { label: t.actions.replyAll, icon: "reply-all", shortcut: "a", ...answering("replyAll") },
    { label: t.actions.forward, icon: "forward", shortcut: "f", ...answering("forward") },
    { kind: "divider" },
  ];
}
