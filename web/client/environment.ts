// Everything of the outside world that the client is given: so it runs in a browser, and in a test without one.

export type EventSourceLike = {
  addEventListener(type: string, listener: (event: { data?: unknown }) => void): void;
  readonly readyState: number;
  close(): void;
};

/** Sends a body and tells how far it came; rejects only when the network failed or the signal was aborted. */
export type Uploader = (request: {
  url: string;
  body: Blob;
  type: string;
  onProgress: (sentBytes: number) => void;
  signal: AbortSignal;
}) => Promise<{ status: number; body: string }>;

/** Where unsaved drafts wait; IndexedDB or localStorage in a browser, a Map in a test. */
export type KeyValueStorage = {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
  keys(): Promise<readonly string[]>;
};

export type Timers = {
  setTimeout(callback: () => void, delayMs: number): unknown;
  clearTimeout(timer: unknown): void;
};

/** The part of the Web Locks API that is used: it knows which window of this browser writes which draft, also after a crash. */
export type Locks = {
  request(
    name: string,
    options: { ifAvailable: boolean },
    run: (lock: object | null) => Promise<void> | void,
  ): Promise<unknown>;
  query(): Promise<{ held?: readonly { name?: string }[] }>;
};

/** Everything of the outside world. */
export type Environment = {
  /** Settles when the first screen is shown: what is no part of it waits for it. */
  shown?: Promise<void>;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  openEventSource: (url: string) => EventSourceLike;
  upload: Uploader;
  storage: KeyValueStorage;
  /** Absent on old browsers and where the page is not secure. */
  locks?: Locks | undefined;
  timers: Timers;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** From 0 to below 1. */
  random: () => number;
  /** Calls back when the browser goes online or offline; returns the end of the subscription. */
  watchOnline?: (listener: (isOnline: boolean) => void) => () => void;
};
