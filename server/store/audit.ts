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
    | "accountView"
    | "calendarChange"
    | "policyChange"
    | "providerChange"
    | "providerSignOut"
    | "identityLink"
    | "identityUnlink"
    | "dataExport"
    | "deletionRequest"
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

/** Coming and going, with what was shown for it. */
const SIGN_IN_ACTIONS = ["signIn", "secondStep", "stepUp", "signOut", "sessionEnd", "accountLock", "accountUnlock"];
export type AuditFilter = "sign-ins" | "changes" | "failures";

/** What happened to an account, the newest first, before the event `before`; all of it, or what `only` says. */
export function listAuditEvents(
  tx: ReadTx,
  accountId: AccountId,
  { before, limit, only }: { before?: number; limit: number; only?: AuditFilter },
): Promise<AuditEntry[]> {
  const isSignIn = sql`action = any(${SIGN_IN_ACTIONS}::text[])`;
  const filters = { "sign-ins": isSignIn, changes: sql`not ${isSignIn}`, failures: sql`outcome = 'failure'` };
  return tx.rows(sql<AuditEntry>`
    select id, at, action, outcome, network_address as "networkAddress", device, detail,
           coalesce(actor_account_id <> subject_account_id, false) as "byOther"
    from audit_event
    where subject_account_id = ${accountId} and (${before ?? null}::bigint is null or id < ${before ?? null})
      and ${only ? filters[only] : sql`true`}
    order by id desc limit ${limit}`);
}

/** Attempts that let nobody in, and locks; the newest first. */
export function listFailedAttempts(
  tx: ReadTx,
  accountId: AccountId,
  { since, limit }: { since: Date; limit: number },
): Promise<AuditEntry[]> {
  return tx.rows(sql<AuditEntry>`
    select id, at, action, outcome, network_address as "networkAddress", device, detail, false as "byOther"
    from audit_event
    where subject_account_id = ${accountId} and at > ${since}
      and ((outcome = 'failure' and action in ('signIn', 'secondStep', 'resetRequest')) or action = 'accountLock')
    order by id desc limit ${limit}`);
}

/** When the person asked last that their data be deleted. */
export async function findDeletionRequest(tx: ReadTx, accountId: AccountId): Promise<Date | undefined> {
  const row = await tx.row(sql<{ at: Date }>`
    select at from audit_event where subject_account_id = ${accountId} and action = 'deletionRequest' and outcome = 'success'
    order by id desc limit 1`);
  return row?.at;
}

/** Whether somebody has looked at the account since then, as the trail has it. */
export async function hasViewed(
  tx: ReadTx,
  who: { actorAccountId: AccountId; subjectAccountId: AccountId; since: Date },
): Promise<boolean> {
  const found = await tx.row(sql`
    select 1 from audit_event
    where subject_account_id = ${who.subjectAccountId} and actor_account_id = ${who.actorAccountId}
      and action = 'accountView' and at > ${who.since} order by id desc limit 1`);
  return found !== undefined;
}
