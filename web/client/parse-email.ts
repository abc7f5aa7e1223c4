// Reads a message that is an attachment (RFC 8621 §4.9), when somebody looks into it.

import type { Batch } from "./batch.ts";
import { bodyArguments, bodyProperties } from "./email-properties.ts";
import { outcomeOf } from "./failure.ts";
import type { Outcome, ParsedEmail } from "./types.ts";

/** Metadata it has none. */
const parseArguments = {
  ...bodyArguments,
  properties: [...bodyProperties.filter((name) => name !== "id" && name !== "blobId"), "from", "to", "subject"],
};

/** Null when the blob is no message. */
export function parseEmail(batch: Batch, accountId: string, blobId: string): Promise<Outcome<ParsedEmail | null>> {
  return outcomeOf(async () => {
    const answers = await batch.send([["Email/parse", { accountId, blobIds: [blobId], ...parseArguments }, "p"]]);
    const { parsed } = answers.get<{ parsed: Record<string, Omit<ParsedEmail, "id" | "blobId">> | null }>("p");
    const email = parsed?.[blobId];
    return email ? { ...email, id: blobId, blobId } : null;
  });
}
