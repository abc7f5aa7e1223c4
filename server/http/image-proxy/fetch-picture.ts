// Fetches a picture that a message points to. The URL is a stranger's: only public addresses on the usual ports, the address
// that was checked is the one connected to, few redirects, little time, bounded size, nothing of us but the request.

import type { LookupAddress } from "node:dns";
import type { IncomingMessage, RequestOptions } from "node:http";
import { isIP } from "node:net";

import { isPrivateAddress } from "../../base/network.ts";
import { pictureType } from "./picture-type.ts";

export interface Picture {
  type: string;
  content: Uint8Array;
}

/** All addresses of a name, as `dns.lookup` gives them with `all`. */
export type LookUp = (name: string) => Promise<LookupAddress[]>;

export interface FetchOptions {
  lookUp: LookUp;
  /** For tests: which addresses may be connected to, and on which ports. */
  mayConnect?: (address: string, port: number) => boolean;
  maxBytes?: number;
  timeoutMs?: number;
}

const MAX_REDIRECTS = 3;
const isPublicWeb = (address: string, port: number) => !isPrivateAddress(address) && (port === 80 || port === 443);

/** Undefined when there is no picture to be had, for whatever reason: nobody is told which. */
export async function fetchPicture(address: string, options: FetchOptions): Promise<Picture | undefined> {
  const { maxBytes = 10 * 1024 * 1024, timeoutMs = 10_000 } = options;
  const signal = AbortSignal.timeout(timeoutMs);
  let url = URL.parse(address);
  for (let hop = 0; url && hop <= MAX_REDIRECTS; hop++) {
    const response = await open(url, options, signal);
    if (!response) return undefined;
    const { statusCode = 0, headers } = response;
    if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
      response.destroy();
      url = URL.parse(headers.location, url);
      continue;
    }
    const content = statusCode === 200 ? await readAll(response, maxBytes) : undefined;
    response.destroy();
    const type = content && pictureType(content);
    return content && type ? { type, content } : undefined;
  }
  return undefined;
}

async function open(url: URL, options: FetchOptions, signal: AbortSignal): Promise<IncomingMessage | undefined> {
  const { lookUp, mayConnect = isPublicWeb } = options;
  if ((url.protocol !== "https:" && url.protocol !== "http:") || url.username !== "" || url.password !== "")
    return undefined;
  const port = Number(url.port) || (url.protocol === "https:" ? 443 : 80);
  const name = url.hostname.replace(/^\[|\]$/g, "");
  const found = isIP(name) ? [{ address: name, family: isIP(name) }] : await lookUp(name).catch(() => []);
  // One private address among public ones is an attempt to get at it.
  if (found.length === 0 || !found.every(({ address }) => mayConnect(address, port))) return undefined;
  const request: RequestOptions = {
    method: "GET",
    signal,
    agent: false,
    headers: { accept: "image/avif,image/webp,image/png,image/jpeg,image/gif", "user-agent": "Mozilla/5.0" },
    lookup: (_name, { all }, answer) => {
      const [first] = found;
      if (all) answer(null, found);
      else answer(null, first?.address ?? "", first?.family);
    },
  };
  // At the first picture: an import of these reads a client for the web and for its sockets, which no start should wait for.
  const http = url.protocol === "https:" ? await import("node:https") : await import("node:http");
  return new Promise((resolve) => {
    const sent = http.request(url, request, resolve);
    sent.once("error", () => resolve(undefined));
    sent.end();
  });
}

async function readAll(response: IncomingMessage, maxBytes: number): Promise<Uint8Array | undefined> {
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of response as AsyncIterable<Buffer>) {
      size += piece.length;
      if (size > maxBytes) return undefined;
      pieces.push(piece);
    }
  } catch {
    // Cut off by its server or by our limit of time: no picture.
    return undefined;
  }
  return Buffer.concat(pieces, size);
}
