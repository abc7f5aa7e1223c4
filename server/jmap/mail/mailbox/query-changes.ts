// Mailbox/queryChanges, RFC 8621 §2.4. As a tree, a mailbox moves when another one changes: that cannot be told from changes.
import { MAIL } from "../../../../standards/jmap/capabilities.ts";
import { listMailboxes } from "../../../store/mailboxes.ts";
import { isBoolean } from "../../guards.ts";
import { formatMailboxId } from "../../ids.ts";
import { cannotCalculateChanges } from "../../method-errors.ts";
import { defineMethod } from "../../method.ts";
import { queryChangesResponse } from "../../standard/query-changes.ts";
import { queryChangesShape, type QueryChangesCall } from "../../standard/query.ts";
import { prepareSearch, type MailboxSearch } from "./find.ts";

export const mailboxQueryChanges = defineMethod<QueryChangesCall & MailboxSearch>({
  capability: MAIL,
  right: "read",
  effect: "read",
  arguments: {
    ...queryChangesShape,
    guards: { ...queryChangesShape.guards, sortAsTree: isBoolean, filterAsTree: isBoolean },
  },
  async run(call, args) {
    const search = prepareSearch(args, call.account);
    if (args.sortAsTree || args.filterAsTree) throw cannotCalculateChanges();
    return queryChangesResponse(call, args, {
      state: "mailbox",
      format: formatMailboxId,
      find: async (tx) => search(await listMailboxes(tx, call.account.accountId)),
    });
  },
});
