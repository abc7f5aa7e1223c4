// Drafts that the server does not have yet, kept in this browser until it does.
import type { Draft } from "./types.ts";
import type { KeyValueStorage } from "../environment.ts";
import { parseJson } from "../transport.ts";

/**
 * `emailId` is the version at the server that this one will replace; `attempts` are the dates of versions that were sent to the
 * server and perhaps arrived.
 */
export type LocalDraft = { draft: Draft; emailId: string | null; savedAtMs: number; attempts?: readonly string[] };

export type LocalDrafts = {
  /** False when there is no room for it. */
  keep(local: LocalDraft): Promise<boolean>;
  forget(draftKey: string): Promise<void>;
  all(): Promise<LocalDraft[]>;
};

const version = 1;

export function createLocalDrafts(accountId: string, storage: KeyValueStorage): LocalDrafts {
  const prefix = `draft/${accountId}/`;
  return {
    async keep(local) {
      try {
        await storage.set(prefix + local.draft.key, JSON.stringify({ version, ...withoutFiles(local) }));
        return true;
      } catch {
        // Browsers give a few megabytes. What does not fit is told by the answer.
        return false;
      }
    },
    forget: (draftKey) => storage.delete(prefix + draftKey),
    async all() {
      const keys = (await storage.keys()).filter((key) => key.startsWith(prefix));
      const values = await Promise.all(keys.map((key) => storage.get(key)));
      return values
        .filter((value) => value !== undefined)
        .flatMap((value) => readLocalDraft(value) ?? [])
        .filter((local) => local.version === version)
        .toSorted((one, other) => one.savedAtMs - other.savedAtMs);
    },
  };
}

/** Undefined for what another version of this program wrote. */
function readLocalDraft(value: string): (LocalDraft & { version: number }) | undefined {
  const local = parseJson(value) as (Partial<LocalDraft> & { version: number }) | undefined;
  return local?.draft ? (local as LocalDraft & { version: number }) : undefined;
}

/** A file that was not uploaded cannot be kept as text. */
function withoutFiles(local: LocalDraft): LocalDraft {
  const attachments = local.draft.attachments.filter(({ blobId }) => blobId !== null);
  return { ...local, draft: { ...local.draft, attachments } };
}
