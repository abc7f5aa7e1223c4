// What the application tells its person beside their mail: the end of their password, sign-ins that may not be theirs, and that the
// room for mail comes to its end.

import type { Clock } from "../base/clock.ts";
import type { WorkingCalendars } from "../organisation/working-days/working-calendars.ts";
import { findAccount } from "../store/accounts.ts";
import type { Database } from "../store/database.ts";
import { quotaOf, type Quota } from "../store/mail-account.ts";
import { listNewDevices, markNewDevicesSeen, type NewDevice } from "../store/new-devices.ts";
import { findOrganisation, type Organisation } from "../store/organisations.ts";
import { findPasswordHolder } from "../store/password-lifetimes.ts";
import { readLifetimeRules } from "./lifetime-rules.ts";
import type { PasswordLifetime } from "./password-lifetime.ts";
import type { Principal } from "./principal.ts";

export interface AccountNotices {
  /** From the first reminder of the policy on (R65). */
  password?: PasswordLifetime;
  /** Newest first, until another session of the person says that they are known. */
  newDevices: NewDevice[];
  /** From nine tenths of the quota on, below which mail that comes is refused one day. */
  storage?: Quota;
  organisation: Organisation | undefined;
}

const NEARLY_FULL = 0.9;
const SHOWN_MS = 30 * 86_400_000;

export async function findAccountNotices(
  { db, clock, calendars }: { db: Database; clock: Clock; calendars: WorkingCalendars },
  { accountId, sessionHash = "" }: Principal,
): Promise<AccountNotices> {
  const since = new Date(clock.now() - SHOWN_MS);
  const session = Buffer.from(sessionHash, "hex");
  const [organisation, holder, newDevices, quota] = await db.read((tx) =>
    Promise.all([
      findAccount(tx, accountId).then((account) => account && findOrganisation(tx, account.organisationId)),
      findPasswordHolder(tx, accountId),
      listNewDevices(tx, accountId, { session, since }),
      quotaOf(tx, accountId),
    ]),
  );
  const isFilling = quota !== undefined && quota.usedBytes >= quota.quotaBytes * NEARLY_FULL;
  const storage = isFilling ? { storage: quota } : {};
  if (!organisation || !holder) return { organisation, newDevices, ...storage };
  const lifetime = (await readLifetimeRules(organisation, { calendars, clock })).lifetimeOf(holder);
  const isEnding = lifetime?.state === "reminding" || lifetime?.state === "expired";
  return { organisation, newDevices, ...storage, ...(isEnding && { password: lifetime }) };
}

/** The person knows the devices that this session was told of. */
export async function acknowledgeDevices(
  { db, clock }: { db: Database; clock: Clock },
  { accountId, sessionHash = "" }: Principal,
): Promise<void> {
  const seen = { session: Buffer.from(sessionHash, "hex"), now: new Date(clock.now()) };
  await db.write((tx) => markNewDevicesSeen(tx, accountId, seen));
}
