// Removes what signing in leaves behind and nobody asks for any more: codes, links and half sign-ins past their time, counts of attempts
// whose window is over, browsers that were not seen for long, old locks and notices. The audit trail stays.

import type { Clock } from "../base/clock.ts";
import type { Database } from "../store/database.ts";
import { deleteOldNewDevices } from "../store/new-devices.ts";
import { deleteOldPasswordNotices } from "../store/password-lifetimes.ts";
import { deleteSpentSecrets } from "../store/recovery.ts";
import { deleteExpiredDevices } from "../store/remembered-devices.ts";
import { deleteEndedWindows, deleteOldLocks } from "../store/sign-in-attempts.ts";
import { deleteExpiredAppPasswords } from "../store/app-passwords.ts";
import type { Job } from "./start-jobs.ts";

const DAY_MS = 86_400_000;
/** As long as the desk may be asked about it. */
const KEPT_MS = 400 * DAY_MS;
/** So long its person still sees that it has expired. */
const APP_PASSWORD_KEPT_MS = 30 * DAY_MS;

export function forgetSpentJob({ db, clock }: { db: Database; clock: Clock }): Job {
  return {
    name: "forget-spent",
    everyMs: 10 * 60_000,
    async run() {
      const now = new Date(clock.now());
      const old = new Date(now.getTime() - KEPT_MS);
      const expired = new Date(now.getTime() - APP_PASSWORD_KEPT_MS);
      return {
        secrets: await db.write((tx) => deleteSpentSecrets(tx, now)),
        attempts: await db.write((tx) => deleteEndedWindows(tx, now)),
        devices: await db.write((tx) => deleteExpiredDevices(tx, now)),
        appPasswords: await db.write((tx) => deleteExpiredAppPasswords(tx, expired)),
        locks: await db.write((tx) => deleteOldLocks(tx, old)),
        newDevices: await db.write((tx) => deleteOldNewDevices(tx, old)),
        notices: await db.write((tx) => deleteOldPasswordNotices(tx, old)),
      };
    },
  };
}
