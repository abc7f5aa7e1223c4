// A mailbox with those it stands in, for lists where the tree cannot be seen: "Kegiatan / 2026".

import type { Mailbox, MailboxNode } from "../../client/types.ts";
import type { Catalogue } from "../../i18n/catalogue.ts";
import { mailboxName } from "../shell/mailbox-name.ts";

export function mailboxPath(mailbox: Mailbox, nodes: readonly MailboxNode[], t: Catalogue): string {
  const names = [mailboxName(mailbox, t)];
  // Never longer than the list: parents that stand in each other come to an end too.
  for (let { parentId } = mailbox; parentId !== null && names.length <= nodes.length;) {
    const parent = nodes.find((node) => node.mailbox.id === parentId)?.mailbox;
    if (!parent) break;
    names.unshift(mailboxName(parent, t));
    ({ parentId } = parent);
  }
  return names.join(" / ");
}
