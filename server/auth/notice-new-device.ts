// A sign-in from a device at which the person was never seen is written down with its session, for tell-new-devices.ts to tell.

import type { SecurityPolicy } from "../organisation/security-policy.ts";
import type { Account } from "../store/accounts.ts";
import type { WriteTx } from "../store/database.ts";
import { hasSignedIn, hasSignedInFrom, insertNewDevice } from "../store/new-devices.ts";
import { findRememberedDevice } from "../store/remembered-devices.ts";
import type { Visitor } from "./begin-session.ts";
import { hashDeviceToken } from "./device-token.ts";

/** More would be noise, or a way to fill a mailbox. */
const MOST_PER_DAY = 5;
const DAY_MS = 86_400_000;
const KNOWN_MS = 180 * DAY_MS;

/** Before the sign-in is written to the audit trail. Nothing is new at the first sign-in of all. */
export async function isNewDevice(
  tx: WriteTx,
  { account, visitor, security, now }: { account: Account; visitor: Visitor; security: SecurityPolicy; now: Date },
): Promise<boolean> {
  const accountId = account.id;
  const tokenHash = hashDeviceToken(visitor.deviceToken ?? "");
  if (tokenHash && (await findRememberedDevice(tx, { tokenHash, accountId, now }))) return false;
  if (!(await hasSignedIn(tx, accountId))) return false;
  if (security.rememberDays > 0) return true;
  const { networkAddress } = visitor;
  const since = new Date(now.getTime() - KNOWN_MS);
  return !(await hasSignedInFrom(tx, accountId, { device: visitor.device.slice(0, 200), networkAddress, since }));
}

export function noticeNewDevice(
  tx: WriteTx,
  { account, visitor, sessionId, now }: { account: Account; visitor: Visitor; sessionId: number; now: Date },
): Promise<void> {
  const { networkAddress } = visitor;
  const device = visitor.device.slice(0, 200);
  const limit = { since: new Date(now.getTime() - DAY_MS), most: MOST_PER_DAY };
  return insertNewDevice(tx, { accountId: account.id, sessionId, at: now, device, networkAddress }, limit);
}
