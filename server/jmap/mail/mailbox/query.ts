// Mailbox/query, RFC 8621 §2.3.
import { MAIL } from "../../../../standards/jmap/capabilities.ts";
import { listMailboxes } from "../../../store/mailboxes.ts";
import { isBoolean } from "../../guards.ts";
import { defineMethod } from "../../method.ts";
import { queryShape, windowOf, type QueryCall } from "../../standard/query.ts";
import { prepareSearch, type MailboxSearch } from "./find.ts";

export const mailboxQuery = defineMethod<QueryCall & MailboxSearch>({
  capability: MAIL,
  right: "read",
  effect: "read",
  arguments: { ...queryShape, guards: { ...queryShape.guards, sortAsTree: isBoolean, filterAsTree: isBoolean } },
  async run(call, args) {
    const search = prepareSearch(args, call.account);
    const { accountId } = call.account;
    const queryState = String((await call.states(accountId)).mailbox);
    const found = search(await call.read((tx) => listMailboxes(tx, accountId)));
    return {
      accountId: args.accountId,
      queryState,
      canCalculateChanges: !args.sortAsTree && !args.filterAsTree,
      ...windowOf(found, args),
      ...(args.calculateTotal && { total: found.length }),
    };
  },
});
