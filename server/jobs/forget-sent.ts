// Removes what the queue has finished with, once nobody can ask about it any more: the journal keeps what was sent.

import type { Clock } from "../base/clock.ts";
import type { Database } from "../store/database.ts";
import { deleteFinished } from "../store/queue.ts";
import type { Job } from "./start-jobs.ts";

const keptMs = 7 * 24 * 3_600_000;
const atOnce = 1_000;

export function forgetSentJob({ db, clock }: { db: Database; clock: Clock }): Job {
  return {
    name: "forget-sent",
    everyMs: 60 * 60_000,
    async run(signal) {
      const before = new Date(clock.now() - keptMs);
      let forgotten = 0;
      for (let count = atOnce; count === atOnce && !signal.aborted; forgotten += count) {
        count = await db.write((tx) => deleteFinished(tx, before, atOnce));
      }
      return { forgotten };
    },
  };
}
