// Drafts that this browser kept from an earlier visit and that nobody is writing now. Fetched only where the storage holds any.
import type { QueryResponse } from "../../../standards/jmap/methods.ts";
import type { Batch } from "../batch.ts";
import type { Identity } from "../types.ts";
import { messageIdOf } from "./draft-email.ts";
import type { DraftLocks } from "./draft-locks.ts";
import type { LocalDraft, LocalDrafts } from "./local-drafts.ts";
import { isBlank } from "./own-text.ts";
import type { Composer, Draft, UnsavedDraft } from "./types.ts";

export type UnsavedDraftsOptions = {
  accountId: string;
  batch: Batch;
  now: () => number;
  localDrafts: LocalDrafts;
  locks: DraftLocks;
  identityOf: (draft: Draft) => Identity;
  /** Whether this window is writing it. */
  isWritten: (draftKey: string) => boolean;
  resume: (from: Pick<LocalDraft, "draft" | "emailId"> & { attempts: readonly string[] }) => Composer;
};

/** Longer than a draft that is being written goes unsaved; counts where the browser cannot tell which windows write what. */
const abandonedAfterMs = 15_000;

/** Those with nothing in them, and those that were sent after all, are forgotten on the way. */
export async function findUnsavedDrafts(options: UnsavedDraftsOptions): Promise<UnsavedDraft[]> {
  const { localDrafts, locks, resume } = options;
  const left = await abandoned(options);
  const isDone = await Promise.all(
    left.map(async ({ draft }) => isDraftBlank(draft, options) || isSent(draft, options)),
  );
  await Promise.all(left.filter((_, index) => isDone[index]).map(({ draft }) => localDrafts.forget(draft.key)));
  return left
    .filter((_, index) => !isDone[index])
    .map(({ draft, emailId, savedAtMs, attempts = [] }) => ({
      subject: draft.subject,
      savedAtMs,
      open: async () => ((await locks.take(draft.key)) ? resume({ draft, emailId, attempts }) : null),
      discard: () => localDrafts.forget(draft.key),
    }));
}

async function abandoned({ localDrafts, locks, now, isWritten }: UnsavedDraftsOptions): Promise<LocalDraft[]> {
  const kept = await localDrafts.all();
  const held = await locks.held();
  const untilMs = now() - abandonedAfterMs;
  return kept.filter(({ draft, savedAtMs }) =>
    held ? !held.has(draft.key) : savedAtMs < untilMs && !isWritten(draft.key),
  );
}

function isDraftBlank(draft: Draft, { identityOf }: UnsavedDraftsOptions): boolean {
  return isBlank(draft, identityOf(draft).textSignature);
}

/** The window was closed after the message had left. */
async function isSent(draft: Draft, { accountId, batch, identityOf }: UnsavedDraftsOptions): Promise<boolean> {
  const filter = {
    operator: "AND",
    conditions: [{ header: ["Message-ID", messageIdOf(draft, identityOf(draft))] }, { notKeyword: "$draft" }],
  };
  const answers = await batch.send([["Email/query", { accountId, filter, limit: 1 }, "q"]]);
  return answers.get<QueryResponse>("q").ids.length > 0;
}
