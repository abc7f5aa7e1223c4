// Everything that can be done by a key or from the palette, in one table: its keys, its words, and what it does.

import type { Catalogue, Locale } from "../../i18n/catalogue.ts";
import { commandWords } from "../../i18n/parts/commands.ts";
import { searchWords } from "../../i18n/parts/searches.ts";
import type { IconName } from "../../ui/icon.tsx";
import type { EmailSummary } from "../../client/types.ts";
import { composeNew } from "../shell/compose-new.ts";
import { signOut } from "../shell/sign-out.ts";
import type { MailApp } from "../state/mail-app.ts";
import { home } from "../state/routes.ts";
import { act, actionsOf, toggleStar } from "./act.ts";
import { answer, type Answer } from "./answer.ts";
import { closeConversation, openConversation, step } from "./move-about.ts";
import { targetOf } from "./target.ts";

export type CommandGroup = "write" | "act" | "move" | "other";

export type Command = {
  readonly id: string;
  readonly group: CommandGroup;
  readonly label: (t: Catalogue, locale: Locale) => string;
  readonly icon: IconName;
  /** The first is shown. Gmail's, so that hands need not learn anew. */
  readonly keys: readonly string[];
  /** False when it cannot be done now. */
  readonly run: (app: MailApp) => boolean;
};

export const commands: readonly Command[] = [
  command(
    "compose",
    "write",
    (t) => t.actions.compose,
    "compose",
    ["c"],
    (app) => done(composeNew(app)),
  ),
  command(
    "reply",
    "write",
    (t) => t.actions.reply,
    "reply",
    ["r"],
    (app) => answerOpen(app, "reply"),
  ),
  command(
    "replyAll",
    "write",
    (t) => t.actions.replyAll,
    "reply-all",
    ["a"],
    (app) => answerOpen(app, "replyAll"),
  ),
  command(
    "forward",
    "write",
    (t) => t.actions.forward,
    "forward",
    ["f"],
    (app) => answerOpen(app, "forward"),
  ),
  command("archive", "act", (t) => t.actions.archive, "archive", ["e", "y"], archive),
  command("trash", "act", (t) => t.actions.trash, "trash", ["#", "Delete"], trash),
  command("spam", "act", (t) => t.actions.spam, "spam", ["!"], spam),
  command("star", "act", (t) => t.actions.star, "star", ["s"], toggleStar),
  command(
    "markUnread",
    "act",
    (t) => t.actions.markUnread,
    "unread",
    ["U"],
    (app) => act(app, "markUnread"),
  ),
  command(
    "markRead",
    "act",
    (t) => t.actions.markRead,
    "read",
    ["I"],
    (app) => act(app, "markRead"),
  ),
  command(
    "move",
    "act",
    (t) => t.actions.move,
    "move",
    ["v"],
    (app) => targetOf(app) !== null && show(app, "move"),
  ),
  command(
    "label",
    "act",
    (t) => t.actions.label,
    "label",
    ["l"],
    (app) => targetOf(app) !== null && show(app, "label"),
  ),
  command("select", "act", (t) => t.frame.select, "check", ["x"], select),
  command(
    "selectAll",
    "act",
    (t) => t.list.selectAll,
    "check",
    ["* a"],
    (app) => done(app.selection.selectLoaded()),
  ),
  command(
    "selectNone",
    "act",
    (t) => t.list.clearSelection,
    "close",
    ["* n"],
    (app) => done(app.selection.clear()),
  ),
  command(
    "selectUnread",
    "act",
    (_, locale) => commandWords[locale].selectUnread,
    "check",
    ["* u"],
    (app) => done(app.selection.selectLoaded((email) => !email.keywords["$seen"])),
  ),
  command(
    "selectStarred",
    "act",
    (_, locale) => commandWords[locale].selectStarred,
    "check",
    ["* s"],
    (app) => done(app.selection.selectLoaded((email) => email.keywords["$flagged"] === true)),
  ),
  command("print", "act", (t) => t.actions.print, "print", ["Ctrl+p"], print),
  command("undo", "act", (t) => t.actions.undo, "back", ["z"], undo),
  command(
    "next",
    "move",
    (t) => t.frame.older,
    "down",
    ["j"],
    (app) => step(app, 1),
  ),
  command(
    "previous",
    "move",
    (t) => t.frame.newer,
    "up",
    ["k"],
    (app) => step(app, -1),
  ),
  command("open", "move", (t) => t.frame.openConversation, "right", ["o"], open),
  command("back", "move", (t) => t.actions.back, "back", ["u", "Escape"], back),
  command(
    "nextMessage",
    "move",
    (_, locale) => commandWords[locale].nextMessage,
    "down",
    ["n"],
    () => stepMessage(1),
  ),
  command(
    "previousMessage",
    "move",
    (_, locale) => commandWords[locale].previousMessage,
    "up",
    ["p"],
    () => stepMessage(-1),
  ),
  command(
    "openAll",
    "move",
    (_, locale) => commandWords[locale].openAllMessages,
    "expand",
    [";"],
    () => toggleMessages(true),
  ),
  command(
    "closeAll",
    "move",
    (_, locale) => commandWords[locale].closeAllMessages,
    "minus",
    [":"],
    () => toggleMessages(false),
  ),
  command("search", "move", (t) => t.search.label, "search", ["/"], focusSearch),
  command(
    "inbox",
    "move",
    (t) => t.mailboxes.inbox,
    "inbox",
    ["g i"],
    (app) => goTo(app, "inbox"),
  ),
  command("starred", "move", (t) => t.mailboxes.starred, "star", ["g s"], goToStarred),
  command(
    "unread",
    "move",
    (t) => t.mailboxes.unread,
    "unread",
    ["g u"],
    (app) => done(app.router.go({ ...home, accountId: app.router.route.peek().accountId, only: "unread" })),
  ),
  command(
    "drafts",
    "move",
    (t) => t.mailboxes.drafts,
    "draft",
    ["g d"],
    (app) => goTo(app, "drafts"),
  ),
  command(
    "sent",
    "move",
    (t) => t.mailboxes.sent,
    "sent",
    ["g t"],
    (app) => goTo(app, "sent"),
  ),
  command(
    "archiveBox",
    "move",
    (t) => t.mailboxes.archive,
    "archive",
    ["g e"],
    (app) => goTo(app, "archive"),
  ),
  command(
    "junk",
    "move",
    (t) => t.mailboxes.junk,
    "spam",
    ["g !"],
    (app) => goTo(app, "junk"),
  ),
  command(
    "trashBox",
    "move",
    (t) => t.mailboxes.trash,
    "trash",
    ["g #"],
    (app) => goTo(app, "trash"),
  ),
  command(
    "palette",
    "other",
    (t) => t.frame.palette,
    "search",
    ["Ctrl+k"],
    (app) => show(app, "palette"),
  ),
  command(
    "shortcuts",
    "other",
    (t) => t.frame.shortcuts,
    "keyboard",
    ["?"],
    (app) => show(app, "shortcuts"),
  ),
  command(
    "settings",
    "other",
    (t) => t.account.settings,
    "gear",
    ["g ,"],
    (app) => show(app, "settings"),
  ),
  command(
    "newMailbox",
    "other",
    (t) => t.mailboxes.create,
    "plus",
    [],
    (app) => {
      app.mailboxAt.value = null;
      return show(app, "newMailbox");
    },
  ),
  command(
    "signOut",
    "other",
    (t) => t.account.signOut,
    "sign-out",
    [],
    (app) => done(void signOut(app)),
  ),
];

/** Keys to command ids. */
export const bindings: ReadonlyMap<string, string> = new Map(
  commands.flatMap(({ id, keys }) => keys.map((key): [string, string] => [key, id])),
);

export function runCommand(app: MailApp, id: string): boolean {
  return commands.find((one) => one.id === id)?.run(app) ?? false;
}

/** A key as it is printed on the keyboard. */
export function keyName(key: string): string {
  if (key === "Escape") return "Esc";
  return key
    .replace(/^Ctrl\+([a-z])$/, (_, letter: string) => `Ctrl ${letter.toUpperCase()}`)
    .replace(/^([A-Z])$/, "⇧$1");
}

function command(
  ...[id, group, label, icon, keys, run]: [
    Command["id"],
    CommandGroup,
    Command["label"],
    IconName,
    Command["keys"],
    Command["run"],
  ]
): Command {
  return { id, group, label, icon, keys, run };
}

function done(_nothing: void): true {
  return true;
}

function show(app: MailApp, overlay: "palette" | "shortcuts" | "settings" | "newMailbox" | "move" | "label"): boolean {
  app.overlay.value = overlay;
  return true;
}

function goTo(app: MailApp, mailbox: string): boolean {
  app.router.go({ ...home, accountId: app.router.route.peek().accountId, mailbox });
  return true;
}

function goToStarred(app: MailApp): boolean {
  const search = searchWords[app.wordStore.words.peek().locale].starred;
  app.router.go({ accountId: app.router.route.peek().accountId, mailbox: null, search, threadId: null });
  return true;
}

/** The messages of the open conversation as they stand: the heads that open and close them. */
function messageHeads(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(".message-toggle")];
}

function stepMessage(by: 1 | -1): boolean {
  const heads = messageHeads();
  if (heads.length === 0) return false;
  const focused = heads.findIndex((head) => head.closest(".message")?.contains(document.activeElement));
  const from = focused >= 0 ? focused : heads.findIndex((head) => head.ariaExpanded === "true");
  const next = heads[from + by];
  next?.focus({ preventScroll: true });
  next?.closest(".message")?.scrollIntoView({ block: "start" });
  return true;
}

function toggleMessages(shouldOpen: boolean): boolean {
  const folded = shouldOpen && document.querySelector<HTMLElement>(".messages-folded");
  if (folded) {
    folded.click();
    requestAnimationFrame(() => toggleMessages(true));
    return true;
  }
  const heads = messageHeads();
  for (const head of heads) if ((head.ariaExpanded === "true") !== shouldOpen) head.click();
  return heads.length > 0;
}

/** The open conversation; otherwise what the browser prints. */
function print(app: MailApp): boolean {
  const account = app.view.peek()?.account;
  const emails = openEmails(app);
  if (!account || emails.length === 0) return false;
  void import("../reading/print/start-print.ts").then(({ startPrint }) => startPrint(app, account, emails));
  return true;
}

function archive(app: MailApp): boolean {
  return actionsOf(app.view.peek()?.mailbox ?? null).archive && act(app, "archive");
}

function trash(app: MailApp): boolean {
  return act(app, actionsOf(app.view.peek()?.mailbox ?? null).trash);
}

function spam(app: MailApp): boolean {
  const verb = actionsOf(app.view.peek()?.mailbox ?? null).spam;
  return verb !== null && act(app, verb);
}

function select(app: MailApp): boolean {
  const row = targetOf(app)?.rows[0];
  const cursor = app.cursor.peek();
  if (cursor === null || !row) return false;
  const threadId = app.view.peek()?.account.email(cursor).peek().value?.threadId;
  if (threadId !== undefined) app.selection.toggle(cursor, threadId);
  return true;
}

function undo(app: MailApp): boolean {
  const action = app.client.undoLog.peek().at(-1);
  if (!action) return false;
  app.performer.undo(action);
  return true;
}

function open(app: MailApp): boolean {
  const cursor = app.cursor.peek();
  return cursor !== null && openConversation(app, cursor);
}

function back(app: MailApp): boolean {
  if (app.selection.current()) return done(app.selection.clear());
  return closeConversation(app);
}

function focusSearch(): boolean {
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

function answerOpen(app: MailApp, how: Answer): boolean {
  const account = app.view.peek()?.account;
  const last = openEmails(app).findLast((email) => !email.keywords["$draft"]);
  if (!account || !last) return false;
  answer(app, account, last, how);
  return true;
}
