// Blobs in any store that speaks S3 (Ceph, Garage, MinIO, Swift), in path style. S3 answers a PUT when the object is durable and
// whole; it replaces one of the same name at once.
import { setTimeout as sleep } from "node:timers/promises";

import type { Clock } from "../base/clock.ts";
import { StartupError } from "../base/errors.ts";
import type { BlobHash } from "../base/ids.ts";
import { signRequest, type S3Credentials } from "./sign-request.ts";
import { isBlobName, type BlobStore } from "./store.ts";

export interface S3Place {
  /** Scheme, host, bucket and prefix, without a slash at the end. */
  base: URL;
  credentials: S3Credentials;
}

/**
 * `s3://key:secret@host[:port]/bucket[/prefix][?region=…&tls=off]`; key and secret percent-encoded. Without `tls=off`, which is for a
 * store on the same machine, it is spoken to over TLS.
 */
export function parseS3Url(text: string): S3Place {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const bucket = url?.pathname.replace(/^\/+|\/+$/g, "");
  if (url?.protocol !== "s3:" || !url.host || !bucket || !url.username || !url.password) {
    throw new StartupError("SUREL_BLOBS must be a folder or s3://key:secret@host/bucket.");
  }
  const scheme = url.searchParams.get("tls") === "off" ? "http" : "https";
  return {
    base: new URL(`${scheme}://${url.host}/${bucket}`),
    credentials: {
      accessKey: decodeURIComponent(url.username),
      secretKey: decodeURIComponent(url.password),
      region: url.searchParams.get("region") ?? "us-east-1",
    },
  };
}

const requestTimeoutMs = 60_000;
const attempts = 3;
const pauseMs = 200;

/** A request that the store cannot answer now is tried again a few times; then it fails, and so does what asked for it. */
export function openS3Store({ place, clock }: { place: S3Place; clock: Clock }): BlobStore {
  function request(method: "GET" | "PUT" | "DELETE" | "HEAD", name: string, body?: Uint8Array): Promise<Response> {
    return ask(method, new URL(name === "" ? place.base : `${place.base}/${name}`), name, body);
  }

  async function ask(
    method: "GET" | "PUT" | "DELETE" | "HEAD",
    url: URL,
    name: string,
    body?: Uint8Array,
  ): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      try {
        const signed = { method, url, body: body ?? new Uint8Array(0), at: new Date(clock.now()) };
        const response = await fetch(url, {
          method,
          headers: signRequest(signed, place.credentials),
          ...(body && { body: body as Uint8Array<ArrayBuffer> }),
          redirect: "error",
          signal: AbortSignal.timeout(requestTimeoutMs),
        });
        if (response.status < 500) return response;
        await response.body?.cancel();
        throw new Error(`the blob store answered ${response.status}`);
      } catch (error) {
        if (attempt >= attempts) throw new Error(`the blob store did not take ${method} ${name}`, { cause: error });
        await sleep(pauseMs * attempt);
      }
    }
  }

  async function expect(response: Response, doing: string, ...also: number[]): Promise<void> {
    await response.body?.cancel();
    if (!response.ok && !also.includes(response.status)) {
      throw new Error(`the blob store answered ${response.status} to ${doing}`);
    }
  }

  return {
    async write(hash, bytes) {
      await expect(await request("PUT", nameOf(hash), bytes), "a write");
    },
    async read(hash) {
      const response = await request("GET", nameOf(hash));
      if (response.ok) return new Uint8Array(await response.arrayBuffer());
      await expect(response, "a read", 404);
      return undefined;
    },
    async remove(hash) {
      await expect(await request("DELETE", nameOf(hash)), "a removal", 404);
    },
    async *list() {
      const [, bucket = "", ...prefix] = place.base.pathname.split("/");
      for (let token: string | undefined = ""; token !== undefined;) {
        const url = new URL(`/${bucket}`, place.base);
        url.searchParams.set("list-type", "2");
        if (prefix.length > 0) url.searchParams.set("prefix", `${prefix.join("/")}/`);
        if (token !== "") url.searchParams.set("continuation-token", token);
        url.searchParams.sort();
        const response = await ask("GET", url, "the list");
        if (!response.ok) await expect(response, "a list");
        const page = await response.text();
        for (const [, object = ""] of page.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
          const name = elementOf(object, "Key").split("/").at(-1) ?? "";
          if (isBlobName(name)) yield { hash: name, writtenAt: new Date(elementOf(object, "LastModified")) };
        }
        token = elementOf(page, "NextContinuationToken") || undefined;
      }
    },
    // A PUT that was cut off leaves nothing.
    removeUnfinished: async () => undefined,
    async check() {
      await expect(await request("HEAD", ""), "a check");
    },
  };
}

/** The text of an element without children, "" when there is none. */
function elementOf(xml: string, name: string): string {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? "";
  return text.replace(/&(?:amp|quot|#34);/g, (entity) => (entity === "&amp;" ? "&" : '"'));
}

function nameOf(hash: BlobHash): string {
  return `${hash.slice(0, 2)}/${hash}`;
}
