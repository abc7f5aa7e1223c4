// Packs the contents of the journal's messages some seconds after they came: a message is durable as soon as it is accepted, and
// takes its little place on disk once there is time.
import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import { decompress } from "../blobs/compress.ts";
import { PACK_BYTES, readPack, writePack, type Packed } from "../blobs/pack.ts";
import { addPack, listRecentBlobs, tryPackLock } from "../store/blob-packs.ts";
import type { Database, WriteTx } from "../store/database.ts";
import { hashContent } from "./blobs.ts";

/** What began before this has been committed, nearly always. */
const settledMs = 5000;
const blobsAtOnce = 200;
/** A larger content gains nothing from company, and would hold up everybody else while it is compressed. */
const maxPackedBytes = 1024 * 1024;

export interface BlobPacker extends AsyncDisposable {
  /** Tells that there is something to be packed. */
  note(): void;
  /** Resolves when what has settled is packed. */
  settle(): Promise<void>;
}

/** Packs in the background; disposing waits for what is under way. */
export function createBlobPacker({ db, clock, log }: { db: Database; clock: Clock; log: Log }): BlobPacker {
  // What an earlier process has left.
  let isDue = true;
  let running: Promise<void> | undefined;
  let isClosed = false;
  const timer = setInterval(() => void (running ??= isDue ? run() : undefined), settledMs).unref();

  async function run(): Promise<void> {
    isDue = false;
    try {
      while (!isClosed && (await packBlobs(db, clock)) >= blobsAtOnce);
    } catch (error) {
      log.error({ err: error }, "contents could not be packed; they stay as they are");
    }
    running = undefined;
  }

  return {
    note: () => void (isDue = true),
    async settle() {
      running ??= run();
      await running;
    },
    async [Symbol.asyncDispose]() {
      isClosed = true;
      clearInterval(timer);
      await running;
    },
  };
}

/** Some packs, in one transaction; says how many contents it looked at. Does nothing while somebody else packs. */
export async function packBlobs(db: Database, clock: Clock): Promise<number> {
  const before = new Date(clock.now() - settledMs);
  return db.write(async (tx) => {
    if (!(await tryPackLock(tx))) return 0;
    const blobs = await listRecentBlobs(tx, { before, maxSize: maxPackedBytes, limit: blobsAtOnce });
    let pack: Packed[] = [];
    let size = 0;
    for (const { id, hash, codec, content, size: contentSize } of blobs) {
      if (size > 0 && size + contentSize > PACK_BYTES) {
        await closePack(tx, pack);
        [pack, size] = [[], 0];
      }
      const raw = await decompress({ codec, bytes: content }, contentSize);
      if (hashContent(raw) !== hash) throw new Error(`the content of blob ${hash} is not what it was`);
      pack.push({ id, content: raw });
      size += contentSize;
    }
    // A lone remainder waits for company; one that ends a longer run goes with it.
    if (pack.length > 0 && (pack.length < blobs.length || blobs.length >= blobsAtOnce)) await closePack(tx, pack);
    return blobs.length;
  });
}

async function closePack(tx: WriteTx, contents: readonly Packed[]): Promise<void> {
  const pack = await writePack(contents);
  // Read back before what it is made of goes.
  const last = contents.at(-1)!;
  if (!Buffer.from(last.content).equals(readPack(pack, last.id))) {
    throw new Error(`blob ${last.id} does not come out of its pack as it went in`);
  }
  await addPack(
    tx,
    contents.map(({ id }) => id),
    pack,
  );
}
