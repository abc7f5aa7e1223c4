// Identities: as whom an account writes (RFC 8621 §6).
import type { EmailAddress } from "../../standards/address/types.ts";
import type { AccountId, IdentityId } from "../base/ids.ts";
import type { ReadTx, WriteTx } from "./database.ts";
import { nextModseq, takeId, type AccountChange } from "./mail-account.ts";
import { sql } from "./sql.ts";

export interface Identity {
  id: IdentityId;
  name: string;
  email: string;
  replyTo: EmailAddress[] | null;
  bcc: EmailAddress[] | null;
  textSignature: string;
  htmlSignature: string;
  mayDelete: boolean;
}

export async function listIdentities(
  tx: ReadTx,
  accountId: AccountId,
  ids?: readonly IdentityId[] | null,
): Promise<Identity[]> {
  return tx.rows(sql<Identity>`
    select id, name, email, reply_to as "replyTo", bcc, text_signature as "textSignature",
      html_signature as "htmlSignature", may_delete as "mayDelete"
    from identity
    where account_id = ${accountId} and (${ids ?? null}::bigint[] is null or id = any(${ids ?? null}::bigint[]))
    order by id`);
}

/** Within `beginChange` and `finishChange(…, ["identity"])`. */
export async function createIdentity(
  tx: WriteTx,
  change: AccountChange,
  identity: Omit<Identity, "id">,
): Promise<IdentityId> {
  const id = takeId(change) as IdentityId;
  const modseq = nextModseq(change);
  await tx.run(sql`
    insert into identity (account_id, id, name, email, reply_to, bcc, text_signature, html_signature, may_delete,
      created_modseq, modseq)
    values (${change.accountId}, ${id}, ${identity.name}, ${identity.email}, ${json(identity.replyTo)}::jsonb,
      ${json(identity.bcc)}::jsonb, ${identity.textSignature}, ${identity.htmlSignature}, ${identity.mayDelete},
      ${modseq}, ${modseq})`);
  return id;
}

/** False when there is none. What is not given stays. */
export async function updateIdentity(
  tx: WriteTx,
  change: AccountChange,
  { id, ...given }: { id: IdentityId } & Partial<Omit<Identity, "id" | "mayDelete">>,
): Promise<boolean> {
  const [before] = await listIdentities(tx, change.accountId, [id]);
  if (before === undefined) return false;
  const after = { ...before, ...given };
  await tx.run(sql`
    update identity set name = ${after.name}, email = ${after.email}, reply_to = ${json(after.replyTo)}::jsonb,
      bcc = ${json(after.bcc)}::jsonb, text_signature = ${after.textSignature}, html_signature = ${after.htmlSignature},
      modseq = ${nextModseq(change)}
    where account_id = ${change.accountId} and id = ${id}`);
  return true;
}

/** False when there is none. */
export async function destroyIdentity(tx: WriteTx, change: AccountChange, id: IdentityId): Promise<boolean> {
  const destroyed = await tx.run(sql`
    with gone as (
      delete from identity where account_id = ${change.accountId} and id = ${id} returning id, created_modseq
    )
    insert into destroyed (account_id, type, modseq, id, created_modseq)
    select ${change.accountId}, 'i', ${nextModseq(change)}, id, created_modseq from gone`);
  return destroyed > 0;
}

function json(addresses: readonly EmailAddress[] | null): string | null {
  return addresses && JSON.stringify(addresses);
}
