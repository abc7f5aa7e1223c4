// Mailbox/queryChanges, RFC 8621 §2.4. As a tree, a mailbox moves when another one changes: that cannot be told from changes.
import { MAIL } from "../../../../standards/jmap/capabilities.ts";
import { changesOf } from "../../../store/changes.ts";
import { listMailboxes } from "../../../store/mailboxes.ts";
import { isBoolean } from "../../guards.ts";
import { formatMailboxId, parseState } from "../../ids.ts";
import { limits } from "../../limits.ts";
import { cannotCalculateChanges } from "../../method-errors.ts";
import { defineMethod } from "../../method.ts";
import { queryChangesOf, queryChangesShape, type QueryChangesCall } from "../../standard/query.ts";
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
    const since = parseState(args.sinceQueryState);
    if (since === undefined || args.sortAsTree || args.filterAsTree) throw cannotCalculateChanges();
    const { accountId } = call.account;
    const { maxChanges } = limits;
    const changes = await call.read((tx) => changesOf(tx, accountId, "mailbox", { since, maxChanges }));
    if (!changes || changes.hasMoreChanges) throw cannotCalculateChanges();
    const found = search(await call.read((tx) => listMailboxes(tx, accountId)));
    const { created, updated, destroyed } = changes;
    const changed = new Set([...created, ...updated, ...destroyed].map((id) => formatMailboxId(id as never)));
    return {
      accountId: args.accountId,
      oldQueryState: args.sinceQueryState,
      newQueryState: String(changes.newState),
      ...queryChangesOf(changed, found, args.maxChanges),
      ...(args.calculateTotal && { total: found.length }),
    };
  },
});
