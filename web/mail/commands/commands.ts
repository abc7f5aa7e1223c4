// Everything that can be done by a key or from the palette, in one table: its keys, its words, and what it does.

import type { Catalogue, Locale } from "../../i18n/catalogue.ts";
import { commandWords } from "../../i18n/parts/commands.ts";
import type { IconName } from "../../ui/icon.tsx";
import type { MailApp } from "../state/mail-app.ts";
import { toggleStar } from "./act.ts";
import {
  acting,
  answerOpen,
  archive,
  back,
  clearSelection,
  compose,
  focusSearch,
  goTo,
  goToStarred,
  isStarred,
  isUnread,
  leave,
  newMailbox,
  open,
  print,
  select,
  selectLoaded,
  show,
  showForTarget,
  spam,
  stepping,
  trash,
  undo,
} from "./deeds.ts";
import { stepMessage, toggleMessages } from "./walk-messages.ts";

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
  command("compose", "write", (t) => t.actions.compose, "compose", ["c"], compose),
  command("reply", "write", (t) => t.actions.reply, "reply", ["r"], answerOpen("reply")),
  command("replyAll", "write", (t) => t.actions.replyAll, "reply-all", ["a"], answerOpen("replyAll")),
  command("forward", "write", (t) => t.actions.forward, "forward", ["f"], answerOpen("forward")),
  command("archive", "act", (t) => t.actions.archive, "archive", ["e", "y"], archive),
  command("trash", "act", (t) => t.actions.trash, "trash", ["#", "Delete"], trash),
  command("spam", "act", (t) => t.actions.spam, "spam", ["!"], spam),
  command("star", "act", (t) => t.actions.star, "star", ["s"], toggleStar),
  command("markUnread", "act", (t) => t.actions.markUnread, "unread", ["U"], acting("markUnread")),
  command("markRead", "act", (t) => t.actions.markRead, "read", ["I"], acting("markRead")),
  command("move", "act", (t) => t.actions.move, "move", ["v"], showForTarget("move")),
  command("label", "act", (t) => t.actions.label, "label", ["l"], showForTarget("label")),
  command("select", "act", (t) => t.frame.select, "check", ["x"], select),
  command("selectAll", "act", (t) => t.list.selectAll, "check", ["* a"], selectLoaded()),
  command("selectNone", "act", (t) => t.list.clearSelection, "close", ["* n"], clearSelection),
  command(
    "selectUnread",
    "act",
    (_, locale) => commandWords[locale].selectUnread,
    "check",
    ["* u"],
    selectLoaded(isUnread),
  ),
  command(
    "selectStarred",
    "act",
    (_, locale) => commandWords[locale].selectStarred,
    "check",
    ["* s"],
    selectLoaded(isStarred),
  ),
  command("print", "act", (t) => t.actions.print, "print", ["Ctrl+p"], print),
  command("undo", "act", (t) => t.actions.undo, "back", ["z"], undo),
  command("next", "move", (t) => t.frame.older, "down", ["j"], stepping(1)),
  command("previous", "move", (t) => t.frame.newer, "up", ["k"], stepping(-1)),
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
  command("inbox", "move", (t) => t.mailboxes.inbox, "inbox", ["g i"], goTo({ mailbox: "inbox" })),
  command("starred", "move", (t) => t.mailboxes.starred, "star", ["g s"], goToStarred),
  command("unread", "move", (t) => t.mailboxes.unread, "unread", ["g u"], goTo({ only: "unread" })),
  command("drafts", "move", (t) => t.mailboxes.drafts, "draft", ["g d"], goTo({ mailbox: "drafts" })),
  command("sent", "move", (t) => t.mailboxes.sent, "sent", ["g t"], goTo({ mailbox: "sent" })),
  command("archiveBox", "move", (t) => t.mailboxes.archive, "archive", ["g e"], goTo({ mailbox: "archive" })),
  command("junk", "move", (t) => t.mailboxes.junk, "spam", ["g !"], goTo({ mailbox: "junk" })),
  command("trashBox", "move", (t) => t.mailboxes.trash, "trash", ["g #"], goTo({ mailbox: "trash" })),
  command("palette", "other", (t) => t.frame.palette, "search", ["Ctrl+k"], show("palette")),
  command("shortcuts", "other", (t) => t.frame.shortcuts, "keyboard", ["?"], show("shortcuts")),
  command("settings", "other", (t) => t.account.settings, "gear", ["g ,"], show("settings")),
  command("newMailbox", "other", (t) => t.mailboxes.create, "plus", [], newMailbox),
  command("signOut", "other", (t) => t.account.signOut, "sign-out", [], leave),
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
