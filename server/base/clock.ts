// Time as a parameter: nothing else in the server asks the machine what time it is.

export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. May step backwards when the machine's clock is corrected. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
