// The audit trail. Rows are only ever added; the database itself refuses anything else.

import type { AccountId, OrganisationId } from "../base/ids.ts";
import type { ReadTx, WriteTx } from "./database.ts";
import { sql } from "./sql.ts";

export interface AuditEvent {
  at: Date;
  organisationId?: OrganisationId;
  actorAccountId?: AccountId;
  subjectAccountId?: AccountId;
  action:
    | "signIn"
    | "signOut"
    | "passwordChange"
    | "passwordReset"
    | "resetRequest"
    | "secondStep"
    | "stepUp"
    | "accountLock"
    | "accountUnlock"
    | "recoveryChannelChange"
    | "secondFactorChange"
    | "recoveryCodesCreate"
    | "sessionEnd"
    | "deviceForget"
    | "appPasswordRevoke"
    | "appPasswordCreate"
    | "passwordSet"
    | "foreignAccess"
    | "accountCreate"
    | "accountStateChange"
    | "calendarChange"
    | "providerChange"
    | "providerSignOut"
    | "identityLink"
    | "identityUnlink"
    | "import";
  outcome: "success" | "failure";
  networkAddress?: string;
  /** What the browser or program says it is, shortened. */
  device?: string;
  /** Never a secret, never a message's content. */
  detail?: Readonly<Record<string, unknown>>;
}

export async function insertAuditEvent(tx: WriteTx, event: AuditEvent): Promise<void> {
  await tx.run(sql`
    insert into audit_event (at, organisation_id, actor_account_id, subject_account_id, action, outcome, network_address,
                             device, detail)
    values (${event.at}, ${event.organisationId ?? null}, ${event.actorAccountId ?? null}, ${event.subjectAccountId ?? null},
            ${event.action}, ${event.outcome}, ${event.networkAddress ?? null}, ${event.device ?? null},
            ${JSON.stringify(event.detail ?? {})})`);
}

export interface AuditEntry {
  id: number;
  at: Date;
  action: AuditEvent["action"];
  outcome: AuditEvent["outcome"];
  networkAddress: string | null;
  device: string | null;
  detail: Record<string, unknown>;
  /** Somebody else did it. */
  byOther: boolean;
}

/** What happened to an account, the newest first, before the event `before`. */
export function listAuditEvents(
  tx: ReadTx,
  accountId: AccountId,
  { before, limit }: { before?: number; limit: number },
): Promise<AuditEntry[]> {
  return tx.rows(sql<AuditEntry>`
    select id, at, action, outcome, network_address as "networkAddress", device, detail,
           coalesce(actor_account_id <> subject_account_id, false) as "byOther"
    from audit_event
    where subject_account_id = ${accountId} and action <> 'foreignAccess'
      and (${before ?? null}::bigint is null or id < ${before ?? null})
    order by id desc limit ${limit}`);
}
