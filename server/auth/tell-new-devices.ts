// Tells people of sign-ins from devices at which they were never seen: in their own mailbox and at their recovery channels. Repeating it,
// or running it twice at once, tells nobody twice; after a crash a notice may come twice.

import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import { findAccount } from "../store/accounts.ts";
import type { Database } from "../store/database.ts";
import { claimNewDevices, markNewDevicesTold, type NewDevice } from "../store/new-devices.ts";
import { findOrganisation } from "../store/organisations.ts";
import type { AccountId } from "../base/ids.ts";
import { nameDevice } from "./device-name.ts";
import type { Messenger } from "./messenger.ts";
import { noticeText } from "./recovery/message-texts.ts";
import { tellEverywhere } from "./recovery/tell-everywhere.ts";

export interface TellDependencies {
  db: Database;
  clock: Clock;
  messenger: Messenger;
  log: Log;
}

const AT_ONCE = 100;
const CLAIM_MS = 5 * 60_000;

/** How many were told. One that fails is logged and comes again. */
export async function tellNewDevices(dependencies: TellDependencies): Promise<number> {
  const { db, clock, log } = dependencies;
  let told = 0;
  for (;;) {
    const now = clock.now();
    const claim = { now: new Date(now), until: new Date(now + CLAIM_MS), limit: AT_ONCE };
    const devices = await db.write((tx) => claimNewDevices(tx, claim));
    if (devices.length === 0) return told;
    const done: number[] = [];
    for (const device of devices) {
      try {
        await tellNewDevice(dependencies, device);
        done.push(device.id);
      } catch (error) {
        log.error({ err: error, accountId: device.accountId }, "a note of a new device could not be sent");
      }
    }
    await db.write((tx) => markNewDevicesTold(tx, done, new Date(clock.now())));
    told += done.length;
  }
}

async function tellNewDevice(
  { db, messenger }: TellDependencies,
  { accountId, at, device, networkAddress }: NewDevice & { accountId: AccountId },
): Promise<void> {
  const found = await db.read(async (tx) => {
    const account = await findAccount(tx, accountId);
    const organisation = account && (await findOrganisation(tx, account.organisationId));
    return organisation && { account, organisation };
  });
  if (!found) return;
  const notice = noticeText("newDevice", { ...found, now: at, networkAddress, detail: nameDevice(device) });
  await tellEverywhere({ db, messenger }, { account: found.account, notice });
}
