// Going through the list: the next and the previous row, opening one, and what comes after the open one was put away.

import type { MailApp } from "../state/mail-app.ts";
import { editDraft } from "./answer.ts";
import { rowOf } from "./target.ts";

/** Opens a conversation; a draft opens in its composer, where it can be written on. */
export function openConversation(app: MailApp, emailId: string, options: { replace?: boolean } = {}): boolean {
  const view = app.view.peek();
  const row = rowOf(app, emailId);
  if (!view || !row) return false;
  app.cursor.value = emailId;
  if (view.mailbox?.role === "drafts" && row.hasDraft) {
    editDraft(app, view.account, emailId);
    return true;
  }
  app.router.go({ ...app.router.route.peek(), threadId: row.threadId }, options);
  return true;
}

/** One row on: with a conversation open beside the list, the next one is opened; otherwise only the cursor moves. */
export function step(app: MailApp, by: 1 | -1): boolean {
  const list = app.view.peek()?.list;
  if (!list) return false;
  const index = cursorIndex(app);
  const next = list.idAt(index < 0 ? 0 : index + by);
  if (next === undefined) return true;
  if (app.router.route.peek().threadId !== null) return openConversation(app, next, { replace: true });
  app.cursor.value = next;
  return true;
}

/** -1 when the cursor is nowhere. A conversation that was opened by its address is looked for among the loaded rows. */
export function cursorIndex(app: MailApp): number {
  const list = app.view.peek()?.list;
  const { threadId } = app.router.route.peek();
  const cursor = app.cursor.peek();
  if (!list) return -1;
  if (cursor !== null && (threadId === null || rowOf(app, cursor)?.threadId === threadId)) return list.indexOf(cursor);
  if (threadId === null) return -1;
  const loaded = list.slice(0, Math.min(list.total.peek() ?? 0, 200));
  return loaded.findIndex((id) => id !== undefined && rowOf(app, id)?.threadId === threadId);
}

/** Notes what follows the current conversation; call the result after it left the list. */
export function planAdvance(app: MailApp): () => void {
  const list = app.view.peek()?.list;
  const index = cursorIndex(app);
  const follower = index < 0 ? undefined : (list?.idAt(index + 1) ?? list?.idAt(index - 1));
  const wasOpen = app.router.route.peek().threadId !== null;
  return () => {
    app.cursor.value = follower ?? null;
    if (!wasOpen) return;
    const opened =
      app.layout.peek().isSplit && follower !== undefined && openConversation(app, follower, { replace: true });
    if (!opened) closeConversation(app);
  };
}

export function closeConversation(app: MailApp): boolean {
  const route = app.router.route.peek();
  if (route.threadId === null) return false;
  if (app.layout.peek().isSplit) app.router.go({ ...route, threadId: null });
  else app.router.back({ ...route, threadId: null });
  return true;
}
