// One HTTP request for one JMAP request, repeated while the network is away. Tells apart: no network (waits and repeats), signed
// out (final), a server that fails (repeats a few times), and a request that is wrong (never repeated).
import { signal, type ReadonlySignal } from "@preact/signals-core";
import type { Request, Response as JmapResponse } from "../../standards/jmap/request.ts";
import { RequestFailure } from "./failure.ts";
import type { Environment } from "./environment.ts";
import type { Connection } from "./types.ts";

/** "never": the request could have taken effect although its answer was lost, and must not take effect twice. */
export type Repeat = "whileOffline" | "never";

export type Transport = {
  readonly connection: ReadonlySignal<Connection>;
  post(url: string, request: Request, repeat: Repeat): Promise<JmapResponse>;
  getJson(url: string): Promise<unknown>;
  close(): void;
};

const maxServerFailures = 4;
const maxDelayMs = 30_000;
const firstDelayMs = 500;
/** Longer than any answer should take, and short enough that a dead connection is noticed. */
const timeoutMs = 60_000;
/** All that outlives a page may have 64 KiB together (Fetch §4.5). */
const maxLasting = 4096;

export function createTransport({ fetch, timers, random, watchOnline }: Environment): Transport {
  const connection = signal<Connection>("online");
  const closing = new AbortController();
  const waiting = new Set<() => void>();
  const stopWatching = watchOnline?.((isOnline) => {
    if (connection.value === "signedOut") return;
    if (!isOnline) connection.value = "offline";
    else if (connection.value === "offline") {
      connection.value = "connecting";
      for (const wake of waiting) wake();
    }
  });

  /** Ends early when the browser says that it is online again, or the client is closed. */
  function wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const finish = () => {
        timers.clearTimeout(timer);
        waiting.delete(finish);
        resolve();
      };
      const timer = timers.setTimeout(finish, delayMs);
      waiting.add(finish);
    });
  }

  async function once(
    url: string,
    init: RequestInit,
  ): Promise<{ status: number; retryAfterMs: number; body: unknown }> {
    const timeout = new AbortController();
    const timer = timers.setTimeout(() => timeout.abort(), timeoutMs);
    try {
      const response = await fetch(url, {
        credentials: "same-origin",
        cache: "no-store",
        signal: AbortSignal.any([closing.signal, timeout.signal]),
        ...init,
      });
      const text = await response.text();
      const retryAfterMs = 1000 * (Number(response.headers.get("Retry-After")) || 0);
      return { status: response.status, retryAfterMs, body: parseJson(text) };
    } finally {
      timers.clearTimeout(timer);
    }
  }

  async function repeatedly(url: string, init: RequestInit, repeat: Repeat): Promise<unknown> {
    for (let attempt = 0, serverFailures = 0; ; attempt++) {
      if (connection.value === "signedOut") throw new RequestFailure({ kind: "signedOut" });
      const backoffMs = Math.min(maxDelayMs, firstDelayMs * 2 ** attempt) * (0.5 + random() / 2);
      let answer;
      try {
        answer = await once(url, init);
      } catch (cause) {
        if (closing.signal.aborted) throw new RequestFailure({ kind: "aborted" }, { cause });
        connection.value = "offline";
        if (repeat === "never") throw new RequestFailure({ kind: "offline" }, { cause });
        await wait(backoffMs);
        continue;
      }
      if (answer.status === 401) {
        connection.value = "signedOut";
        throw new RequestFailure({ kind: "signedOut" });
      }
      if (answer.status === 200 && answer.body !== undefined) {
        connection.value = "online";
        return answer.body;
      }
      const isPassing = answer.status >= 500 || answer.status === 429 || answer.status === 200;
      if (!isPassing || repeat === "never" || ++serverFailures >= maxServerFailures) {
        if (!isPassing) connection.value = "online";
        throw new RequestFailure({ kind: "server", status: answer.status === 200 ? 0 : answer.status });
      }
      connection.value = "connecting";
      await wait(Math.max(backoffMs, Math.min(answer.retryAfterMs, maxDelayMs)));
    }
  }

  return {
    connection,
    async post(url, request, repeat) {
      const text = JSON.stringify(request);
      const init = {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: text,
        // What one has changed is sent also when the page is left at once.
        keepalive: text.length < maxLasting && request.methodCalls.some(([name]) => name.endsWith("/set")),
      };
      const body = await repeatedly(url, init, repeat);
      if (!isJmapResponse(body)) throw new RequestFailure({ kind: "server", status: 0 });
      return body;
    },
    getJson: (url) => repeatedly(url, { headers: { Accept: "application/json" } }, "whileOffline"),
    close() {
      stopWatching?.();
      closing.abort();
      for (const wake of waiting) wake();
    },
  };
}

/** Undefined for what is no JSON: a proxy's page, or an answer that was cut. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isJmapResponse(body: unknown): body is JmapResponse {
  return typeof body === "object" && body !== null && Array.isArray((body as JmapResponse).methodResponses);
}
