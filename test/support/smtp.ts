// The incoming SMTP port on the small organisation of test/support/small-organisation.ts, with a zone of its own.

import { systemRandom } from "../../server/base/ids.ts";
import type { AccountId, BlobHash } from "../../server/base/ids.ts";
import type { BlobStore } from "../../server/blobs/store.ts";
import type { Listener } from "../../server/smtp/listener.ts";
import { startSmtp, type SmtpOptions } from "../../server/smtp/start-smtp.ts";
import { listJournal, type JournalRow } from "../../server/store/journal.ts";
import { sql } from "../../server/store/sql.ts";
import { createTestResolver, type Zone } from "./dns.ts";
import { openSmallOrganisation, silentLog, type SmallOrganisation } from "./small-organisation.ts";
import type { Cleanup } from "./database.ts";
import { runScript } from "./smtp-script.ts";

export interface TestSmtp extends SmallOrganisation {
  listener: Listener;
  zone: Zone;
  script(transcript: string): Promise<void>;
  /** The raw messages of an account with the role of the mailbox each is in, oldest first. */
  messagesOf(accountId: AccountId): Promise<{ role: string; raw: string; verdicts: string }[]>;
  journalLength(): Promise<number>;
}

export async function openTestSmtp(
  context: Cleanup,
  options: Partial<SmtpOptions> = {},
  wrapStore?: (store: BlobStore) => BlobStore,
): Promise<TestSmtp> {
  const fixture = await openSmallOrganisation(context, wrapStore);
  const zone: Zone = {};
  const listener = await startSmtp({
    host: "127.0.0.1",
    port: 0,
    hostname: "mx.contoh.go.id",
    mail: fixture.mail,
    directory: fixture.directory,
    resolver: createTestResolver(zone),
    random: systemRandom,
    log: silentLog,
    ...options,
    limits: { tarpitMs: 0, ...options.limits },
  });
  context.after(async () => listener[Symbol.asyncDispose]());
  return {
    ...fixture,
    listener,
    zone,
    script: (transcript) => runScript(transcript, { port: listener.address.port }),
    ...readers(fixture),
  };
}

/** What tests look at afterwards. */
export function readers({
  mail,
  db,
  organisationId,
}: SmallOrganisation): Pick<TestSmtp, "messagesOf" | "journalLength"> {
  async function findEntry(blobHash: BlobHash): Promise<JournalRow | undefined> {
    return (await db.read((tx) => listJournal(tx, { organisationId, blobHash, limit: 1 }))).at(0);
  }
  return {
    async messagesOf(accountId) {
      const rows = await db.read((tx) =>
        tx.rows(sql<{ role: string; hash: BlobHash }>`
          select mailbox.role, encode(email.blob_hash, 'hex') as hash
          from email join mailbox on mailbox.account_id = email.account_id and mailbox.id = any(email.mailbox_ids)
          where email.account_id = ${accountId} order by email.id`),
      );
      return Promise.all(
        rows.map(async ({ role, hash }) => ({
          role,
          raw: Buffer.from((await mail.blobs.get(hash)) ?? []).toString("utf8"),
          verdicts: String((await findEntry(hash))?.remote.verdicts ?? ""),
        })),
      );
    },
    async journalLength() {
      const row = await db.read((tx) => tx.row(sql<{ count: number }>`select count(*) as count from journal_entry`));
      return row?.count ?? 0;
    },
  };
}
