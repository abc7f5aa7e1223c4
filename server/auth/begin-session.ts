// A new session for each sign-in, in a browser that is remembered from now on, but for a public computer. The session and the device
// token that the browser had before are worth nothing afterwards.

import type { Clock } from "../base/clock.ts";
import type { RandomSource } from "../base/ids.ts";
import type { Policies } from "../organisation/policies.ts";
import type { SecurityPolicy } from "../organisation/security-policy.ts";
import type { Account } from "../store/accounts.ts";
import type { WriteTx } from "../store/database.ts";
import { insertProviderSession, type Vouched } from "../store/provider-sessions.ts";
import { rememberDevice } from "../store/remembered-devices.ts";
import { deleteSession, insertSession, updateProofTime } from "../store/sessions.ts";
import { createDeviceToken, hashDeviceToken } from "./device-token.ts";
import { createSessionToken, hashSessionToken } from "./session-token.ts";

export interface Visitor {
  networkAddress: string;
  device: string;
  /** The browser's earlier session, which this one replaces. */
  replaces?: string;
  /** What the browser keeps to be known again. */
  deviceToken?: string;
  /** R108: the person said that others use this computer. Nothing is remembered here, and the session ends sooner. */
  isPublicComputer?: boolean;
}

export interface NewSession {
  token: string;
  isPublicComputer: boolean;
  /** For the browser to keep; absent when the policy remembers none. */
  deviceToken?: string;
}

const DAY_MS = 86_400_000;

export async function beginSession(
  tx: WriteTx,
  { clock, random }: { clock: Clock; random: RandomSource },
  sign: {
    account: Account;
    visitor: Visitor;
    policies: Policies;
    security: SecurityPolicy;
    /** The person asked not to be asked for the second step here. */
    trust?: boolean;
    /** Whose word it rests on, where that is not ours. */
    vouched?: Vouched;
    /** False: what the provider says of the last proof counts, which may be hours old. */
    isProven?: boolean;
  },
): Promise<NewSession & { id: number }> {
  const { account, visitor, policies, security, trust = false, vouched, isProven = true } = sign;
  const token = createSessionToken(random);
  const tokenHash = hashSessionToken(token);
  if (tokenHash === undefined) throw new Error("a session token is not what it should be");
  const now = clock.now();
  const earlier = hashSessionToken(visitor.replaces ?? "");
  if (earlier) await deleteSession(tx, earlier);
  const device = visitor.device.slice(0, 200);
  const { networkAddress, isPublicComputer = false } = visitor;
  const { lifetimeMs, publicLifetimeMs } = policies.session;
  const id = await insertSession(tx, {
    tokenHash,
    accountId: account.id,
    createdAt: new Date(now),
    lastUsedAt: new Date(now),
    expiresAt: new Date(now + (isPublicComputer ? Math.min(publicLifetimeMs, lifetimeMs) : lifetimeMs)),
    device,
    networkAddress,
    isPublicComputer,
  });
  if (vouched) {
    await insertProviderSession(tx, vouched, { session: tokenHash });
    if (!isProven) await updateProofTime(tx, tokenHash, vouched.provenAt ?? new Date(0));
  }
  const days = isPublicComputer ? 0 : Math.max(security.rememberDays, trust ? security.trustDays : 0);
  if (days === 0) return { id, token, isPublicComputer };
  const deviceToken = createDeviceToken(random);
  const deviceHash = hashDeviceToken(deviceToken);
  if (deviceHash === undefined) throw new Error("a device token is not what it should be");
  await rememberDevice(tx, {
    accountId: account.id,
    earlierHash: hashDeviceToken(visitor.deviceToken ?? ""),
    tokenHash: deviceHash,
    device,
    networkAddress,
    now: new Date(now),
    expiresAt: new Date(now + days * DAY_MS),
    trustedUntil: trust && security.trustDays > 0 ? new Date(now + security.trustDays * DAY_MS) : undefined,
  });
  return { id, token, deviceToken, isPublicComputer };
}
