// Deletes content that nothing refers to any more.

import type { Mail } from "../mail/mail.ts";
import { sweepBlobs, sweepOrphans } from "../mail/sweep-blobs.ts";
import type { Job } from "./start-jobs.ts";

export function sweepBlobsJob(mail: Pick<Mail, "db" | "blobs" | "clock">): Job {
  return {
    name: "sweep-blobs",
    everyMs: 60 * 60_000,
    run: async () => ({ swept: await sweepBlobs(mail) }),
  };
}

export function sweepOrphansJob(mail: Pick<Mail, "db" | "blobs" | "clock">): Job {
  return {
    name: "sweep-orphans",
    everyMs: 24 * 60 * 60_000,
    run: async (signal) => ({ swept: await sweepOrphans(mail, signal) }),
  };
}
