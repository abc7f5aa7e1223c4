// EmailSubmission/queryChanges, RFC 8621 §7.4.
import { SUBMISSION } from "../../../../standards/jmap/capabilities.ts";
import { listSubmissions } from "../../../store/submissions.ts";
import { formatSubmissionId } from "../../ids.ts";
import { defineMethod } from "../../method.ts";
import { queryChangesResponse } from "../../standard/query-changes.ts";
import { queryChangesShape, type QueryChangesCall } from "../../standard/query.ts";
import { prepareSearch } from "./find.ts";

export const emailSubmissionQueryChanges = defineMethod<QueryChangesCall>({
  capability: SUBMISSION,
  right: "read",
  effect: "read",
  arguments: queryChangesShape,
  async run(call, args) {
    const search = prepareSearch(args);
    return queryChangesResponse(call, args, {
      state: "submission",
      format: formatSubmissionId,
      find: async (tx) => search(await listSubmissions(tx, call.account.accountId)),
    });
  },
});
