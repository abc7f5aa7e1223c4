// The body of a request that is refused before all of it was read.
import type { IncomingMessage } from "node:http";
import { limits } from "../limits.ts";

/** What is longer is cut off. */
const maxForgotten = 2 * limits.maxSizeUpload;

/**
 * Reads the rest and keeps nothing of it: a client that is still sending sees no answer of a connection that ends. How long it may
 * take is for the server's own limit on requests.
 */
export async function forgetBody(body: IncomingMessage): Promise<void> {
  if (body.readableEnded || body.destroyed) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  let octets = 0;
  body.on("data", (chunk: Buffer) => {
    octets += chunk.length;
    if (octets > maxForgotten) resolve();
  });
  for (const event of ["end", "close", "error"]) body.once(event, resolve);
  body.resume();
  await promise;
}
