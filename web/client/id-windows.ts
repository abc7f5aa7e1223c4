// A list of ids of any length, of which only some stretches are known. Each known stretch is a segment; a list of a million rows
// with two windows in it holds two arrays. Plain data operations: no signals, no requests.

type Segment = { start: number; ids: string[] };

export type IdWindows = {
  readonly segments: readonly { readonly start: number; readonly ids: readonly string[] }[];
  at(index: number): string | undefined;
  /** -1 when it is in no segment. */
  indexOf(id: string): number;
  /** Sets what stands from `start` on; what was there is replaced. */
  set(start: number, ids: readonly string[]): void;
  /** Puts an id at an index; everything at or after it moves by one. */
  insert(index: number, id: string): void;
  /** Takes the row at an index out; everything after it moves back by one. */
  remove(index: number): void;
  replace(index: number, id: string): void;
  /** Forgets what is outside the range, without moving anything. */
  keep(start: number, end: number): void;
  /** The parts of the range that are not known, each [start, end). */
  gaps(start: number, end: number): [number, number][];
  /** The end of the segment that begins at 0, or 0: up to here positions are certain. */
  certainEnd(): number;
  size(): number;
  clear(): void;
};

export function createIdWindows(): IdWindows {
  let segments: Segment[] = [];
  let indexes: Map<string, number> | undefined;

  /** The last segment that begins at or before the index. */
  function find(index: number): number {
    let low = 0;
    let high = segments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (segments[middle]!.start <= index) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  function join(): void {
    const joined: Segment[] = [];
    for (const segment of segments) {
      const last = joined.at(-1);
      if (segment.ids.length === 0) continue;
      if (last && last.start + last.ids.length === segment.start) last.ids.push(...segment.ids);
      else joined.push(segment);
    }
    segments = joined;
    indexes = undefined;
  }

  function shift(from: number, by: number): void {
    for (let at = from; at < segments.length; at++) segments[at]!.start += by;
  }

  /** Cuts the range out of the segments, leaving a gap. */
  function cut(start: number, end: number): void {
    const left: Segment[] = [];
    for (const segment of segments) {
      const segmentEnd = segment.start + segment.ids.length;
      if (segmentEnd <= start || segment.start >= end) {
        left.push(segment);
        continue;
      }
      if (segment.start < start) left.push({ start: segment.start, ids: segment.ids.slice(0, start - segment.start) });
      if (segmentEnd > end) left.push({ start: end, ids: segment.ids.slice(end - segment.start) });
    }
    segments = left;
  }

  return {
    get segments() {
      return segments;
    },
    at(index) {
      const segment = segments[find(index)];
      return segment?.ids[index - segment.start];
    },
    indexOf(id) {
      if (!indexes) {
        indexes = new Map();
        for (const segment of segments) segment.ids.forEach((known, at) => indexes!.set(known, segment.start + at));
      }
      return indexes.get(id) ?? -1;
    },
    set(start, ids) {
      if (ids.length === 0) return;
      cut(start, start + ids.length);
      segments.splice(find(start) + 1, 0, { start, ids: [...ids] });
      join();
    },
    insert(index, id) {
      const at = find(index);
      const segment = segments[at];
      if (segment && index <= segment.start + segment.ids.length) {
        segment.ids.splice(index - segment.start, 0, id);
        shift(at + 1, 1);
      } else {
        const before = segments[at + 1]?.start === index ? at + 1 : -1;
        shift(at + 1, 1);
        if (before >= 0) {
          segments[before]!.start = index;
          segments[before]!.ids.unshift(id);
        } else segments.splice(at + 1, 0, { start: index, ids: [id] });
      }
      join();
    },
    remove(index) {
      const at = find(index);
      const segment = segments[at];
      if (segment && index < segment.start + segment.ids.length) segment.ids.splice(index - segment.start, 1);
      shift(at + 1, -1);
      join();
    },
    replace(index, id) {
      const segment = segments[find(index)];
      if (segment && index < segment.start + segment.ids.length) segment.ids[index - segment.start] = id;
      indexes = undefined;
    },
    keep(start, end) {
      cut(Number.NEGATIVE_INFINITY, start);
      cut(end, Number.POSITIVE_INFINITY);
      indexes = undefined;
    },
    gaps(start, end) {
      const gaps: [number, number][] = [];
      let from = start;
      for (const segment of segments) {
        if (segment.start >= end) break;
        if (segment.start > from) gaps.push([from, segment.start]);
        from = Math.max(from, segment.start + segment.ids.length);
      }
      if (from < end) gaps.push([from, end]);
      return gaps;
    },
    certainEnd: () => (segments[0]?.start === 0 ? segments[0].ids.length : 0),
    size: () => segments.reduce((sum, segment) => sum + segment.ids.length, 0),
    clear() {
      segments = [];
      indexes = undefined;
    },
  };
}
