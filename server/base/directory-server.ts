// A connection to a directory (LDAP v3, Active Directory). Filters are structures, never text that was put together (RFC 4515).
// Passwords travel inside TLS, or to this machine itself where that was asked for. Referrals are not followed, and a connection
// that is lost is not opened again: the library would go on without TLS.

import { once } from "node:events";
import { connect as connectPlain, isIP, type Socket } from "node:net";
import { connect as connectSecure, type ConnectionOptions } from "node:tls";

import {
  AndFilter,
  Client,
  EqualityFilter,
  FilterParser,
  OrFilter,
  ResultCodeError,
  type Filter,
  type SearchOptions,
} from "ldapts";

import { messageOf } from "./errors.ts";

export interface DirectoryServer {
  /** `ldaps://host` or `ldap://host`, each with or without a port. */
  url: string;
  startTls: boolean;
  /** Certificates (PEM) to trust beside the system's. */
  ca?: string;
}

export interface DirectoryMatch {
  attribute: string;
  value: string | Buffer;
}

export interface DirectorySearch {
  base: string;
  scope: "base" | "sub";
  /** All of `all`, one of `any` (where there are some), and the operator's own filter (RFC 4515). */
  all: readonly DirectoryMatch[];
  any?: readonly DirectoryMatch[];
  filter?: string;
  attributes: readonly string[];
}

export interface DirectoryEntry {
  dn: string;
  /** Under their names in lower case. */
  attributes: Readonly<Record<string, readonly Buffer[]>>;
}

/** `expired`: the password is right, but the directory wants another one first. */
export type BindOutcome = "bound" | "wrong" | "expired";

export interface DirectoryConnection extends AsyncDisposable {
  /** Rejects when `password` is empty: such a bind succeeds for everybody (RFC 4513 §5.1.2). */
  bind(dn: string, password: string): Promise<BindOutcome>;
  /** At most two entries: one too many decides. */
  search(search: DirectorySearch): Promise<DirectoryEntry[]>;
}

export type OpenDirectory = (server: DirectoryServer) => Promise<DirectoryConnection>;

/** The directory cannot be asked; the message says why, for the operator. */
export class DirectoryUnavailable extends Error {
  override readonly name = "DirectoryUnavailable";
}

const CONNECT_MS = 4000;
const OPERATION_MS = 5000;
/** From opening to closing: also what no other limit covers ends then. */
const WHOLE_MS = 15_000;

/** Result codes with which a server says no to a name and password (RFC 4511 appendix A.1). */
const REFUSED_CODES: readonly number[] = [19, 32, 34, 48, 49, 53];

export const openDirectory: OpenDirectory = async ({ url, startTls, ca }) => {
  const { hostname } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, "");
  const tls = {
    host,
    minVersion: "TLSv1.2",
    ...(isIP(host) === 0 && { servername: host }),
    ...(ca !== undefined && { ca }),
  } satisfies ConnectionOptions;
  const socket = await connectTo(new URL(url), tls);
  let isTaken = false;
  const take = () => {
    if (isTaken) throw new Error("the connection was lost");
    isTaken = true;
    return socket;
  };
  const client = new Client({
    url,
    timeout: OPERATION_MS,
    createConnection: take,
    // To begin with TLS, or to go on with it after StartTLS.
    createSecureConnection: ((given: ConnectionOptions | number) =>
      typeof given === "object" ? connectSecure(given) : take()) as typeof connectSecure,
  });
  const close = async () => {
    await client.unbind().catch(() => undefined);
    socket.destroy();
  };
  const deadline = setTimeout(() => void close(), WHOLE_MS);
  const end = async () => {
    clearTimeout(deadline);
    await close();
  };
  try {
    if (startTls) await withinTime(client.startTLS(tls), CONNECT_MS);
  } catch (error) {
    await end();
    throw unavailable(error);
  }

  return {
    async bind(dn, password) {
      if (password === "" || dn === "") throw new Error("a bind without a name or a password proves nothing");
      try {
        await client.bind(dn, password);
        return "bound";
      } catch (error) {
        if (!(error instanceof ResultCodeError) || !REFUSED_CODES.includes(error.code)) throw unavailable(error);
        // Active Directory says within the text that a password is right but over its time (532) or to be changed first (773).
        return error.code === 49 && /\bdata (?:532|773)\b/i.test(error.message) ? "expired" : "wrong";
      }
    },
    async search({ base, scope, all, any = [], filter, attributes }) {
      const options: SearchOptions = {
        scope,
        derefAliases: "never",
        sizeLimit: 2,
        timeLimit: OPERATION_MS / 1000,
        filter: toFilter({ all, any, filter }),
        attributes: [...attributes],
        explicitBufferAttributes: [...attributes],
      };
      try {
        const { searchEntries } = await client.search(base, options);
        return searchEntries.map(({ dn, ...values }) => ({ dn, attributes: toAttributes(values) }));
      } catch (error) {
        throw unavailable(error);
      }
    },
    [Symbol.asyncDispose]: end,
  };
};

/** Throws when `filter` is none. */
export function toFilter({ all, any = [], filter }: Pick<DirectorySearch, "all" | "any" | "filter">): Filter {
  const equal = ({ attribute, value }: DirectoryMatch) => new EqualityFilter({ attribute, value });
  const filters: Filter[] = all.map(equal);
  if (any.length > 0) filters.push(new OrFilter({ filters: any.map(equal) }));
  if (filter !== undefined) filters.push(FilterParser.parseString(filter));
  return new AndFilter({ filters });
}

/** RFC 4514 §2.4: a value within a distinguished name. */
export function escapeDnValue(value: string): string {
  return value.replace(/^[ #]| $|[\\"+,;<>=\0]/g, (character) => (character === "\0" ? "\\00" : `\\${character}`));
}

/** Rejects with DirectoryUnavailable. */
async function connectTo(url: URL, tls: ConnectionOptions & { host: string }): Promise<Socket> {
  const isSecure = url.protocol === "ldaps:";
  const { host } = tls;
  const socket = isSecure
    ? connectSecure({ ...tls, port: Number(url.port) || 636 })
    : connectPlain({ host, port: Number(url.port) || 389 });
  try {
    await once(socket, isSecure ? "secureConnect" : "connect", { signal: AbortSignal.timeout(CONNECT_MS) });
    // Until the library listens itself: a connection that breaks must not end the process.
    socket.on("error", () => undefined);
    return socket;
  } catch (error) {
    socket.on("error", () => undefined).destroy();
    throw unavailable(isAbort(error) ? new Error("no connection in time") : error);
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

function toAttributes(values: Record<string, unknown>): Record<string, Buffer[]> {
  const toBuffers = (value: unknown): Buffer[] => {
    if (Array.isArray(value)) return value.flatMap(toBuffers);
    if (Buffer.isBuffer(value)) return [value];
    return typeof value === "string" ? [Buffer.from(value)] : [];
  };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name.toLowerCase(), toBuffers(value)]));
}

async function withinTime<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function unavailable(error: unknown): DirectoryUnavailable {
  const words = messageOf(error).split("\n").at(-1)?.trim() ?? "";
  return new DirectoryUnavailable(words === "" ? "no answer" : words, { cause: error });
}
