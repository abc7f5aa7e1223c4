// A port and its connections: how many there may be, and the orderly end.

import { createServer, type AddressInfo, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

import { formatReply } from "../../standards/smtp/reply.ts";
import { createToken, type RandomSource } from "../base/ids.ts";
import type { Log } from "../base/log.ts";
import { listen, networkKey, normaliseAddress } from "../base/network.ts";
import type { ServerCertificate } from "../base/tls.ts";
import { serveConnection } from "./connection.ts";
import { createDataMemory } from "./data-memory.ts";
import { defaultLimits, type SmtpLimits } from "./limits.ts";
import { replies } from "./replies.ts";
import { createSession, type Surface } from "./session.ts";

export interface ListenerOptions {
  host: string;
  port: number;
  /** The setting to change when the port cannot be had. */
  setting: string;
  surface: Surface;
  /** Absent: no STARTTLS. */
  certificate?: ServerCertificate;
  random: RandomSource;
  log: Log;
  limits?: Partial<SmtpLimits>;
}

/** Disposing finishes what is being accepted, answers 421 to everybody and closes. */
export interface Listener extends AsyncDisposable {
  readonly address: AddressInfo;
  /** Connections open now. */
  readonly connections: number;
}

export async function openListener(options: ListenerOptions): Promise<Listener> {
  const { host, port, setting, surface, certificate, random, log } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const memory = createDataMemory({ ownOctets: limits.ownDataOctets, sharedOctets: limits.sharedDataOctets });
  const ending = new AbortController();
  const open = new Map<Socket, Promise<void>>();
  const perAddress = new Map<string, number>();

  async function serve(socket: Socket): Promise<void> {
    const address = normaliseAddress(socket.remoteAddress ?? "");
    const key = networkKey(address);
    const fromThere = perAddress.get(key) ?? 0;
    if (open.size >= limits.maxConnections) return refuse(socket, formatReply(replies.busy(surface.hostname)));
    if (fromThere >= limits.maxConnectionsPerAddress) {
      return refuse(socket, formatReply(replies.tooManyConnections(surface.hostname)));
    }
    perAddress.set(key, fromThere + 1);
    const session = createSession(createToken(random, 6), address, socket.remotePort ?? 0);
    const served = serveConnection(socket, session, {
      surface,
      limits,
      memory,
      certificate,
      ending: ending.signal,
      sleep: (milliseconds) => sleep(milliseconds, undefined, { ref: false }),
      random,
      log,
    });
    open.set(socket, served);
    await served;
    open.delete(socket);
    const left = (perAddress.get(key) ?? 1) - 1;
    if (left > 0) perAddress.set(key, left);
    else perAddress.delete(key);
  }

  const server = createServer({ noDelay: true, keepAlive: true }, (socket) => void serve(socket));
  const address = await listen(server, { host, port, setting });

  return {
    address,
    get connections() {
      return open.size;
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      ending.abort();
      const giveUp = setTimeout(() => {
        for (const socket of open.keys()) socket.destroy();
      }, limits.shutdownMs);
      await Promise.all(open.values());
      clearTimeout(giveUp);
      await closed;
    },
  };
}

function refuse(socket: Socket, text: string): void {
  socket.on("error", () => undefined);
  socket.setTimeout(1_000, () => socket.destroy());
  socket.resume();
  socket.end(text);
}
