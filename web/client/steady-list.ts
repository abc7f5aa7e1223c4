// A list as somebody looks at it: a row that was read in a list of unread mail, or whose conversation waits among the arrivals that
// are held back, stays where it is until the list is left or asked for again. Indexes inside are those of the list below; a row
// that stays stands before one of its rows.
import { computed, signal } from "@preact/signals-core";
import { isFilterOperator } from "../../standards/jmap/query.ts";
import { matchesFilter } from "./matches-filter.ts";
import type { EmailFilter, EmailSummary, MailAccount, Shift, WindowedQuery } from "./types.ts";

export type SteadyList = WindowedQuery & {
  /** Ends hearing of the list below, which lives on. */
  close(): void;
};

/** `before`: the row of the list below that it stands above. `isHeld`: until the arrivals are shown. */
type Staying = { readonly email: EmailSummary; readonly isHeld: boolean; before: number };

/** Rows around those looked at whose ids are known when they go. */
const margin = 60;

export function createSteadyList(list: WindowedQuery, account: Pick<MailAccount, "email" | "thread">): SteadyList {
  const { query } = list;
  const isOfUnread = asksForUnread(query.filter);
  const grown = signal(0);
  const listeners = new Set<(shift: Shift) => void>();
  let staying: Staying[] = [];
  let isHolding = false;
  /** Read when the list was asked for again: they go, also where the server tells of it only after that. */
  let leaving = new Set<string>();
  /** What stood below when it was last looked at: a shift comes after the row has gone. */
  let seen: { start: number; ids: (string | undefined)[] } = { start: 0, ids: [] };
  let visible: readonly [number, number] = [0, 0];

  const emailOf = (id: string | undefined) => (id === undefined ? undefined : account.email(id).peek().value);

  function look(): void {
    const start = Math.max(0, visible[0] - margin);
    seen = { start, ids: list.slice(start, Math.min(visible[1] + margin, list.total.peek() ?? 0)) };
  }

  /** Whether the row goes for a reason that is no reason to whoever looks at it. */
  function reasonToStay(email: EmailSummary): "read" | "held" | undefined {
    if (matchesFilter(query.filter, email) === false) return undefined;
    if (isOfUnread && email.keywords["$seen"]) return leaving.has(email.id) ? undefined : "read";
    if (!isHolding) return undefined;
    const newest = account
      .thread(email.threadId)
      .peek()
      .value?.emailIds.findLast((id) => {
        const other = emailOf(id);
        return other && matchesFilter(query.filter, other) !== false;
      });
    return newest !== undefined && newest !== email.id ? "held" : undefined;
  }

  function onRemove(index: number): void {
    const at = index - seen.start;
    const isKnown = at >= 0 && at < seen.ids.length;
    const email = isKnown ? emailOf(seen.ids[at]) : undefined;
    if (isKnown) seen.ids.splice(at, 1);
    else if (at < 0) seen.start--;
    const shown = toShown(index);
    const reason = email && reasonToStay(email);
    if (email) leaving.delete(email.id);
    const place = staying.findLastIndex(({ before }) => before <= index) + 1;
    for (const row of staying) if (row.before > index) row.before--;
    if (email && reason) staying.splice(place, 0, { email, isHeld: reason === "held", before: index });
    else tell({ index: shown, removed: 1, inserted: 0 });
  }

  function onInsert(index: number): void {
    const email = emailOf(list.idAt(index));
    const at = index - seen.start;
    if (at >= 0 && at <= seen.ids.length) seen.ids.splice(at, 0, email?.id);
    else if (at < 0) seen.start++;
    // The conversation is back, by this email or a newer one.
    const back = email ? staying.find((row) => row.email.threadId === email.threadId) : undefined;
    if (back) {
      tell({ index: shownAt(back), removed: 1, inserted: 0 });
      staying = staying.filter((row) => row !== back);
    }
    for (const row of staying) {
      const isAbove = row.before === index && email !== undefined && email.receivedAt < row.email.receivedAt;
      if (row.before >= index && !isAbove) row.before++;
    }
    tell({ index: toShown(index), removed: 0, inserted: 1 });
  }

  const end = list.onShift(({ index, removed, inserted }) => {
    if (removed + inserted > margin) {
      // A whole stretch came or went: which rows they were is not known.
      staying = staying.filter(({ isHeld }) => !isHeld);
      for (const row of staying) if (row.before >= index) row.before += inserted - removed;
      seen = { start: 0, ids: [] };
      tell({ index: toShown(index), removed, inserted });
    } else {
      for (let count = 0; count < removed; count++) onRemove(index);
      for (let count = 0; count < inserted; count++) onInsert(index + count);
    }
    grown.value++;
  });

  function tell(shift: Shift): void {
    for (const listener of listeners) listener(shift);
  }

  /** A row that was moved away goes, and comes back when that is undone. */
  const isHere = (email: EmailSummary | undefined) =>
    email !== undefined && matchesFilter(query.filter, email) !== false;
  const shownRows = computed(() => {
    void grown.value;
    return staying.filter(({ email }) => isHere(account.email(email.id).value.value));
  });
  const shownNow = () => staying.filter(({ email }) => isHere(emailOf(email.id)));
  let turn = 0;
  const version = computed(() => {
    void list.version.value;
    void shownRows.value;
    look();
    return ++turn;
  });

  const shownAt = (row: Staying) => row.before + shownNow().indexOf(row);
  const toShown = (index: number) => index + shownNow().filter(({ before }) => before <= index).length;

  /** The row that stays at a place, or the index below. */
  function below(place: number): Staying | number {
    let passed = 0;
    for (const row of shownRows.value) {
      if (row.before + passed > place) break;
      if (row.before + passed === place) return row;
      passed++;
    }
    return place - passed;
  }

  function idAt(place: number): string | undefined {
    const found = below(place);
    return typeof found === "number" ? list.idAt(found) : found.email.id;
  }

  return {
    query,
    state: list.state,
    failure: list.failure,
    version,
    pending: list.pending,
    total: computed(() => {
      const total = list.total.value;
      return total === undefined ? undefined : total + shownRows.value.length;
    }),
    idAt(place) {
      void version.value;
      return idAt(place);
    },
    slice(start, stop) {
      void version.value;
      return Array.from({ length: Math.max(0, stop - start) }, (_, at) => idAt(start + at));
    },
    indexOf(emailId) {
      void version.value;
      const row = shownRows.value.find(({ email }) => email.id === emailId);
      if (row) return shownAt(row);
      const index = list.indexOf(emailId);
      return index < 0 ? -1 : toShown(index);
    },
    ensure(start, stop) {
      visible = [Math.max(0, start - staying.length), stop];
      list.ensure(...visible);
      look();
    },
    setHolding(shouldHold) {
      isHolding = shouldHold;
      list.setHolding(shouldHold);
    },
    showPending: () => list.showPending(),
    onShift(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async refresh() {
      staying = [];
      look();
      leaving = new Set(seen.ids.map(emailOf).flatMap((email) => (email?.keywords["$seen"] ? email.id : [])));
      grown.value++;
      await list.refresh();
    },
    close: end,
  };
}

function asksForUnread(filter: EmailFilter | null): boolean {
  if (filter === null) return false;
  if (isFilterOperator(filter)) return filter.operator !== "NOT" && filter.conditions.some(asksForUnread);
  return filter.notKeyword === "$seen";
}
