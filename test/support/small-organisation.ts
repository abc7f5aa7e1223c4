// A small organisation on a database of its own, with the verbs of mail on it: contoh.go.id with Budi, Siti and Admin.

import { createDkimKey } from "../../server/base/dkim-key.ts";
import type { AccountId, BlobHash, OrganisationId } from "../../server/base/ids.ts";
import { createLog } from "../../server/base/log.ts";
import type { BlobStore } from "../../server/blobs/store.ts";
import { createMail, type Mail } from "../../server/mail/mail.ts";
import { createAccount, type AccountRequest } from "../../server/organisation/create-account.ts";
import { createOrganisation } from "../../server/organisation/create-organisation.ts";
import { createDirectory, type Directory } from "../../server/organisation/directory.ts";
import type { Database } from "../../server/store/database.ts";
import { createTestClock, type TestClock } from "./clock.ts";
import { openTestDatabase, type Cleanup } from "./database.ts";

export interface SmallOrganisation {
  mail: Mail;
  db: Database;
  url: string;
  directory: Directory;
  clock: TestClock;
  organisationId: OrganisationId;
  budi: AccountId;
  siti: AccountId;
  admin: AccountId;
  addAccount(request: AccountRequest): Promise<AccountId>;
}

export const silentLog = createLog({ level: "silent" });

/** `wrapStore` lets a test stand between the mail and where its large contents are kept. */
export async function openSmallOrganisation(
  context: Cleanup,
  wrapStore: (store: BlobStore) => BlobStore = (store) => store,
): Promise<SmallOrganisation> {
  const { database: db, url } = await openTestDatabase(context);
  const clock = createTestClock();
  const mail = await createMail({ db, blobStore: wrapStore(createMemoryStore()), clock, log: silentLog });
  context.after(async () => mail[Symbol.asyncDispose]());
  const key = await createDkimKey(new Date(clock.now()));
  const made = await db.write((tx) =>
    createOrganisation(tx, { name: "Pemerintah Kota Contoh", signInPrefix: "contoh", domain: "contoh.go.id", key }),
  );
  if (typeof made === "string") throw new Error(made);
  async function addAccount(request: AccountRequest): Promise<AccountId> {
    const account = await db.write((tx) => createAccount(tx, request));
    if (typeof account === "string") throw new Error(account);
    return account.accountId;
  }
  return {
    mail,
    db,
    url,
    directory: createDirectory({ db }),
    clock,
    organisationId: made,
    admin: await addAccount({ address: "admin@contoh.go.id", displayName: "Admin", role: "administrator" }),
    budi: await addAccount({ address: "budi.santoso@contoh.go.id", displayName: "Budi Santoso" }),
    siti: await addAccount({ address: "siti.rahayu@contoh.go.id", displayName: "Siti Rahayu" }),
    addAccount,
  };
}

function createMemoryStore(): BlobStore {
  const kept = new Map<BlobHash, Uint8Array>();
  return {
    write: async (hash, bytes) => void kept.set(hash, Uint8Array.from(bytes)),
    read: async (hash) => kept.get(hash),
    remove: async (hash) => void kept.delete(hash),
    async *list() {
      for (const hash of kept.keys()) yield { hash, writtenAt: new Date(0) };
    },
    removeUnfinished: async () => undefined,
    check: async () => undefined,
  };
}
