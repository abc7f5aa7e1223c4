// Connections to other mail servers: opened when needed, kept a while for the next message to the same server, few at once.

import type { Dial } from "../base/dial.ts";
import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import { SmtpClient, TlsFailed } from "./client.ts";
import type { MailServer } from "./find-servers.ts";

export interface Connections extends AsyncDisposable {
  /** Lends a connection that has said hello. What `work` rejects with is passed on, and the connection closed. */
  use<T>(server: MailServer & { port: number }, work: (client: SmtpClient) => Promise<T>): Promise<T>;
}

const idleMs = 20_000;
const maxIdlePerServer = 4;
const dialTimeoutMs = 30_000;
/** How long a server whose TLS handshake failed is spoken to without; it offers what it cannot do. */
const withoutTlsMs = 3_600_000;
const maxWithoutTls = 1_000;

export function createConnections({
  dial,
  hostname,
  clock,
  log,
}: {
  dial: Dial;
  hostname: string;
  clock: Clock;
  log: Log;
}): Connections {
  const idle = new Map<string, { client: SmtpClient; timer: NodeJS.Timeout }[]>();
  const withoutTls = new Map<string, number>();

  async function open(server: MailServer & { port: number }, key: string): Promise<SmtpClient> {
    const useTls = (withoutTls.get(key) ?? 0) < clock.now();
    const connect = async (tls: boolean): Promise<SmtpClient> =>
      SmtpClient.open(await dial({ address: server.address, port: server.port, timeoutMs: dialTimeoutMs }), {
        hostname,
        serverName: server.name,
        useTls: tls,
      });
    try {
      return await connect(useTls);
    } catch (error) {
      if (!(error instanceof TlsFailed)) throw error;
      // Opportunistic: a certificate or protocol that cannot be spoken is no reason to keep the mail (RFC 7435 §3).
      log.warn({ err: error, server: server.name }, "queue: TLS failed; this server gets mail without it for an hour");
      withoutTls.set(key, clock.now() + withoutTlsMs);
      for (const oldest of withoutTls.keys()) {
        if (withoutTls.size <= maxWithoutTls) break;
        withoutTls.delete(oldest);
      }
      return connect(false);
    }
  }

  async function take(key: string): Promise<SmtpClient | undefined> {
    for (let kept = idle.get(key)?.pop(); kept; kept = idle.get(key)?.pop()) {
      clearTimeout(kept.timer);
      if (await kept.client.isAlive()) return kept.client;
      await kept.client[Symbol.asyncDispose]();
    }
    return undefined;
  }

  function keep(key: string, client: SmtpClient): void {
    const list = idle.get(key) ?? [];
    if (list.length >= maxIdlePerServer) return void client[Symbol.asyncDispose]();
    const entry = { client, timer: setTimeout(() => drop(key, entry), idleMs) };
    list.push(entry);
    idle.set(key, list);
  }

  function drop(key: string, entry: { client: SmtpClient; timer: NodeJS.Timeout }): void {
    const left = (idle.get(key) ?? []).filter((other) => other !== entry);
    if (left.length > 0) idle.set(key, left);
    else idle.delete(key);
    void entry.client[Symbol.asyncDispose]();
  }

  return {
    async use(server, work) {
      const key = `${server.name} ${server.address} ${server.port}`;
      const client = (await take(key)) ?? (await open(server, key));
      try {
        const result = await work(client);
        if (client.isUsable) keep(key, client);
        else await client[Symbol.asyncDispose]();
        return result;
      } catch (error) {
        await client[Symbol.asyncDispose]();
        throw error;
      }
    },
    async [Symbol.asyncDispose]() {
      const all = [...idle.values()].flat();
      idle.clear();
      for (const { timer } of all) clearTimeout(timer);
      await Promise.all(all.map(async ({ client }) => client[Symbol.asyncDispose]()));
    },
  };
}
