// The outside world of the client, in a browser.

import type { Environment, EventSourceLike, KeyValueStorage, Uploader } from "../client/environment.ts";
import type { StartData } from "../client/start-data.ts";

type Person = Pick<StartData, "isPublicComputer" | "user">;

export function browserEnvironment(
  window: Window,
  { isPublicComputer = false, user }: Person,
  shown: Promise<void>,
): Environment {
  const isAttended = watchPerson(window);
  return {
    shown,
    fetch: (url, init) => window.fetch(url, isAttended() ? init : unattended(init)),
    openEventSource: (url) => openEventSource(url, `surel.push.${user.accountId}`),
    upload,
    storage: isPublicComputer ? memoryStorage() : draftStorage(window.localStorage),
    locks: window.navigator.locks,
    timers: {
      setTimeout: (run, delayMs) => window.setTimeout(run, delayMs),
      clearTimeout: (timer) => window.clearTimeout(timer as number),
    },
    now: () => Date.now(),
    random: () => Math.random(),
    watchOnline(listener) {
      const tell = (): void => listener(window.navigator.onLine);
      window.addEventListener("online", tell);
      window.addEventListener("offline", tell);
      return () => {
        window.removeEventListener("online", tell);
        window.removeEventListener("offline", tell);
      };
    },
  };
}

/** R108: whether somebody has touched the window lately; what it asks for otherwise keeps no session. */
function watchPerson(window: Window): () => boolean {
  let touchedAt = Date.now();
  for (const type of ["pointermove", "pointerdown", "keydown", "wheel"])
    window.addEventListener(type, () => (touchedAt = Date.now()), { capture: true, passive: true });
  return () => Date.now() - touchedAt < 60_000;
}

function unattended(init: RequestInit): RequestInit {
  return { ...init, headers: { ...(init.headers as Record<string, string>), "surel-unattended": "1" } };
}

/** In a chunk of its own: no part of the first screen. */
function openEventSource(url: string, name: string): EventSourceLike {
  const listeners: Parameters<EventSourceLike["addEventListener"]>[] = [];
  let source: EventSourceLike | undefined;
  let isClosed = false;
  const use = (opened: EventSourceLike): void => {
    source = opened;
    for (const listener of listeners) opened.addEventListener(...listener);
  };
  void import("./shared-event-source.ts").then(
    ({ openSharedEventSource }) => isClosed || use(openSharedEventSource(url, name)),
    () => isClosed || use(new EventSource(url, { withCredentials: true })),
  );
  return {
    addEventListener: (...listener) => void listeners.push(listener),
    get readyState() {
      return source?.readyState ?? 0;
    },
    close() {
      isClosed = true;
      source?.close();
    },
  };
}

/** fetch does not tell how much of a body is sent; the older interface does. */
const upload: Uploader = ({ url, body, type, onProgress, signal }) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("content-type", type || "application/octet-stream");
    request.upload.addEventListener("progress", ({ loaded }) => onProgress(loaded));
    request.addEventListener("load", () => resolve({ status: request.status, body: request.responseText }));
    request.addEventListener("error", () => reject(new TypeError("The upload could not reach the server")));
    request.addEventListener("abort", () => reject(new DOMException("The upload was aborted", "AbortError")));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(body);
  });

/** Under one prefix, so that signing out can forget all of it. */
function draftStorage(storage: Storage): KeyValueStorage {
  const prefix = "surel.draft.";
  return {
    get: async (key) => storage.getItem(prefix + key) ?? undefined,
    set: async (key, value) => storage.setItem(prefix + key, value),
    delete: async (key) => storage.removeItem(prefix + key),
    keys: async () =>
      Object.keys(storage)
        .filter((key) => key.startsWith(prefix))
        .map((key) => key.slice(prefix.length)),
  };
}

/** R108: on a public computer drafts that are not saved go with the page. */
function memoryStorage(): KeyValueStorage {
  const kept = new Map<string, string>();
  return {
    get: async (key) => kept.get(key),
    set: async (key, value) => void kept.set(key, value),
    delete: async (key) => void kept.delete(key),
    keys: async () => [...kept.keys()],
  };
}
