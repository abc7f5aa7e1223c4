// Deliveries that come at the same time share one transaction: one sync of the disk and a few round trips to the database serve
// all of them. While one commits, those that come meanwhile gather for the next, so nobody waits for company.
import { wasRolledBack, type Database } from "../store/database.ts";
import { deliverIn, type Delivery, type DeliveryOutcome } from "./deliver.ts";
import type { Mail } from "./mail.ts";
import type { PreparedMessage } from "./prepare-message.ts";

export type SmallDelivery = Delivery & { message: PreparedMessage };

export interface DeliveryBatches {
  /**
   * For a message to one account. Durable when it resolves to an outcome. Undefined: nothing has happened, and it is to be
   * delivered by itself: its account is being changed, is full or gone, or one of the company failed. Rejects when it is not
   * known what happened.
   */
  deliver(delivery: SmallDelivery): Promise<DeliveryOutcome | undefined>;
}

/** An error costs all of them a second try. */
const maxTogether = 32;

interface Waiting {
  delivery: SmallDelivery;
  done: PromiseWithResolvers<DeliveryOutcome | undefined>;
}

type Parts = Pick<Mail, "changes" | "clock" | "texts" | "packs" | "replies"> & { db: Database };

export function createDeliveryBatches(mail: Parts): DeliveryBatches {
  let waiting: Waiting[] = [];
  let isRunning = false;

  async function run(): Promise<void> {
    isRunning = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, maxTogether);
      waiting = waiting.slice(maxTogether);
      try {
        const outcomes = await deliverBatch(mail, batch);
        for (const [index, { done }] of batch.entries()) done.resolve(outcomes[index]);
      } catch (error) {
        for (const { done } of batch) {
          if (wasRolledBack(error)) done.resolve(undefined);
          else done.reject(error);
        }
      }
    }
    isRunning = false;
  }

  return {
    async deliver(delivery) {
      const done = Promise.withResolvers<DeliveryOutcome | undefined>();
      waiting.push({ delivery, done });
      if (!isRunning) void run();
      return done.promise;
    },
  };
}

async function deliverBatch(mail: Parts, batch: readonly Waiting[]): Promise<(DeliveryOutcome | undefined)[]> {
  return mail.db.write(async (tx) => {
    // All have ended before the transaction does, whatever one of them comes to.
    const settled = await Promise.allSettled(
      batch.map(({ delivery }) => deliverIn(tx, mail, { ...delivery, skipsBusy: true })),
    );
    return settled.map((one) => {
      if (one.status === "rejected") throw one.reason;
      return one.value.results.every((result) => "emailId" in result) ? one.value : undefined;
    });
  });
}
