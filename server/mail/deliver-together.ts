// Deliveries that come at the same time share one transaction: one sync of the disk and a few round trips to the database serve
// all of them. While one commits, those that come meanwhile gather for the next, so nobody waits for company.
import type { AccountId, BlobHash } from "../base/ids.ts";
import { wasRolledBack, type Database } from "../store/database.ts";
import { placeInRounds, type PlacedEmail } from "../store/place-emails.ts";
import { arrivingMessage, tellOfDelivery, type Delivery, type DeliveryOutcome } from "./deliver.ts";
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
  const rounds = inRounds(batch);
  const placed = await placeInRounds(
    mail.db,
    rounds.map((round) => round.map(({ delivery }) => arrivingMessage(mail, delivery))),
  );
  const emails = new Map<Waiting, PlacedEmail>();
  for (const [index, round] of rounds.entries()) {
    for (const email of placed[index] ?? []) emails.set(round[email.message]!, email);
  }
  return batch.map((waiting) => {
    const email = emails.get(waiting);
    if (email === undefined) return undefined;
    const { delivery } = waiting;
    tellOfDelivery(mail, delivery, [email]);
    const { accountId, emailId, threadId } = email;
    return { blobHash: delivery.message.blobHash, results: [{ accountId, emailId, threadId }] };
  });
}

/** One statement each: no account and no content twice. What comes for an account later is in a later one. */
function inRounds(batch: readonly Waiting[]): Waiting[][] {
  const rounds: Waiting[][] = [];
  const nextRound = new Map<AccountId | BlobHash, number>();
  for (const waiting of batch) {
    const { targets, message } = waiting.delivery;
    const keys = [...targets.map(({ accountId }) => accountId), message.blobHash];
    const round = Math.max(...keys.map((key) => nextRound.get(key) ?? 0));
    for (const key of keys) nextRound.set(key, round + 1);
    (rounds[round] ??= []).push(waiting);
  }
  return rounds;
}
