// The answer of Email/queryChanges laid over the windows that are held (RFC 8620 §5.6): take out, then put in at the final
// indexes. In a list with gaps, a removal that we do not see makes everything after the first gap uncertain.
import type { QueryChangesResponse } from "../../standards/jmap/methods.ts";
import type { IdWindows } from "./id-windows.ts";

export type QueryDelta = {
  /** How the total changed by what was seen. */
  total: number;
  /** Removals of ids that we do not hold: rows in a gap, or none at all, for the server may name too many. */
  unseen: number;
};

export type QueryChangesTarget = {
  windows: IdWindows;
  /** Ids that an action took out before the server did. */
  preempted: ReadonlySet<string>;
  onRemove: (index: number) => void;
  onInsert: (index: number) => void;
};

/** Applies the changes in the order that RFC 8620 §5.6 asks for and tells each row that came or went. */
export function applyQueryChanges(
  { removed, added }: Pick<QueryChangesResponse, "removed" | "added">,
  { windows, preempted, onRemove, onInsert }: QueryChangesTarget,
): QueryDelta {
  const delta: QueryDelta = { total: 0, unseen: 0 };
  const gone = new Set(removed);
  const sorted = added.toSorted((one, other) => one.index - other.index);
  for (const id of new Set([...removed, ...sorted.map((item) => item.id)])) {
    const index = windows.indexOf(id);
    if (index >= 0) {
      windows.remove(index);
      onRemove(index);
      delta.total--;
    } else if (gone.has(id) && !preempted.has(id)) delta.unseen++;
  }
  for (const { id, index } of sorted) {
    windows.insert(index, id);
    onInsert(index);
    delta.total++;
  }
  return delta;
}
