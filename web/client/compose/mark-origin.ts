// What was answered or forwarded is marked so when the answer is sent.
import type { QueryResponse } from "../../../standards/jmap/methods.ts";
import type { Batch } from "../batch.ts";
import type { Draft } from "./types.ts";

type Dependencies = { accountId: string; batch: Batch; synchronize: () => Promise<void> };

/** By the keyword of RFC 8621 §4.1.1. Fails as a request does. */
export async function markOrigin(draft: Draft, dependencies: Dependencies): Promise<void> {
  const { batch, synchronize } = dependencies;
  const origin = draft.origin ?? (await findOrigin(draft, dependencies));
  if (!origin) return;
  const { accountId, emailId } = origin;
  const keyword = origin.kind === "reply" ? "$answered" : "$forwarded";
  const update = { [emailId]: { [`keywords/${keyword}`]: true } };
  (await batch.send([["Email/set", { accountId, update }, "m"]])).find("m");
  void synchronize();
}

/** A draft that was opened again knows what it answers by its header alone. */
async function findOrigin({ inReplyTo }: Draft, { accountId, batch }: Dependencies): Promise<Draft["origin"]> {
  const messageId = inReplyTo?.at(-1);
  if (messageId === undefined) return null;
  const filter = { header: ["Message-ID", messageId] };
  const answers = await batch.send([["Email/query", { accountId, filter, limit: 1 }, "q"]]);
  const emailId = answers.find<QueryResponse>("q")?.ids[0];
  return emailId === undefined ? null : { kind: "reply", accountId, emailId };
}
