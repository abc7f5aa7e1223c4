// POSTs to the URL of a push subscription. Clients choose these URLs: only TLS, only public addresses, no redirects, little
// time and nothing of the answer but its status.
import { lookup, type LookupAddress } from "node:dns";
import type { RequestOptions } from "node:https";
import { isPrivateAddress } from "../../../base/network.ts";

export type PushMessage = { url: string; headers: Readonly<Record<string, string>>; body: Uint8Array };

/** Resolves to the HTTP status; rejects when nobody answers or the address may not be reached. */
export type PostPush = (message: PushMessage) => Promise<number>;

const timeoutMs = 10_000;

/** `allowLoopback` is for tests: plain HTTP to this machine. */
export function createPostPush({ allowLoopback = false } = {}): PostPush {
  return async ({ url, headers, body }) => {
    const target = new URL(url);
    const isLoopback = allowLoopback && target.hostname === "127.0.0.1";
    if (target.protocol !== "https:" && !isLoopback) throw new Error("a push URL is not https");
    const options: RequestOptions = {
      method: "POST",
      headers: { ...headers, "content-length": String(body.byteLength) },
      signal: AbortSignal.timeout(timeoutMs),
      agent: false,
      ...(!isLoopback && { lookup: publicLookup }),
    };
    // An address in the URL is not looked up.
    if (!isLoopback && isAddress(target.hostname) && isPrivateAddress(target.hostname.replace(/^\[|\]$/g, ""))) {
      throw new Error("a push URL leads to a private address");
    }
    // At the first push: an import of these reads a client for the web and for its sockets, which no start should wait for.
    const http = isLoopback ? await import("node:http") : await import("node:https");
    return new Promise((resolve, reject) => {
      const request = http.request(target, options, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
        response.destroy();
      });
      request.on("error", reject);
      request.end(body);
    });
  };
}

function isAddress(hostname: string): boolean {
  return hostname.startsWith("[") || /^[\d.]+$/.test(hostname);
}

type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  addresses: LookupAddress[] | string,
  family?: number,
) => void;

/** The address that is connected to is the one that was checked. */
function publicLookup(hostname: string, options: { all?: boolean }, answer: LookupCallback): void {
  lookup(hostname, { all: true }, (error, addresses) => {
    if (error) return answer(error, []);
    const safe = addresses.filter(({ address }) => !isPrivateAddress(address));
    const first = safe[0];
    if (!first) return answer(new Error("a push URL leads to a private address"), []);
    return options.all ? answer(null, safe) : answer(null, first.address, first.family);
  });
}
