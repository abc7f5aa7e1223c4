// What every verb of this folder takes first: the stores, the clock, and whom to tell about changes.
import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import type { BlobStore } from "../blobs/store.ts";
import { createDirectory } from "../organisation/directory.ts";
import type { Database } from "../store/database.ts";
import { createBlobs, type Blobs } from "./blobs.ts";
import { openChangeFeed, type ChangeFeed } from "./change-feed.ts";
import { createDeliveryBatches, type DeliveryBatches } from "./deliver-together.ts";
import { createBlobPacker, type BlobPacker } from "./pack-blobs.ts";
import { createTextMerger, type TextMerger } from "./merge-texts.ts";
import { createAutoReplier, type AutoReplier } from "./reply-automatically.ts";

export interface Mail {
  readonly db: Database;
  readonly blobs: Blobs;
  readonly changes: ChangeFeed;
  readonly texts: TextMerger;
  readonly packs: BlobPacker;
  readonly replies: AutoReplier;
  readonly batches: DeliveryBatches;
  readonly clock: Clock;
  readonly log: Log;
}

export interface MailOptions {
  db: Database;
  /** Where large blobs go; small ones live in the database. */
  blobStore: BlobStore;
  clock: Clock;
  log: Log;
}

/** Listens for changes, merges texts, packs contents and answers automatically until disposed; does not close `db`. */
export async function createMail({ db, blobStore, clock, log }: MailOptions): Promise<Mail & AsyncDisposable> {
  const changes = await openChangeFeed({ db, log });
  const texts = createTextMerger({ db, log });
  const packs = createBlobPacker({ db, clock, log });
  const blobs = createBlobs({ db, store: blobStore, clock });
  const directory = createDirectory({ db });
  const replies = createAutoReplier({ db, blobs, directory, clock, log });
  return {
    db,
    blobs,
    changes,
    texts,
    packs,
    replies,
    batches: createDeliveryBatches({ db, changes, texts, packs, replies, clock }),
    clock,
    log,
    async [Symbol.asyncDispose]() {
      await replies[Symbol.asyncDispose]();
      await texts[Symbol.asyncDispose]();
      await packs[Symbol.asyncDispose]();
      await changes[Symbol.asyncDispose]();
    },
  };
}
