// Synthetic emails for measurements: any number of them in one mailbox by a few statements, with every row and count that the
// real verbs would have made but for what search needs.
import type { AccountId, BlobHash, MailboxId } from "../base/ids.ts";
import { bytesOf } from "./blobs.ts";
import type { ReadTx, WriteTx } from "./database.ts";
import { sql } from "./sql.ts";

export interface Fill {
  accountId: AccountId;
  mailboxId: MailboxId;
  count: number;
  /** The stored messages that the conversations are, in turn. */
  blobHashes: readonly BlobHash[];
  size: number;
  newestAt: Date;
}

/** Of ten emails six are alone and four are one conversation; every third is unread; a minute lies between two. */
export async function fillMailbox(tx: WriteTx, fill: Fill): Promise<void> {
  const { accountId, mailboxId, count, blobHashes, size, newestAt } = fill;
  const firstId = 1_000;
  const threadOf = sql`${firstId}::int + ${count}::int + n - greatest(n % 10 - 6, 0)`;
  const blobs = blobHashes.map(bytesOf);
  const receivedAt = sql`${newestAt}::timestamptz - (${count}::int - n) * interval '1 minute'`;
  await tx.run(sql`
    insert into email (account_id, id, thread_id, size, received_at, sent_at, created_modseq, modseq, has_attachment,
                       blob_hash, mailbox_ids, keywords, subject, preview, header)
    select ${accountId}::int, ${firstId}::int + n, ${threadOf}, ${size}::int, ${receivedAt}, ${receivedAt}, n, n, n % 5 = 0,
      (${blobs}::bytea[])[1 + (${threadOf}) % ${blobs.length}::int], array[${mailboxId}::int],
      case n % 3 when 0 then '{}'::text[] when 1 then '{$seen}' else '{$answered,$seen}' end,
      'Undangan rapat koordinasi penyusunan anggaran nomor ' || n,
      'Yth. Bapak dan Ibu, bersama ini kami sampaikan undangan rapat koordinasi yang akan dilaksanakan pada hari Senin, ' ||
        'pukul 09.00 WIB, di ruang rapat lantai dua. Mohon kehadirannya tepat waktu. Atas perhatiannya terima kasih. ' || n,
      '{"zone":"+07:00","from":[["pegawai' || n % 500 || '@contoh.go.id","Pegawai ' || n % 500 ||
        '"]],"to":[["budi.santoso@contoh.go.id","Budi Santoso"],["siti.rahayu@contoh.go.id","Siti Rahayu"]]}'
    from generate_series(1, ${count}::int) n`);
  await tx.run(sql`
    insert into mailbox_email (account_id, mailbox_id, received_at, email_id)
    select account_id, ${mailboxId}::int, received_at, id from email where account_id = ${accountId}
    order by received_at, id`);
  await tx.run(sql`
    insert into mailbox_thread (account_id, mailbox_id, thread_id, newest_email_id, newest_at, emails, unread_emails, unread)
    select account_id, ${mailboxId}::int, thread_id, max(id), max(received_at), count(*),
      count(*) filter (where not '$seen' = any(keywords)), bool_or(not '$seen' = any(keywords))
    from email where account_id = ${accountId} group by account_id, thread_id`);
  await tx.run(sql`
    update mailbox set (total_emails, unread_emails, total_threads, unread_threads, modseq) = (
      select sum(emails), sum(unread_emails), count(*), count(*) filter (where unread), ${count}::int from mailbox_thread
      where account_id = ${accountId} and mailbox_id = ${mailboxId})
    where account_id = ${accountId} and id = ${mailboxId}`);
  await tx.run(sql`
    update mail_account set next_id = ${firstId + 3 * count}, modseq = ${count}, mailbox_modseq = ${count},
      email_modseq = ${count}, thread_modseq = ${count}, email_count = ${count}, used_bytes = ${count}::bigint * ${size}
    where account_id = ${accountId}`);
  await tx.run(sql`update blob set email_count = ${count} where hash = any(${blobs}::bytea[])`);
}

/** Leaves nothing of the filling for the database to do while it is measured. Statements by themselves: no transaction. */
export async function settleMail(tx: ReadTx): Promise<void> {
  for (const table of [sql`email`, sql`mailbox_email`, sql`mailbox_thread`]) {
    await tx.rows(sql`vacuum (analyze) ${table}`);
  }
  await tx.rows(sql`checkpoint`);
}
