// Drafts that the server does not have yet, kept in this browser until it does.
import type { Draft } from "./types.ts";
import type { KeyValueStorage } from "../environment.ts";

/** `emailId` is the version at the server that this one will replace. */
export type LocalDraft = { draft: Draft; emailId: string | null; savedAtMs: number };

export type LocalDrafts = {
  keep(local: LocalDraft): Promise<void>;
  forget(draftKey: string): Promise<void>;
  all(): Promise<LocalDraft[]>;
};

const version = 1;

export function createLocalDrafts(accountId: string, storage: KeyValueStorage): LocalDrafts {
  const prefix = `draft/${accountId}/`;
  return {
    keep: (local) => storage.set(prefix + local.draft.key, JSON.stringify({ version, ...withoutFiles(local) })),
    forget: (draftKey) => storage.delete(prefix + draftKey),
    async all() {
      const keys = (await storage.keys()).filter((key) => key.startsWith(prefix));
      const values = await Promise.all(keys.map((key) => storage.get(key)));
      return values
        .filter((value) => value !== undefined)
        .map((value) => JSON.parse(value) as LocalDraft & { version: number })
        .filter((local) => local.version === version)
        .toSorted((one, other) => one.savedAtMs - other.savedAtMs);
    },
  };
}

/** A file that was not uploaded cannot be kept as text. */
function withoutFiles(local: LocalDraft): LocalDraft {
  const attachments = local.draft.attachments.filter(({ blobId }) => blobId !== null);
  return { ...local, draft: { ...local.draft, attachments } };
}
