// What changes the folders themselves, fetched when it is first asked for.

import { lazy } from "../../ui/lazy.tsx";

export const MailboxDialog = lazy(async () => (await import("./mailbox-dialog.tsx")).MailboxDialog);
export const DeleteMailboxDialog = lazy(async () => (await import("./delete-mailbox-dialog.tsx")).DeleteMailboxDialog);
export const MailboxMenu = lazy(async () => (await import("./mailbox-menu.tsx")).MailboxMenu);
export const EmptyMailbox = lazy(async () => (await import("./empty-mailbox.tsx")).EmptyMailbox);
