// One EventSource for all windows of a person. Who holds the lock hears of changes from the server and tells the others by a
// channel; when it is closed or frozen the next in line takes over, and everybody learns by "open" that something may have been
// missed in between. Where the browser has no locks, as without https, each window listens for itself.

import type { EventSourceLike } from "../client/environment.ts";

type Listener = (event: { data?: unknown }) => void;
type News = { type: string; data?: unknown; readyState: number } | { type: "hello" };

/** Longer than two pings: a leader that is silent so long does not run any more, and its lock is taken. */
export const SILENCE_MS = 130_000;
const CLOSED = 2;
const told = ["open", "ping", "state", "error"] as const;

export function openSharedEventSource(url: string, name: string, silenceMs = SILENCE_MS): EventSourceLike {
  const { locks } = navigator;
  if (!locks || !("BroadcastChannel" in window)) return new EventSource(url, { withCredentials: true });
  const channel = new BroadcastChannel(name);
  const listeners = new Map<string, Set<Listener>>();
  const closing = new AbortController();
  let readyState = 0;
  /** Only in the window that leads. */
  let source: EventSource | undefined;
  let resign: (() => void) | undefined;
  let silence: number | undefined;
  let isFrozen = false;

  function emit(news: Exclude<News, { type: "hello" }>): void {
    readyState = news.readyState;
    watch();
    for (const listener of listeners.get(news.type) ?? []) listener({ data: news.data });
  }

  function lead(): Promise<void> {
    const opened = new EventSource(url, { withCredentials: true });
    source = opened;
    for (const type of told) {
      opened.addEventListener(type, (event) => {
        const { data } = event as MessageEvent<unknown>;
        const news = { type, data, readyState: opened.readyState };
        channel.postMessage(news);
        emit(news);
      });
    }
    return new Promise((resolve) => (resign = resolve));
  }

  function stand(steal: boolean): void {
    const options: LockOptions = steal ? { steal } : { signal: closing.signal };
    void locks
      .request(name, options, lead)
      // Stolen from, or no longer wanted.
      .catch(() => undefined)
      .then(() => {
        source?.close();
        source = resign = undefined;
        if (!closing.signal.aborted && !isFrozen) stand(false);
      });
  }

  function watch(): void {
    clearTimeout(silence);
    silence = window.setTimeout(() => {
      if (!source) stand(true);
    }, silenceMs);
  }

  /** A frozen window that got the lock would lead nobody: it stands again when it thaws. */
  function freeze(): void {
    isFrozen = true;
    resign?.();
  }

  function thaw(): void {
    if (!isFrozen) return;
    isFrozen = false;
    stand(false);
  }

  channel.addEventListener("message", ({ data }: MessageEvent<News>) => {
    if (data.type !== "hello") emit(data as Exclude<News, { type: "hello" }>);
    // A window that comes later asks how things are.
    else if (source?.readyState === EventSource.OPEN)
      channel.postMessage({ type: "open", readyState: EventSource.OPEN });
  });
  document.addEventListener("freeze", freeze);
  document.addEventListener("resume", thaw);
  watch();
  stand(false);
  channel.postMessage({ type: "hello" } satisfies News);

  return {
    addEventListener(type, listener) {
      const known = listeners.get(type);
      if (known) known.add(listener);
      else listeners.set(type, new Set([listener]));
    },
    get readyState() {
      return readyState;
    },
    close() {
      readyState = CLOSED;
      clearTimeout(silence);
      listeners.clear();
      document.removeEventListener("freeze", freeze);
      document.removeEventListener("resume", thaw);
      closing.abort();
      resign?.();
      channel.close();
    },
  };
}
