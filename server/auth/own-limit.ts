// A limit on what is tried for an account, of which nobody uses up the owner's part: a browser that is remembered for the account has
// a count of its own, as with passwords (lockout.ts).

import type { Clock } from "../base/clock.ts";
import type { AccountId } from "../base/ids.ts";
import type { Database } from "../store/database.ts";
import { findRememberedDevice } from "../store/remembered-devices.ts";
import type { Visitor } from "./begin-session.ts";
import { hashDeviceToken } from "./device-token.ts";
import type { SmallLimit } from "./lockout.ts";

export async function limitForVisitor(
  { db, clock }: { db: Database; clock: Clock },
  { accountId, visitor }: { accountId: AccountId; visitor: Visitor },
  limit: Pick<SmallLimit, "scope" | "limit" | "windowMinutes">,
): Promise<SmallLimit> {
  const tokenHash = hashDeviceToken(visitor.deviceToken ?? "");
  const now = new Date(clock.now());
  const isOwn = tokenHash && (await db.read((tx) => findRememberedDevice(tx, { tokenHash, accountId, now })));
  return { ...limit, text: isOwn ? `${accountId} ${tokenHash.toString("hex")}` : String(accountId), accountId };
}
