// EmailSubmission/queryChanges, RFC 8621 §7.4.
import { SUBMISSION } from "../../../../standards/jmap/capabilities.ts";
import { changesOf } from "../../../store/changes.ts";
import { listSubmissions } from "../../../store/submissions.ts";
import { formatSubmissionId, parseState } from "../../ids.ts";
import { limits } from "../../limits.ts";
import { cannotCalculateChanges } from "../../method-errors.ts";
import { defineMethod } from "../../method.ts";
import { queryChangesOf, queryChangesShape, type QueryChangesCall } from "../../standard/query.ts";
import { prepareSearch } from "./find.ts";

export const emailSubmissionQueryChanges = defineMethod<QueryChangesCall>({
  capability: SUBMISSION,
  right: "read",
  effect: "read",
  arguments: queryChangesShape,
  async run(call, args) {
    const search = prepareSearch(args);
    const since = parseState(args.sinceQueryState);
    if (since === undefined) throw cannotCalculateChanges();
    const { accountId } = call.account;
    const { maxChanges } = limits;
    const changes = await call.read((tx) => changesOf(tx, accountId, "submission", { since, maxChanges }));
    if (!changes || changes.hasMoreChanges) throw cannotCalculateChanges();
    const found = search(await call.read((tx) => listSubmissions(tx, accountId)));
    const { created, updated, destroyed } = changes;
    const changed = new Set([...created, ...updated, ...destroyed].map((id) => formatSubmissionId(id as never)));
    return {
      accountId: args.accountId,
      oldQueryState: args.sinceQueryState,
      newQueryState: String(changes.newState),
      ...queryChangesOf(changed, found, args.maxChanges),
      ...(args.calculateTotal && { total: found.length }),
    };
  },
});
