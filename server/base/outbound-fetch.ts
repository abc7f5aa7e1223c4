// Requests to servers that the operator named: no redirects, little time, bounded answers.

export interface OutboundRequest {
  method: string;
  headers: Record<string, string>;
  body?: RequestInit["body"];
  /** Aborted: nobody waits any more. */
  signal?: AbortSignal;
}

/** Rejects with an Error whose message says what happened when there is no answer, or one that is too large. */
export type OutboundFetch = (url: string, request: OutboundRequest) => Promise<Response>;

const TIMEOUT_MS = 8000;
const MAX_BYTES = 512 * 1024;

export const outboundFetch: OutboundFetch = async (url, { method, headers, body, signal: ending }) => {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const signal = ending ? AbortSignal.any([ending, timeout]) : timeout;
  const response = await fetch(url, { method, headers, body, signal, redirect: "manual" });
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response.body ?? []) {
    size += piece.byteLength;
    if (size > MAX_BYTES) throw new Error("the answer is too large");
    pieces.push(piece);
  }
  const { status } = response;
  const hasBody = status !== 204 && status !== 205 && status !== 304;
  return new Response(hasBody ? Buffer.concat(pieces, size) : null, { status, headers: response.headers });
};
