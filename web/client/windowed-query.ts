// A list of any length, of which only the windows looked at are held (RFC 8620 §5.5). It follows the server by queryChanges, and
// by asking for the visible window again where that is not possible. Indexes inside are the server's; the rows shown begin after
// the arrivals that are held back.
import { computed, signal } from "@preact/signals-core";
import type { GetResponse, QueryChangesResponse, QueryResponse } from "../../standards/jmap/methods.ts";
import type { Invocation } from "../../standards/jmap/request.ts";
import type { Answers, Batch } from "./batch.ts";
import { failureOf } from "./failure.ts";
import { describeQuery, firstScreenLimit, queryCalls } from "./first-screen.ts";
import { createIdWindows } from "./id-windows.ts";
import type { MailStore } from "./mail-store.ts";
import { applyQueryChanges } from "./query-changes.ts";
import { reflectAction, unreflectAction, type Reflection } from "./reflect-action.ts";
import type { EmailSummary, Failure, ListQuery, Shift, Thread, WindowedQuery } from "./types.ts";

/** The side of a list that the account uses: what the applications see, and how it is kept true. */
export type SyncedQuery = WindowedQuery & {
  /** Whether somebody looks at it; the others are only marked and asked for again when looked at. */
  isActive(): boolean;
  /** The call that tells what changed, or none where everything has to be asked again; of an active list only. */
  changesCalls(callId: string): Invocation[];
  applyChanges(answers: Answers, callId: string): void;
  markStale(): void;
  /** Takes the rows of an action out; the records have changed already. Gives what `unreflect` needs. */
  reflect(emailIds: readonly string[]): readonly Reflection[];
  unreflect(reflections: readonly Reflection[]): void;
  /** Answers to `queryCalls` that came by another way. */
  seed(answers: Answers): void;
};

export type WindowedQueryOptions = {
  query: ListQuery;
  batch: Batch;
  store: MailStore;
  /** While actions are not confirmed, the server's list is not ours yet. */
  isCommitting: () => boolean;
  /** Asks the account to bring everything up to date. */
  requestSync: () => void;
};

const maxHeldIds = 4000;
/** Rows kept on each side of the visible ones when memory is full. */
const keptMargin = 1000;
const maxWindowsInFlight = 2;
const maxChanges = 256;

export function createWindowedQuery(options: WindowedQueryOptions): SyncedQuery {
  const { query, batch, store } = options;
  const { accountId } = store;
  const windows = createIdWindows();
  const state = signal<"empty" | "loading" | "ready" | "failed">("empty");
  const failure = signal<Failure | null>(null);
  const serverTotal = signal<number | undefined>(undefined);
  const held = signal(0);
  let isWatched = false;
  const version = signal(0, {
    watched: () => void (isWatched = true),
    unwatched: () => void (isWatched = false),
  });
  const listeners = new Set<(shift: Shift) => void>();
  const preempted = new Set<string>();
  const inFlight = new Set<readonly [number, number]>();
  let queryState: string | undefined;
  let canCalculateChanges = true;
  let isStale = false;
  let isHolding = false;
  let wasTouched = false;
  /** The rows last asked for, as shown. */
  let visible: readonly [number, number] = [0, firstScreenLimit];
  /** Answers to questions asked before this number grew are thrown away. */
  let generation = 0;

  const changed = () => void version.value++;

  function tell(shift: Shift): void {
    for (const listener of listeners) listener(shift);
  }

  function onRemove(index: number): void {
    if (index < held.peek()) held.value--;
    else tell({ index: index - held.peek(), removed: 1, inserted: 0 });
  }

  function onInsert(index: number): void {
    if (isHolding && index <= held.peek()) held.value++;
    else tell({ index: index - held.peek(), removed: 0, inserted: 1 });
  }

  /** The next stretch that is visible, not held, and not on its way. */
  function nextGap(): readonly [number, number] | undefined {
    const end = Math.min(visible[1] + held.peek(), serverTotal.peek() ?? Infinity);
    for (const [from, to] of windows.gaps(visible[0] + held.peek(), end)) {
      const isComing = [...inFlight].some(([start, stop]) => start <= from && stop >= to);
      if (!isComing) return [from, Math.max(to, from + firstScreenLimit)];
    }
    return undefined;
  }

  function pump(): void {
    if (isStale && queryState !== undefined) return options.requestSync();
    while (inFlight.size < maxWindowsInFlight) {
      const range = nextGap();
      if (!range) return;
      inFlight.add(range);
      if (state.peek() !== "ready") state.value = "loading";
      void loadWindow(range).finally(() => {
        inFlight.delete(range);
        if (failure.peek() === null) pump();
      });
    }
  }

  async function loadWindow(range: readonly [number, number]): Promise<void> {
    const asked = generation;
    try {
      const position = range[0];
      const answers = await batch.send(queryCalls(accountId, query, { position, limit: range[1] - range[0] }));
      if (asked === generation) absorb(answers);
    } catch (error) {
      fail(failureOf(error));
    }
  }

  function fail(reason: Failure): void {
    failure.value = reason;
    if (state.peek() !== "ready") state.value = "failed";
  }

  function absorbRecords(answers: Answers): void {
    const threads = answers.find<GetResponse<Thread>>("t");
    const emails = answers.find<GetResponse<EmailSummary>>("e");
    // Records first: whoever is told of a new row finds what it shows.
    if (emails) {
      store.noteState("Email", emails.state);
      store.emails.put(emails.list);
    }
    if (threads) {
      store.noteState("Thread", threads.state);
      store.threads.put(threads.list);
    }
  }

  function absorb(answers: Answers): void {
    const page = answers.get<QueryResponse>("q");
    absorbRecords(answers);
    if (queryState !== undefined && (page.queryState !== queryState || preempted.size > 0)) {
      // The list moved since, at the server or by an action here; where this window belongs is known only after the changes.
      isStale = true;
      return options.requestSync();
    }
    queryState ??= page.queryState;
    canCalculateChanges = page.canCalculateChanges;
    windows.set(page.position, page.ids);
    if (page.total !== undefined) serverTotal.value = page.total;
    if (windows.size() > maxHeldIds) {
      windows.keep(visible[0] + held.peek() - keptMargin, visible[1] + held.peek() + keptMargin);
    }
    failure.value = null;
    state.value = "ready";
    changed();
  }

  /** Asks for the visible rows again, by what stands in their middle, so that they stay where they are on the screen. */
  async function reload(): Promise<void> {
    const asked = ++generation;
    const [start, end] = visible;
    const from = start + held.peek();
    const limit = Math.max(firstScreenLimit, end - start);
    const anchorIndex = windows.segments.length > 0 && start > 0 ? firstKnown(from, end + held.peek()) : undefined;
    const anchor = anchorIndex === undefined ? undefined : windows.at(anchorIndex);
    const byPosition = { position: from, limit };
    const byAnchor = anchor === undefined ? byPosition : { anchor, anchorOffset: from - anchorIndex!, limit };
    try {
      let answers = await batch.send(queryCalls(accountId, query, byAnchor));
      if (answers.errorType("q") === "anchorNotFound") {
        answers = await batch.send(queryCalls(accountId, query, byPosition));
      }
      if (asked !== generation) return;
      const page = answers.get<QueryResponse>("q");
      const moved = anchor === undefined ? 0 : page.ids.indexOf(anchor) + page.position - anchorIndex!;
      windows.clear();
      preempted.clear();
      if (start === 0) held.value = 0;
      queryState = undefined;
      isStale = false;
      absorb(answers);
      if (moved > 0) tell({ index: 0, removed: 0, inserted: moved });
      if (moved < 0) tell({ index: 0, removed: -moved, inserted: 0 });
    } catch (error) {
      fail(failureOf(error));
    }
  }

  function firstKnown(start: number, end: number): number | undefined {
    for (let index = start; index < end; index++) if (windows.at(index) !== undefined) return index;
    return undefined;
  }

  function showPending(): void {
    const count = held.peek();
    if (count === 0) return;
    held.value = 0;
    tell({ index: 0, removed: 0, inserted: count });
    changed();
    pump();
  }

  return {
    query,
    state,
    failure,
    version,
    total: computed(() => (serverTotal.value === undefined ? undefined : serverTotal.value - held.value)),
    pending: held,
    idAt(index) {
      void version.value;
      return windows.at(index + held.value);
    },
    slice(start, end) {
      void version.value;
      return Array.from({ length: Math.max(0, end - start) }, (_, at) => windows.at(start + at + held.value));
    },
    indexOf(emailId) {
      void version.value;
      const index = windows.indexOf(emailId);
      return index < held.value ? -1 : index - held.value;
    },
    ensure(start, end) {
      wasTouched = true;
      visible = [Math.max(0, start), Math.max(start, end)];
      pump();
    },
    setHolding(shouldHold) {
      isHolding = shouldHold;
      if (!shouldHold) showPending();
    },
    showPending,
    onShift(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async refresh() {
      failure.value = null;
      if (state.peek() !== "ready") state.value = "loading";
      await reload();
    },
    isActive: () => (isWatched || wasTouched) && queryState !== undefined,
    changesCalls(callId) {
      wasTouched = false;
      if (!canCalculateChanges) return [];
      const args = { accountId, ...describeQuery(query), sinceQueryState: queryState, maxChanges };
      return [["Email/queryChanges", { ...args, calculateTotal: true }, callId]];
    },
    applyChanges(answers, callId) {
      const changes = answers.find<QueryChangesResponse>(callId);
      // RFC 8620 §5.6: cannotCalculateChanges and tooManyChanges both mean to ask for the list again.
      if (!changes) return void reload();
      if (changes.oldQueryState !== queryState || options.isCommitting()) return void (isStale = true);
      const hadGaps = windows.segments.length > 1 || (windows.segments[0]?.start ?? 0) > 0;
      const delta = applyQueryChanges(changes, { windows, preempted, onRemove, onInsert });
      const total = (serverTotal.peek() ?? 0) + delta.total;
      preempted.clear();
      queryState = changes.newQueryState;
      isStale = false;
      generation++;
      if (changes.total !== undefined) serverTotal.value = changes.total;
      changed();
      const isExplained = changes.total === undefined || total === changes.total;
      const isInTail = !hadGaps && changes.total !== undefined && total - changes.total === delta.unseen;
      if (!isExplained && !isInTail) void reload();
      else pump();
    },
    markStale() {
      isStale = true;
    },
    reflect(emailIds) {
      const reflections = reflectAction(emailIds, { query, windows, store, onRemove, onInsert });
      const gone = reflections.filter((reflection) => reflection.replacement === null);
      for (const { id } of gone) preempted.add(id);
      if (reflections.length > 0) {
        serverTotal.value = Math.max(0, (serverTotal.peek() ?? 0) - gone.length);
        changed();
        pump();
      }
      return reflections;
    },
    unreflect(reflections) {
      let inserted = 0;
      const onRestore = (index: number) => {
        inserted++;
        tell({ index: Math.max(0, index - held.peek()), removed: 0, inserted: 1 });
      };
      const isComplete = unreflectAction(reflections, { windows, onInsert: onRestore });
      for (const { id } of reflections) preempted.delete(id);
      if (!isComplete) isStale = true;
      if (reflections.length === 0) return;
      serverTotal.value = (serverTotal.peek() ?? 0) + inserted;
      changed();
    },
    seed(answers) {
      if (answers.find("q")) absorb(answers);
    },
  };
}
