// What a command applies to: what is ticked, else the conversation that is open, else the row that the keyboard is at.

import type { ConversationRow, MailAccount, Selection } from "../../client/types.ts";
import type { MailApp } from "../state/mail-app.ts";

export type Target = {
  readonly account: MailAccount;
  readonly selection: Selection;
  readonly rows: readonly ConversationRow[];
};

export function targetOf(app: MailApp): Target | null {
  const view = app.view.peek();
  if (!view) return null;
  const { account } = view;
  const mailboxId = view.mailbox?.id ?? null;
  const ticked = app.selection.current();
  if (ticked) {
    const ids = view.list?.slice(0, Math.min(view.list.total.peek() ?? 0, 500)) ?? [];
    const rows = ids.flatMap((id) => (id !== undefined && app.selection.has(id) ? (rowOf(app, id) ?? []) : []));
    return { account, selection: ticked, rows };
  }
  const { threadId } = app.router.route.peek();
  const cursor = app.cursor.peek();
  const row = cursor === null ? undefined : rowOf(app, cursor);
  const openId = threadId ?? row?.threadId;
  if (openId === undefined) return null;
  const selection: Selection = { kind: "conversations", threadIds: [openId], mailboxId };
  return { account, selection, rows: row && row.threadId === openId ? [row] : [] };
}

export function rowOf({ view }: MailApp, emailId: string): ConversationRow | undefined {
  const now = view.peek();
  return now?.account.conversationRow(emailId, now.mailbox?.id ?? null).peek().value;
}
