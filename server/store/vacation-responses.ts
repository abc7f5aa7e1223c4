// The automatic answer of an account, and who has had it lately. Whether it is on stands on the account's row, where every delivery
// sees it without asking.
import type { AccountId } from "../base/ids.ts";
import type { ReadTx, WriteTx } from "./database.ts";
import { sql } from "./sql.ts";

export interface VacationResponse {
  isEnabled: boolean;
  fromDate: Date | null;
  toDate: Date | null;
  subject: string | null;
  textBody: string | null;
  htmlBody: string | null;
}

/** Switched off and empty until something was set. Undefined when there is no such account. */
export function findVacationResponse(tx: ReadTx, accountId: AccountId): Promise<VacationResponse | undefined> {
  return tx.row(sql<VacationResponse>`
    select a.answers_automatically as "isEnabled", v.from_date as "fromDate", v.to_date as "toDate", v.subject,
      v.text_body as "textBody", v.html_body as "htmlBody"
    from mail_account a left join vacation_response v using (account_id) where account_id = ${accountId}`);
}

/** Replaces the whole; what is said now is new to everybody. */
export async function saveVacationResponse(
  tx: WriteTx,
  accountId: AccountId,
  { isEnabled, fromDate, toDate, subject, textBody, htmlBody }: VacationResponse,
): Promise<void> {
  await tx.run(sql`
    insert into vacation_response (account_id, from_date, to_date, subject, text_body, html_body)
    values (${accountId}, ${fromDate}, ${toDate}, ${subject}, ${textBody}, ${htmlBody})
    on conflict (account_id) do update set from_date = excluded.from_date, to_date = excluded.to_date,
      subject = excluded.subject, text_body = excluded.text_body, html_body = excluded.html_body`);
  await tx.run(sql`update mail_account set answers_automatically = ${isEnabled} where account_id = ${accountId}`);
  await tx.run(sql`delete from vacation_reply where account_id = ${accountId}`);
}

/**
 * Notes that `address` (normalised) is answered now. False when it was since `since`, or when more than `atMost` were within the
 * last hour: then there must be no answer.
 */
export async function claimReply(
  tx: WriteTx,
  accountId: AccountId,
  { address, now, since, atMost }: { address: string; now: Date; since: Date; atMost: number },
): Promise<boolean> {
  await tx.run(sql`delete from vacation_reply where account_id = ${accountId} and replied_at <= ${since}`);
  const claimed = await tx.run(sql`
    insert into vacation_reply (account_id, address, replied_at)
    select ${accountId}::int, ${address}::text, ${now}::timestamptz
    where (select count(*) from vacation_reply
      where account_id = ${accountId} and replied_at > ${now}::timestamptz - interval '1 hour') < ${atMost}
    on conflict (account_id, address) do nothing`);
  return claimed > 0;
}
