// The records of one type of one account. A record is what the server said (its base) under the changes of actions that are not
// confirmed yet (its overlays): confirming folds an overlay into the base, failing takes it away, and nothing needs restoring.
// Memory is bounded: the records used longest ago are dropped, except those that somebody watches.
import { batch, signal, type ReadonlySignal, type Signal } from "@preact/signals-core";
import type { Loaded, RecordState } from "./types.ts";

/** Null stands for a record that the action destroys. */
export type Overlay<T> = (value: T) => T | null;

export type RecordTable<T extends { readonly id: string }> = {
  /** The record as shown; asks for it when it is not there. */
  read(id: string): ReadonlySignal<Loaded<T>>;
  /** The record as shown, without asking and without subscribing. */
  peek(id: string): T | undefined;
  /** What the server said, without overlays. */
  peekBase(id: string): T | undefined;
  state(id: string): RecordState;
  /** Records as the server has them. */
  put(records: readonly T[]): void;
  /** Changes the base of a record that is there. */
  merge(id: string, properties: Partial<T>): void;
  /** The server says that these do not exist. */
  destroy(ids: readonly string[]): void;
  fail(ids: readonly string[]): void;
  /** Asks for them in this tick's request, also when they are there already. */
  load(ids: readonly string[]): void;
  /** Shows the change at once. */
  overlay(id: string, change: Overlay<T>): void;
  /** Takes the overlay away; confirmed ones become part of the base. */
  settle(id: string, change: Overlay<T>, isConfirmed: boolean): void;
  /** Ids of records that are loaded. */
  ids(): IterableIterator<string>;
  /** Forgets what nobody watches, and loads the rest again. */
  invalidate(): void;
};

type Entry<T> = {
  base: T | undefined;
  state: "empty" | "wanted" | "loading" | "ready" | "destroyed" | "failed";
  overlays: Overlay<T>[];
  shown: Signal<Loaded<T>>;
  isWatched: boolean;
};

export type RecordTableOptions<T> = {
  maxRecords: number;
  /** Loads all the ids and then calls `put`, `destroy` or `fail` for each; never rejects. */
  load: (ids: string[]) => Promise<void>;
  /** Runs once per tick, so that all the ids of a tick are loaded together. */
  schedule: (run: () => void) => void;
  /** Called after the set of ready ids changed. */
  onMembership?: () => void;
  /** What a record counts against `maxRecords`; 1 when absent. */
  weigh?: (record: T) => number;
};

export function createRecordTable<T extends { readonly id: string }>(options: RecordTableOptions<T>): RecordTable<T> {
  const entries = new Map<string, Entry<T>>();
  const { maxRecords, weigh = () => 1 } = options;
  let wanted = new Set<string>();
  let weight = 0;

  function entryOf(id: string): Entry<T> {
    let entry = entries.get(id);
    if (entry) {
      // A Map keeps the order of insertion: the first entries are those used longest ago.
      entries.delete(id);
      entries.set(id, entry);
      return entry;
    }
    const created: Entry<T> = {
      base: undefined,
      state: "empty",
      overlays: [],
      isWatched: false,
      shown: signal<Loaded<T>>(
        { state: "empty" },
        { watched: () => void (created.isWatched = true), unwatched: () => void (created.isWatched = false) },
      ),
    };
    entry = created;
    entries.set(id, entry);
    return entry;
  }

  function valueOf(entry: Entry<T>): T | null | undefined {
    let value: T | null | undefined = entry.state === "destroyed" ? null : entry.base;
    for (const change of entry.overlays) if (value) value = change(value);
    return value;
  }

  function show(entry: Entry<T>): void {
    const value = valueOf(entry);
    const shown = entry.shown.peek();
    if (value) {
      const state = entry.overlays.length > 0 ? "committing" : "ready";
      if (shown.value !== value || shown.state !== state) entry.shown.value = { state, value };
      return;
    }
    let state: "empty" | "loading" | "destroyed" | "failed" = "empty";
    if (value === null) state = "destroyed";
    else if (entry.state === "wanted" || entry.state === "loading") state = "loading";
    else if (entry.state === "failed") state = "failed";
    if (shown.state !== state) entry.shown.value = { state };
  }

  function setBase(entry: Entry<T>, base: T | undefined): void {
    weight += (base ? weigh(base) : 0) - (entry.base ? weigh(entry.base) : 0);
    entry.base = base;
  }

  function want(id: string, entry: Entry<T>): void {
    if (entry.state === "empty" || entry.state === "failed") entry.state = "wanted";
    if (wanted.size === 0) options.schedule(loadWanted);
    wanted.add(id);
  }

  function loadWanted(): void {
    const ids = [...wanted];
    wanted = new Set();
    batch(() => {
      for (const id of ids) {
        const entry = entryOf(id);
        if (entry.state === "wanted") entry.state = "loading";
        show(entry);
      }
    });
    void options.load(ids);
  }

  function evict(): void {
    if (weight <= maxRecords) return;
    for (const [id, entry] of entries) {
      if (weight <= maxRecords * 0.9) return;
      if (entry.isWatched || entry.overlays.length > 0 || entry.state === "loading" || entry.state === "wanted")
        continue;
      drop(id, entry);
    }
  }

  function drop(id: string, entry: Entry<T>): void {
    setBase(entry, undefined);
    entries.delete(id);
    // Whoever still holds the signal reads it again, and so comes to the new one.
    entry.shown.value = { state: "empty" };
  }

  return {
    read(id) {
      const entry = entryOf(id);
      if (entry.state === "empty") want(id, entry);
      return entry.shown;
    },
    peek: (id) => {
      const entry = entries.get(id);
      return (entry && valueOf(entry)) ?? undefined;
    },
    peekBase: (id) => entries.get(id)?.base,
    state: (id) => entries.get(id)?.shown.peek().state ?? "empty",
    put(records) {
      batch(() => {
        for (const record of records) {
          const entry = entryOf(record.id);
          setBase(entry, record);
          entry.state = "ready";
          show(entry);
        }
        evict();
        options.onMembership?.();
      });
    },
    merge(id, properties) {
      const entry = entries.get(id);
      if (!entry?.base || entry.state === "destroyed") return;
      setBase(entry, { ...entry.base, ...properties });
      show(entry);
    },
    destroy(ids) {
      batch(() => {
        for (const id of ids) {
          const entry = entries.get(id);
          if (!entry) continue;
          setBase(entry, undefined);
          entry.state = "destroyed";
          show(entry);
        }
        options.onMembership?.();
      });
    },
    fail(ids) {
      batch(() => {
        for (const id of ids) {
          const entry = entries.get(id);
          if (!entry || entry.base) continue;
          entry.state = "failed";
          show(entry);
        }
      });
    },
    load(ids) {
      for (const id of ids) want(id, entryOf(id));
    },
    overlay(id, change) {
      const entry = entries.get(id);
      if (!entry) return;
      entry.overlays.push(change);
      show(entry);
    },
    settle(id, change, isConfirmed) {
      const entry = entries.get(id);
      if (!entry) return;
      const at = entry.overlays.indexOf(change);
      if (at < 0) return;
      entry.overlays.splice(at, 1);
      if (isConfirmed && entry.base) {
        const base = change(entry.base);
        setBase(entry, base ?? undefined);
        if (base === null) entry.state = "destroyed";
      }
      show(entry);
    },
    *ids() {
      for (const [id, entry] of entries) if (entry.base) yield id;
    },
    invalidate() {
      const watched: string[] = [];
      for (const [id, entry] of entries) {
        if (entry.isWatched || entry.overlays.length > 0) watched.push(id);
        else drop(id, entry);
      }
      for (const id of watched) want(id, entryOf(id));
    },
  };
}
