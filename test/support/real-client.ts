// A mail client on the real server over real HTTP, as a browser has one, with an app password in the place of the cookie.
import { setTimeout as sleep } from "node:timers/promises";

import { createClient } from "../../web/client/create-client.ts";
import type { Environment, EventSourceLike } from "../../web/client/environment.ts";
import type { StartData } from "../../web/client/start-data.ts";
import type { Client } from "../../web/client/types.ts";
import type { Cleanup } from "./database.ts";
import type { JmapClient } from "./jmap.ts";
import { PATIENCE_MS } from "./surel-process.ts";

export function openRealClient(
  context: Cleanup,
  { url, user, start }: { url: string; user: JmapClient; start?: StartData },
): Client {
  const authorization = { authorization: user.authorization };
  const storage = new Map<string, string>();
  const environment: Environment = {
    fetch: (path, init) =>
      fetch(new URL(path, url), { ...init, headers: { ...(init.headers as object), ...authorization } }),
    openEventSource: (path) => openEventSource(new URL(path, url), authorization),
    async upload({ url: path, body, type, onProgress, signal }) {
      const headers = { ...authorization, "content-type": type };
      const response = await fetch(new URL(path, url), { method: "POST", body, headers, signal });
      onProgress(body.size);
      return { status: response.status, body: await response.text() };
    },
    storage: {
      get: async (key) => storage.get(key),
      set: async (key, value) => void storage.set(key, value),
      delete: async (key) => void storage.delete(key),
      keys: async () => [...storage.keys()],
    },
    timers: {
      setTimeout: (run, ms) => setTimeout(run, ms),
      clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
    },
    now: Date.now,
    random: Math.random,
  };
  const client = createClient({ environment, ...(start ? { start } : {}) });
  context.after(() => client.close());
  return client;
}

/** Waits until it holds, for as long as a busy machine may take. */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const endMs = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > endMs) throw new Error(`Waited in vain until ${what}`);
    await sleep(10);
  }
}

/** As much of EventSource as the client uses; Node's own takes no credentials. */
function openEventSource(url: URL, headers: Record<string, string>): EventSourceLike {
  const listeners = new Map<string, ((event: { data?: unknown }) => void)[]>();
  const closing = new AbortController();
  const emit = (type: string, data?: string) => listeners.get(type)?.forEach((listener) => listener({ data }));
  const source = {
    readyState: 0,
    addEventListener: (type: string, listener: (event: { data?: unknown }) => void) =>
      void listeners.set(type, [...(listeners.get(type) ?? []), listener]),
    close: () => closing.abort(),
  };
  void read().catch(() => {
    source.readyState = 2;
    if (!closing.signal.aborted) emit("error");
  });
  return source;

  async function read(): Promise<void> {
    const response = await fetch(url, { headers, signal: closing.signal });
    source.readyState = 1;
    emit("open");
    let text = "";
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const events = text.split("\n\n");
      text = events.pop()!;
      for (const event of events) {
        const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, "m").exec(event)?.[1];
        const data = field("data");
        if (data !== undefined) emit(field("event") ?? "message", data);
      }
    }
  }
}
