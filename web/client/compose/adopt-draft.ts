// A draft begun in one account that is to be written in another, under another name: its files go along (Blob/copy, RFC 8620 §6.3).
import type { SetError } from "../../../standards/jmap/errors.ts";
import type { Batch } from "../batch.ts";
import { refused, RequestFailure } from "../failure.ts";
import type { Draft } from "./types.ts";

type CopyResponse = {
  copied: Readonly<Record<string, string>> | null;
  notCopied: Readonly<Record<string, SetError>> | null;
};

/** All its files are uploaded. What it answers stays in the other account, and is marked there. */
export async function adoptDraft(
  draft: Draft,
  to: Pick<Draft, "accountId" | "identityId" | "key">,
  batch: Batch,
): Promise<Draft> {
  const { accountId } = to;
  const blobIds = [...new Set(draft.attachments.flatMap(({ blobId }) => blobId ?? []))];
  const adopted = { ...draft, ...to };
  if (blobIds.length === 0) return adopted;
  const answers = await batch.send([["Blob/copy", { fromAccountId: draft.accountId, accountId, blobIds }, "c"]]);
  const { copied, notCopied } = answers.get<CopyResponse>("c");
  for (const refusal of Object.values(notCopied ?? {})) throw new RequestFailure(refused(refusal));
  const attachments = draft.attachments.map((file) => ({ ...file, blobId: copied?.[file.blobId ?? ""] ?? null }));
  return { ...adopted, attachments };
}
