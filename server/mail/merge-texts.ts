// Keeps the full-text index small and quick: the terms of recent emails become a segment, and segments of like size become one,
// so that an account has a handful of them whatever its size. Runs beside delivery and holds no lock that delivery needs.
import { setImmediate } from "node:timers/promises";

import type { AccountId } from "../base/ids.ts";
import type { Log } from "../base/log.ts";
import type { Database, WriteTx } from "../store/database.ts";
import {
  createBlockWriter,
  encodeIds,
  joinIds,
  readBlock,
  toBinary,
  type Block,
  type Posting,
} from "../store/posting-block.ts";
import {
  addBlocks,
  addSegment,
  listBlocks,
  listRecentTexts,
  listSegments,
  noteMerged,
  removeRecentTexts,
  removeSegments,
  tryMergeLock,
  type RecentText,
  type Segment,
} from "../store/search-segments.ts";

/** Texts of one account that are searched row by row before a merge cannot wait for a pause. */
const mergeAt = 2048;
/** What is worked through at one go, while nothing else in this process runs. */
const textsAtOnce = 200;
/** So many segments of like size become one that is this many times as large. */
const segmentsOfOneSize = 8;
const blocksAtOnce = 32;

/** All recent texts of the account, and then what segments there are too many of. Does nothing while somebody else does it. */
export async function mergeTexts(db: Database, accountId: AccountId): Promise<void> {
  for (let count = mergeAt; count >= mergeAt;) {
    count = await db.write((tx) => mergeRecent(tx, accountId));
    if (count > 0) await db.write((tx) => noteMerged(tx, accountId, count));
  }
  while (await db.write((tx) => mergeSegments(tx, accountId)));
}

async function mergeRecent(tx: WriteTx, accountId: AccountId): Promise<number> {
  if (!(await tryMergeLock(tx, accountId))) return 0;
  const texts: { first: number; last: number; count: number; runs: Posting[][] } = {
    first: 0,
    last: 0,
    count: 0,
    runs: [],
  };
  while (texts.count < mergeAt) {
    const some = await listRecentTexts(tx, accountId, { after: texts.last, limit: textsAtOnce });
    if (some.length === 0) break;
    texts.first ||= some[0]!.emailId;
    texts.last = some.at(-1)!.emailId;
    texts.count += some.length;
    texts.runs.push(postingsOf(some));
    await setImmediate();
  }
  if (texts.count === 0) return 0;
  const segment = {
    id: nextId(await listSegments(tx, accountId)),
    firstEmailId: texts.first,
    emails: texts.count,
  };
  await writeSegment(tx, accountId, segment, mergePostings(texts.runs.map(inSlices)));
  await removeRecentTexts(tx, accountId, texts.last);
  return texts.count;
}

/** Sorted by term. */
function postingsOf(texts: readonly RecentText[]): Posting[] {
  const ids = new Map<string, number[]>();
  for (const { emailId, terms } of texts) {
    for (const term of terms.slice(1, -1).split("\n")) {
      const known = ids.get(term);
      if (known) known.push(emailId);
      else ids.set(term, [emailId]);
    }
  }
  const postings = Array.from(ids, ([term, emailIds]) => ({ term: toBinary(term), ids: encodeIds(emailIds) }));
  return postings.sort((one, other) => (one.term < other.term ? -1 : 1));
}

const postingsAtOnce = 2000;

async function* inSlices(postings: Posting[]): AsyncGenerator<Posting[]> {
  for (let start = 0; start < postings.length; start += postingsAtOnce) {
    yield postings.slice(start, start + postingsAtOnce);
    await setImmediate();
  }
}

/** Makes one of the newest segments that are of like size; false when there are not enough of them. */
async function mergeSegments(tx: WriteTx, accountId: AccountId): Promise<boolean> {
  if (!(await tryMergeLock(tx, accountId))) return false;
  const segments = await listSegments(tx, accountId);
  const chosen = chooseSegments(segments);
  if (chosen.length === 0) return false;
  const ids = chosen.map(({ id }) => id);
  const merged = {
    id: nextId(segments),
    firstEmailId: chosen[0]!.firstEmailId,
    emails: chosen.reduce((sum, { emails }) => sum + emails, 0),
  };
  await writeSegment(tx, accountId, merged, mergePostings(ids.map((id) => readSegment(tx, accountId, id))));
  await removeSegments(tx, accountId, ids);
  return true;
}

function nextId(segments: readonly Segment[]): number {
  return Math.max(0, ...segments.map(({ id }) => id)) + 1;
}

function sizeClass({ emails }: Segment): number {
  return Math.floor(Math.log(Math.max(emails, 16) / 16) / Math.log(segmentsOfOneSize));
}

/** Neighbours, the newest that are too many of one size or smaller. */
function chooseSegments(segments: readonly Segment[]): Segment[] {
  for (let largest = 0; largest < 16; largest++) {
    const start = segments.findLastIndex((segment) => sizeClass(segment) > largest) + 1;
    if (segments.length - start >= segmentsOfOneSize) return segments.slice(start);
  }
  return [];
}

async function writeSegment(
  tx: WriteTx,
  accountId: AccountId,
  segment: Segment,
  batches: Iterable<Posting[]> | AsyncIterable<Posting[]>,
): Promise<void> {
  await addSegment(tx, accountId, segment);
  const writer = createBlockWriter();
  let blocks: Block[] = [];
  for await (const postings of batches) {
    for (const posting of postings) {
      const full = writer.add(posting);
      if (full) blocks.push(full);
    }
    if (blocks.length < blocksAtOnce) continue;
    await addBlocks(tx, accountId, segment.id, blocks);
    blocks = [];
  }
  const last = writer.finish();
  if (last) blocks.push(last);
  if (blocks.length > 0) await addBlocks(tx, accountId, segment.id, blocks);
}

/** The postings of a segment in the order of terms, some blocks at a time. */
async function* readSegment(tx: WriteTx, accountId: AccountId, segmentId: number): AsyncGenerator<Posting[]> {
  for (let after: Uint8Array | undefined; ;) {
    const blocks = await listBlocks(tx, accountId, { segmentId, after, limit: blocksAtOnce });
    if (blocks.length > 0) yield blocks.flatMap(({ content }) => [...readBlock(content)]);
    if (blocks.length < blocksAtOnce) return;
    after = blocks.at(-1)!.firstTerm;
  }
}

/** One run of postings of sources whose emails follow each other; handed out whenever a source has to be read on. */
async function* mergePostings(batches: readonly AsyncGenerator<Posting[]>[]): AsyncGenerator<Posting[]> {
  let sources = batches.map((rest) => ({ rest, postings: [] as Posting[], place: 0 }));
  for (let merged: Posting[] = []; sources.length > 0; merged = []) {
    const ended = new Set<object>();
    for (const source of sources) {
      if (source.place < source.postings.length) continue;
      const next = await source.rest.next();
      if (next.done) ended.add(source);
      else Object.assign(source, { postings: next.value, place: 0 });
    }
    sources = sources.filter((source) => !ended.has(source));
    while (sources.length > 0 && sources.every(({ postings, place }) => place < postings.length)) {
      let term = sources[0]!.postings[sources[0]!.place]!.term;
      for (const { postings, place } of sources) if (postings[place]!.term < term) ({ term } = postings[place]!);
      const lists: Uint8Array[] = [];
      for (const source of sources) {
        const posting = source.postings[source.place]!;
        if (posting.term !== term) continue;
        lists.push(posting.ids);
        source.place++;
      }
      merged.push({ term, ids: joinIds(lists) });
    }
    yield merged;
  }
}

export interface TextMerger extends AsyncDisposable {
  /** Tells that texts came in; `unmerged` is about how many the account has now. */
  note(accountId: AccountId, unmerged: number): void;
  /** Resolves when nothing is left to be done now. */
  settle(): Promise<void>;
}

/** What has not been added to for this long is merged if it is worth it. */
const quietMs = 5000;
const worthMerging = 32;

/** Merges in the background, one account at a time; disposing waits for the one under way. */
export function createTextMerger({ db, log }: { db: Database; log: Log }): TextMerger {
  const due = new Set<AccountId>();
  const waiting = new Map<AccountId, { unmerged: number; isQuiet: boolean }>();
  let running: Promise<void> | undefined;
  let isClosed = false;
  const timer = setInterval(mergeQuiet, quietMs).unref();

  async function run(): Promise<void> {
    for (const accountId of due) {
      due.delete(accountId);
      waiting.delete(accountId);
      try {
        if (!isClosed) await mergeTexts(db, accountId);
      } catch (error) {
        log.error({ err: error, accountId }, "texts could not be merged; they are found as they are");
      }
    }
    running = undefined;
  }

  function mergeQuiet(): void {
    for (const [accountId, { unmerged, isQuiet }] of waiting) {
      if (!isQuiet) waiting.set(accountId, { unmerged, isQuiet: true });
      else if (unmerged >= worthMerging) due.add(accountId);
      else waiting.delete(accountId);
    }
    running ??= due.size > 0 ? run() : undefined;
  }

  return {
    note(accountId, unmerged) {
      if (isClosed) return;
      waiting.set(accountId, { unmerged, isQuiet: false });
      if (unmerged < mergeAt) return;
      due.add(accountId);
      running ??= run();
    },
    async settle() {
      mergeQuiet();
      mergeQuiet();
      await running;
    },
    async [Symbol.asyncDispose]() {
      isClosed = true;
      clearInterval(timer);
      await running;
    },
  };
}
