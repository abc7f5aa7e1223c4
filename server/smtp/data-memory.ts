// Memory for messages that are coming in, bounded over all connections of a port. Small messages always fit; large ones share
// a budget, and one for which nothing is left is refused for now (452 4.3.1).

export interface DataMemory {
  reserve(): DataReservation;
}

export interface DataReservation extends Disposable {
  /** Whether the message may grow to `sizeOctets`. */
  growTo(sizeOctets: number): boolean;
}

export function createDataMemory(options: { ownOctets: number; sharedOctets: number }): DataMemory {
  const { ownOctets } = options;
  let left = options.sharedOctets;
  return {
    reserve() {
      let taken = 0;
      return {
        growTo(sizeOctets) {
          const more = Math.max(0, sizeOctets - ownOctets) - taken;
          if (more > left) return false;
          if (more > 0) {
            left -= more;
            taken += more;
          }
          return true;
        },
        [Symbol.dispose]() {
          left += taken;
          taken = 0;
        },
      };
    },
  };
}
