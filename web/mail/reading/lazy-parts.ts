// Parts of a message that not every message has, in chunks of their own.

import type { EmailSummary, MailAccount } from "../../client/types.ts";
import { lazy } from "../../ui/lazy.tsx";
import type { MailApp } from "../state/mail-app.ts";

export const Attachments = lazy(async () => (await import("./attachments.tsx")).Attachments);
export const ConversationLabels = lazy(
  async () => (await import("../folders/conversation-labels.tsx")).ConversationLabels,
);
export const Invitation = lazy(async () => (await import("./invitation/invitation.tsx")).Invitation);
export const MessagePeople = lazy(async () => (await import("./message-people.tsx")).MessagePeople);

/** Printing is fetched when it is asked for. */
export async function startPrint(app: MailApp, account: MailAccount, emails: readonly EmailSummary[]): Promise<void> {
  await (await import("./print/start-print.ts")).startPrint(app, account, emails);
}

// At hand before the first message with files or labels is opened, or somebody asks whom it went to; asked for again then if they
// do not arrive now.
for (const part of [Attachments, ConversationLabels, MessagePeople]) void part.preload();
