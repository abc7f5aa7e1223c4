// What the commands do: to what is ticked, open or pointed at, and where they lead. Each says whether it could be done now.

import type { EmailSummary } from "../../client/types.ts";
import { searchWords } from "../../i18n/parts/searches.ts";
import { composeNew } from "../shell/compose-new.ts";
import { signOut } from "../shell/sign-out.ts";
import type { MailApp } from "../state/mail-app.ts";
import { home } from "../state/routes.ts";
import { act, actionsOf } from "./act.ts";
import { answer, type Answer } from "./answer.ts";
import { closeConversation, openConversation, step } from "./move-about.ts";
import { targetOf } from "./target.ts";

type Run = (app: MailApp) => boolean;

function done(_nothing: void): true {
  return true;
}

export const compose: Run = (app) => done(composeNew(app));

export const acting =
  (verb: "markRead" | "markUnread"): Run =>
  (app) =>
    act(app, verb);

export const stepping =
  (by: 1 | -1): Run =>
  (app) =>
    step(app, by);

export const selectLoaded =
  (isMeant?: (email: EmailSummary) => boolean): Run =>
  (app) =>
    done(app.selection.selectLoaded(isMeant));

export const clearSelection: Run = (app) => done(app.selection.clear());

export const isUnread = (email: EmailSummary): boolean => !email.keywords["$seen"];
export const isStarred = (email: EmailSummary): boolean => email.keywords["$flagged"] === true;

export const show =
  (overlay: "palette" | "shortcuts" | "settings"): Run =>
  (app) =>
    done(void (app.overlay.value = overlay));

/** Asks where to, or which: of what is ticked, open or pointed at. */
export const showForTarget =
  (overlay: "move" | "label"): Run =>
  (app) =>
    targetOf(app) !== null && done(void (app.overlay.value = overlay));

export function newMailbox(app: MailApp): boolean {
  app.mailboxAt.value = null;
  app.overlay.value = "newMailbox";
  return true;
}

export const leave: Run = (app) => done(void signOut(app));

export const goTo =
  (place: { mailbox: string } | { only: "unread" }): Run =>
  (app) =>
    done(app.router.go({ ...home, accountId: app.router.route.peek().accountId, ...place }));

export function goToStarred(app: MailApp): boolean {
  const search = searchWords[app.wordStore.words.peek().locale].starred;
  app.router.go({ accountId: app.router.route.peek().accountId, mailbox: null, search, threadId: null });
  return true;
}

/** The open conversation; otherwise what the browser prints. */
export function print(app: MailApp): boolean {
  const account = app.view.peek()?.account;
  const emails = openEmails(app);
  if (!account || emails.length === 0) return false;
  void import("../reading/print/start-print.ts").then(({ startPrint }) => startPrint(app, account, emails));
  return true;
}

export function archive(app: MailApp): boolean {
  return actionsOf(app.view.peek()?.mailbox ?? null).archive && act(app, "archive");
}

export function trash(app: MailApp): boolean {
  return act(app, actionsOf(app.view.peek()?.mailbox ?? null).trash);
}

export function spam(app: MailApp): boolean {
  const verb = actionsOf(app.view.peek()?.mailbox ?? null).spam;
  return verb !== null && act(app, verb);
}

export function select(app: MailApp): boolean {
  const row = targetOf(app)?.rows[0];
  const cursor = app.cursor.peek();
  if (cursor === null || !row) return false;
  const threadId = app.view.peek()?.account.email(cursor).peek().value?.threadId;
  if (threadId !== undefined) app.selection.toggle(cursor, threadId);
  return true;
}

export function undo(app: MailApp): boolean {
  // The newest offer, while it is there: a message that has not left yet is called back.
  const offer = app.toasts.toasts.peek().findLast(({ action }) => action?.shortcut === "z");
  if (offer?.isSending && offer.action) return done(offer.action.run());
  const action = app.client.undoLog.peek().at(-1);
  if (!action) return false;
  app.performer.undo(action);
  return true;
}

export function open(app: MailApp): boolean {
  const cursor = app.cursor.peek();
  return cursor !== null && openConversation(app, cursor);
}

export function back(app: MailApp): boolean {
  if (app.selection.current()) return done(app.selection.clear());
  return closeConversation(app);
}

export function focusSearch(): boolean {
  const input = document.getElementById("search");
  if (!(input instanceof HTMLInputElement)) return false;
  input.focus();
  input.select();
  return true;
}

function openEmails(app: MailApp): EmailSummary[] {
  const account = app.view.peek()?.account;
  const { threadId } = app.router.route.peek();
  if (!account || threadId === null) return [];
  const emailIds = account.thread(threadId).peek().value?.emailIds ?? [];
  return emailIds.flatMap((id) => account.email(id).peek().value ?? []);
}

export const answerOpen =
  (how: Answer): Run =>
  (app) => {
    const account = app.view.peek()?.account;
    const last = openEmails(app).findLast((email) => !email.keywords["$draft"]);
    if (!account || !last) return false;
    answer(app, account, last, how);
    return true;
  };
