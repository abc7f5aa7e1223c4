// What became of a sent email (RFC 8621 §7), asked when somebody looks into it.

import type { EmailSubmission } from "../../standards/jmap/email-submission.ts";
import type { GetResponse } from "../../standards/jmap/methods.ts";
import type { Batch } from "./batch.ts";
import { outcomeOf } from "./failure.ts";
import type { Outcome } from "./types.ts";

export function listDeliveries(batch: Batch, accountId: string, emailId: string): Promise<Outcome<EmailSubmission[]>> {
  return outcomeOf(async () => {
    const ids = { resultOf: "q", name: "EmailSubmission/query", path: "/ids" };
    const answers = await batch.send([
      ["EmailSubmission/query", { accountId, filter: { emailIds: [emailId] } }, "q"],
      ["EmailSubmission/get", { accountId, "#ids": ids }, "g"],
    ]);
    return answers.get<GetResponse<EmailSubmission>>("g").list;
  });
}
