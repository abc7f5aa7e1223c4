// A set of email ids of one account as bits, which PostgreSQL can test too: get_bit(bytea, n) counts as this does.

export interface IdSet {
  readonly bits: Uint8Array;
  readonly size: number;
}

export const emptyIdSet: IdSet = { bits: new Uint8Array(0), size: 0 };

/** A set that grows while it is filled. */
export function createIdSet(): { add(id: number): void; addAll(ids: Iterable<number>): void; finish(): IdSet } {
  let bits = new Uint8Array(1024);
  let size = 0;
  function add(id: number): void {
    const place = id >> 3;
    if (place >= bits.length) {
      const larger = new Uint8Array(Math.max(place + 1, bits.length * 2));
      larger.set(bits);
      bits = larger;
    }
    const bit = 1 << (id & 7);
    if ((bits[place]! & bit) === 0) {
      bits[place]! |= bit;
      size++;
    }
  }
  return {
    add,
    addAll(ids) {
      for (const id of ids) add(id);
    },
    finish: () => ({ bits, size }),
  };
}

export function intersectIds(one: IdSet, other: IdSet): IdSet {
  const bits = new Uint8Array(Math.min(one.bits.length, other.bits.length));
  for (let i = 0; i < bits.length; i++) bits[i] = one.bits[i]! & other.bits[i]!;
  return { bits, size: countBits(bits) };
}

export function withoutIds(one: IdSet, other: IdSet): IdSet {
  const bits = one.bits.slice();
  for (let i = 0; i < Math.min(bits.length, other.bits.length); i++) bits[i]! &= ~other.bits[i]!;
  return { bits, size: countBits(bits) };
}

export function uniteIds(one: IdSet, other: IdSet): IdSet {
  const [longer, shorter] = one.bits.length >= other.bits.length ? [one, other] : [other, one];
  if (shorter.size === 0) return longer;
  const bits = longer.bits.slice();
  for (let i = 0; i < shorter.bits.length; i++) bits[i]! |= shorter.bits[i]!;
  return { bits, size: countBits(bits) };
}

/** Ascending. */
export function listIds({ bits }: IdSet): number[] {
  const ids: number[] = [];
  for (let place = 0; place < bits.length; place++) {
    for (let byte = bits[place]!; byte !== 0; byte &= byte - 1) ids.push(place * 8 + (31 - Math.clz32(byte & -byte)));
  }
  return ids;
}

const bitsOfByte = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll("0", "").length);

function countBits(bits: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < bits.length; i++) count += bitsOfByte[bits[i]!]!;
  return count;
}
