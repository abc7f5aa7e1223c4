// Answering: a composer at the foot of the conversation, or docked when one stands there already.

import type { Composer } from "../../client/compose/types.ts";
import type { EmailSummary, MailAccount, Outcome } from "../../client/types.ts";
import type { Placement } from "../state/compose-windows.ts";
import type { MailApp } from "../state/mail-app.ts";

export type Answer = "reply" | "replyAll" | "forward" | "forwardAsAttachment";

export function answer(app: MailApp, account: MailAccount, email: EmailSummary, how: Answer): void {
  const pending = account
    .compose()
    .then((compose) =>
      how === "reply" || how === "replyAll"
        ? compose.reply(email.id, { toAll: how === "replyAll" })
        : compose.forward(email.id, { asAttachment: how === "forwardAsAttachment" }),
    );
  open(app, account, pending, placementFor(app, email.threadId));
}

export function editDraft(app: MailApp, account: MailAccount, emailId: string): void {
  const pending = account.compose().then((compose) => compose.edit(emailId));
  open(app, account, pending, placementFor(app, app.router.route.peek().threadId ?? ""));
}

function open(app: MailApp, account: MailAccount, pending: Promise<Outcome<Composer>>, placement: Placement): void {
  void app.composeWindows.openWhenReady(account, pending, placement).then((outcome) => {
    if (!outcome.ok) app.tellFailure(outcome.failure);
  });
}

/** On a phone a composer fills the window anyway. */
function placementFor(app: MailApp, threadId: string): Placement {
  if (app.layout.peek().room === "phone" || app.router.route.peek().threadId !== threadId) return { kind: "docked" };
  const isTaken = app.composeWindows.windows
    .peek()
    .some(({ placement }) => placement.kind === "inPlace" && placement.threadId === threadId);
  return isTaken ? { kind: "docked" } : { kind: "inPlace", threadId };
}
