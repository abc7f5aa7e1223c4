// Email/queryChanges, RFC 8621 §4.5.
import { MAIL } from "../../../../standards/jmap/capabilities.ts";
import { queryEmailChanges } from "../../../mail/query-email-changes.ts";
import { isBoolean } from "../../guards.ts";
import { formatEmailId, parseEmailId } from "../../ids.ts";
import { cannotCalculateChanges, tooManyChanges, unsupportedFilter } from "../../method-errors.ts";
import { defineMethod } from "../../method.ts";
import { queryChangesShape, type QueryChangesCall } from "../../standard/query.ts";
import { readEmailFilter } from "./filter.ts";
import { readEmailSort } from "./sort.ts";

const failures = {
  cannotCalculateChanges,
  tooManyChanges,
  unsupportedFilter: () => unsupportedFilter("this filter cannot be used"),
};

export const emailQueryChanges = defineMethod<QueryChangesCall & { collapseThreads?: boolean }>({
  capability: MAIL,
  right: "read",
  effect: "read",
  arguments: { ...queryChangesShape, guards: { ...queryChangesShape.guards, collapseThreads: isBoolean } },
  async run(call, args) {
    const query = {
      filter: readEmailFilter(call, args.filter),
      sort: readEmailSort(args.sort),
      collapseThreads: args.collapseThreads ?? false,
      sinceQueryState: args.sinceQueryState,
      maxChanges: args.maxChanges ?? null,
      upToId: args.upToId == null ? null : (parseEmailId(args.upToId) ?? null),
      calculateTotal: args.calculateTotal ?? false,
    };
    const result = await call.read((tx) => queryEmailChanges(call.deps.mail, tx, call.account.accountId, query));
    if ("failure" in result) throw failures[result.failure]();
    return {
      accountId: args.accountId,
      oldQueryState: result.oldQueryState,
      newQueryState: result.newQueryState,
      ...(result.total !== undefined && { total: result.total }),
      removed: result.removed.map(formatEmailId),
      added: result.added.map(({ id, index }) => ({ id: formatEmailId(id), index })),
    };
  },
});
