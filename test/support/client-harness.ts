// A mail client on a server in memory, with a network, a clock and a storage that a test holds in its hands.
import { createClient } from "../../web/client/create-client.ts";
import { firstScreenCalls } from "../../web/client/first-screen.ts";
import type { Environment, EventSourceLike, Locks } from "../../web/client/environment.ts";
import type { StartData } from "../../web/client/start-data.ts";
import type { Client, MailAccount } from "../../web/client/types.ts";
import { createManualTimers, type ManualTimers } from "./manual-timers.ts";
import { createMemoryJmap, type MemoryJmap } from "./memory-jmap.ts";

export type ClientHarness = {
  server: MemoryJmap;
  client: Client;
  account: MailAccount;
  time: ManualTimers;
  /**
   * What the network does with the next requests: a status, "down", or "lost" for an answer that never comes back; and how long
   * each answer takes on its way back.
   */
  network: { fault: number | "down" | "lost" | undefined; latencyMs: number };
  storage: Map<string, string>;
  sources: TestEventSource[];
  /** Sends the server's states by push. */
  push(): void;
  setOnline(isOnline: boolean): void;
  /** Method names of the last request. */
  lastMethods(): string[];
  advance(ms?: number): Promise<void>;
};

export type TestEventSource = EventSourceLike & {
  url: string;
  emit(type: string, data?: unknown): void;
  isClosed: boolean;
};

/** `held`: the names of the locks that all windows of the browser have. */
export type HarnessOptions = {
  server?: MemoryJmap;
  isStarted?: boolean;
  storage?: Map<string, string>;
  held?: Set<string>;
};

export async function startClient(options: HarnessOptions = {}): Promise<ClientHarness> {
  const server = options.server ?? createMemoryJmap();
  const time = createManualTimers();
  const network: ClientHarness["network"] = { fault: undefined, latencyMs: 0 };
  const storage = options.storage ?? new Map<string, string>();
  const sources: TestEventSource[] = [];
  const onlineListeners = new Set<(isOnline: boolean) => void>();
  let seed = 1;

  const environment: Environment = {
    timers: time.timers,
    now: time.now,
    random: () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647,
    async fetch(url, init) {
      if (network.fault === "down") throw new TypeError("fetch failed");
      if (typeof network.fault === "number") return new Response("{}", { status: network.fault });
      if (url.endsWith("/session")) return Response.json(server.session);
      const answer = server.handle(JSON.parse(init.body as string));
      if (network.latencyMs > 0) {
        await new Promise<void>((resolve) => void time.timers.setTimeout(resolve, network.latencyMs));
      }
      if (network.fault === "lost") throw new TypeError("fetch failed");
      return Response.json(answer);
    },
    openEventSource(url) {
      const source = createEventSource(url);
      sources.push(source);
      return source;
    },
    async upload({ body, onProgress }) {
      if (network.fault === "down") throw new TypeError("upload failed");
      onProgress(body.size);
      return { status: 201, body: JSON.stringify({ blobId: `b${body.size}`, size: body.size, type: body.type }) };
    },
    storage: {
      get: async (key) => storage.get(key),
      set: async (key, value) => void storage.set(key, value),
      delete: async (key) => void storage.delete(key),
      keys: async () => [...storage.keys()],
    },
    locks: options.held && createLocks(options.held),
    watchOnline(listener) {
      onlineListeners.add(listener);
      return () => void onlineListeners.delete(listener);
    },
  };

  const client = createClient({ environment, ...(options.isStarted === false ? {} : { start: startData(server) }) });
  await time.advance();
  const account = client.account(server.accountId);
  server.requests.length = 0;
  return {
    server,
    client,
    account,
    time,
    network,
    storage,
    sources,
    push() {
      const changed = { [server.accountId]: server.states() };
      sources.at(-1)!.emit("state", JSON.stringify({ "@type": "StateChange", changed }));
    },
    setOnline: (isOnline) => onlineListeners.forEach((listener) => listener(isOnline)),
    lastMethods: () => server.requests.at(-1)?.methodCalls.map(([name]) => name) ?? [],
    advance: time.advance,
  };
}

/** What the server embeds into the first page. */
export function startData(server: MemoryJmap): StartData {
  const mailboxId = server.mailboxId("inbox");
  const methodCalls = firstScreenCalls(server.accountId, mailboxId);
  return {
    session: server.session,
    locale: "id",
    timeZone: "Asia/Jakarta",
    organisation: { name: "Pemerintah Kota Contoh", domain: "contoh.go.id", icon: "/look/1/icon.svg" },
    user: {
      accountId: server.accountId,
      address: server.session.username,
      name: "Budi Santoso",
      unit: null,
      role: "employee",
    },
    first: { accountId: server.accountId, mailboxId, ...server.handle({ using: [], methodCalls }) },
  };
}

function createEventSource(url: string): TestEventSource {
  const listeners = new Map<string, ((event: { data?: unknown }) => void)[]>();
  return {
    url,
    readyState: 1,
    isClosed: false,
    addEventListener: (type, listener) => void listeners.set(type, [...(listeners.get(type) ?? []), listener]),
    close() {
      this.isClosed = true;
    },
    emit: (type, data) => listeners.get(type)?.forEach((listener) => listener({ data })),
  };
}

function createLocks(held: Set<string>): Locks {
  return {
    async request(name, _options, run) {
      if (held.has(name)) return run(null);
      held.add(name);
      await run({});
      held.delete(name);
    },
    query: async () => ({ held: [...held].map((name) => ({ name })) }),
  };
}
