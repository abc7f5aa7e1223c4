// What a mailbox is called on the screen: those with a role in the person's language, the others as they were named.

import type { MailAccount, Mailbox } from "../../client/types.ts";
import type { Catalogue } from "../../i18n/catalogue.ts";
import type { IconName } from "../../ui/icon.tsx";

export function mailboxName({ role, name }: Pick<Mailbox, "role" | "name">, { mailboxes }: Catalogue): string {
  switch (role) {
    case "inbox":
    case "drafts":
    case "sent":
    case "archive":
    case "junk":
    case "trash":
      return mailboxes[role];
    default:
      return name;
  }
}

/** The session names accounts by their addresses; people know a unit by the name that it writes under. */
export function accountName(account: MailAccount): string {
  return account.identities.value?.[0]?.name || account.name;
}

export function mailboxIcon({ role }: Pick<Mailbox, "role">): IconName {
  switch (role) {
    case "inbox":
    case "sent":
    case "archive":
    case "trash":
      return role;
    case "drafts":
      return "draft";
    case "junk":
      return "spam";
    default:
      return "folder";
  }
}
