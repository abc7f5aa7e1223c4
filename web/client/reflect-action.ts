// What an action changes in a list before the server has heard of it: conversations that no longer belong go, others show their
// next matching email. Everything done is recorded, so that undoing or failing puts it back.
import type { IdWindows } from "./id-windows.ts";
import type { MailStore } from "./mail-store.ts";
import { matchesFilter } from "./matches-filter.ts";
import type { ListQuery } from "./types.ts";

/** One row that an action took out (`replacement` null) or that shows another email since. */
export type Reflection = {
  id: string;
  replacement: string | null;
  /** Where it was: at the top (null), under this row, or before `nextId`; undefined where that row was not loaded. */
  previousId: string | null | undefined;
  nextId: string | undefined;
};

export type ReflectTarget = {
  query: ListQuery;
  windows: IdWindows;
  store: MailStore;
  onRemove: (index: number) => void;
  onInsert: (index: number) => void;
};

/** Rows of the emails' conversations as they are after the action; the records must have changed already. */
export function reflectAction(emailIds: readonly string[], target: ReflectTarget): Reflection[] {
  const { query, windows, store } = target;
  const isCollapsed = query.collapseThreads !== false;
  const seen = new Set<string>();
  const reflections: Reflection[] = [];
  for (const emailId of emailIds) {
    const threadId = isCollapsed ? (store.emails.peekBase(emailId)?.threadId ?? null) : null;
    const candidates = (threadId && store.threads.peek(threadId)?.emailIds) || [emailId];
    const id = candidates.find((candidate) => windows.indexOf(candidate) >= 0);
    if (id === undefined || seen.has(id)) continue;
    seen.add(id);
    const matching = (candidate: string) => {
      const email = store.emails.peek(candidate);
      return email ? matchesFilter(query.filter, email) : false;
    };
    if (matching(id) !== false) continue;
    // Oldest first in a thread (RFC 8621 §3): the newest that matches stands for the conversation.
    const replacement = candidates.findLast((candidate) => matching(candidate) === true) ?? null;
    const index = windows.indexOf(id);
    const previousId = index === 0 ? null : windows.at(index - 1);
    reflections.push({ id, replacement, previousId, nextId: windows.at(index + 1) });
    if (replacement !== null) windows.replace(index, replacement);
    else {
      windows.remove(index);
      target.onRemove(index);
    }
  }
  return reflections;
}

/** Puts the rows back; false when the place of one is not known any more, so that the server has to be asked. */
export function unreflectAction(
  reflections: readonly Reflection[],
  { windows, onInsert }: Pick<ReflectTarget, "windows" | "onInsert">,
): boolean {
  let isComplete = true;
  for (const reflection of reflections.toReversed()) {
    const { id, replacement } = reflection;
    if (windows.indexOf(id) >= 0) continue;
    if (replacement !== null) {
      const index = windows.indexOf(replacement);
      if (index >= 0) windows.replace(index, id);
      continue;
    }
    const index = findPlace(reflection, windows);
    if (index < 0) {
      isComplete = false;
      continue;
    }
    windows.insert(index, id);
    onInsert(index);
  }
  return isComplete;
}

/** -1 when neither neighbour is known any more. */
function findPlace({ previousId, nextId }: Reflection, windows: IdWindows): number {
  if (previousId === null) return 0;
  const previous = previousId === undefined ? -1 : windows.indexOf(previousId);
  if (previous >= 0) return previous + 1;
  return nextId === undefined ? -1 : windows.indexOf(nextId);
}
