// EmailSubmission/query, RFC 8621 §7.3.
import { SUBMISSION } from "../../../../standards/jmap/capabilities.ts";
import { listSubmissions } from "../../../store/submissions.ts";
import { defineMethod } from "../../method.ts";
import { queryShape, windowOf, type QueryCall } from "../../standard/query.ts";
import { prepareSearch } from "./find.ts";

export const emailSubmissionQuery = defineMethod<QueryCall>({
  capability: SUBMISSION,
  right: "read",
  effect: "read",
  arguments: queryShape,
  async run(call, args) {
    const search = prepareSearch(args);
    const { accountId } = call.account;
    const queryState = String((await call.states(accountId)).submission);
    const found = search(await call.read((tx) => listSubmissions(tx, accountId)));
    return {
      accountId: args.accountId,
      queryState,
      canCalculateChanges: true,
      ...windowOf(found, args),
      ...(args.calculateTotal && { total: found.length }),
    };
  },
});
