// A mail store for a test file: a database of its own, a folder for large blobs, an organisation, and accounts at need.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { AccountId, MailboxId, OrganisationId } from "../../server/base/ids.ts";
import { createLog } from "../../server/base/log.ts";
import { openFolderStore } from "../../server/blobs/folder.ts";
import type { BlobStore } from "../../server/blobs/store.ts";
import { createMail, type Mail } from "../../server/mail/mail.ts";
import { createMailAccount } from "../../server/store/mail-account.ts";
import type { MailboxRole } from "../../server/store/mail-types.ts";
import { listMailboxes } from "../../server/store/mailboxes.ts";
import { sql } from "../../server/store/sql.ts";
import { createTestClock, type TestClock } from "./clock.ts";
import { openTestDatabase, type Cleanup } from "./database.ts";

export interface TestStore {
  mail: Mail;
  clock: TestClock;
  organisationId: OrganisationId;
  url: string;
  blobFolder: string;
  /** A person's account with the six mailboxes; a gigabyte unless told otherwise. */
  createAccount(options?: { quotaBytes?: number }): Promise<AccountId>;
  mailboxOf(accountId: AccountId, role: MailboxRole): Promise<MailboxId>;
}

/** `wrapStore` lets a test stand between the store and its folder, to have the disk full. */
export async function openTestStore(
  context: Cleanup,
  wrapStore: (store: BlobStore) => BlobStore = (store) => store,
): Promise<TestStore> {
  const { database: db, url } = await openTestDatabase(context);
  const blobFolder = await mkdtemp(join(tmpdir(), "surel-blobs-"));
  const clock = createTestClock();
  const log = createLog({ level: "silent" });
  const mail = await createMail({ db, blobStore: wrapStore(await openFolderStore(blobFolder)), clock, log });
  context.after(async () => {
    await mail[Symbol.asyncDispose]();
    await rm(blobFolder, { recursive: true, force: true });
  });
  const organisation = await db.write((tx) =>
    tx.row(sql<{ id: OrganisationId }>`
      insert into organisation (name, sign_in_prefix) values ('Kota Uji', 'uji') returning id`),
  );
  const organisationId = organisation!.id;
  let count = 0;
  return {
    mail,
    clock,
    organisationId,
    url,
    blobFolder,
    createAccount: ({ quotaBytes = 2 ** 30 } = {}) =>
      db.write(async (tx) => {
        const name = `orang${++count}`;
        const account = await tx.row(sql<{ id: AccountId }>`
          insert into account (organisation_id, kind, login_name, address, display_name)
          values (${organisationId}, 'person', ${name}, ${`${name}@uji.example`}, ${name}) returning id`);
        await createMailAccount(tx, { accountId: account!.id, quotaBytes });
        return account!.id;
      }),
    mailboxOf: async (accountId, role) => {
      const mailboxes = await db.read((tx) => listMailboxes(tx, accountId));
      return mailboxes.find((mailbox) => mailbox.role === role)!.id;
    },
  };
}
