// A load generator that costs little beside what it measures: one request, written again and again on raw sockets, each as
// soon as the answer before it is whole.
import { connect, type Socket } from "node:net";

export interface Figures {
  /** Milliseconds. */
  p50: number;
  p99: number;
  perSecond: number;
  answers: number;
  answerBytes: number;
}

export interface Load {
  port: number;
  path: string;
  authorization: string;
  body: string;
  connections: number;
  seconds: number;
}

/** Rejects when an answer is not 200 or holds a method error. */
export async function applyLoad({ port, path, authorization, body, connections, seconds }: Load): Promise<Figures> {
  const request = Buffer.from(
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: ${authorization}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  const started = performance.now();
  const until = started + seconds * 1000;
  const results = await Promise.all(
    Array.from({ length: connections }, () =>
      repeat(connect({ port, host: "127.0.0.1", noDelay: true }), request, until),
    ),
  );
  const elapsed = (performance.now() - started) / 1000;
  const times = Float64Array.from(results.flatMap((result) => result.times)).sort();
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return {
    p50: at(0.5),
    p99: at(0.99),
    perSecond: times.length / elapsed,
    answers: times.length,
    answerBytes: results[0]?.answerBytes ?? 0,
  };
}

function repeat(socket: Socket, request: Buffer, until: number): Promise<{ times: number[]; answerBytes: number }> {
  const times: number[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<{ times: number[]; answerBytes: number }>();
  let pieces: Buffer[] = [];
  let got = 0;
  let total = -1;
  let sentAt = 0;
  function send(): void {
    pieces = [];
    got = 0;
    total = -1;
    sentAt = performance.now();
    socket.write(request);
  }
  socket.on("error", reject);
  socket.on("connect", send);
  socket.on("data", (piece: Buffer) => {
    pieces.push(piece);
    got += piece.length;
    if (total < 0) total = lengthOf(pieces.length === 1 ? piece : Buffer.concat(pieces));
    if (total < 0 || got < total) return;
    const now = performance.now();
    times.push(now - sentAt);
    if (times.length === 1) {
      const text = Buffer.concat(pieces).toString();
      if (!text.startsWith("HTTP/1.1 200") || text.includes('["error"')) reject(new Error(text.slice(0, 2_000)));
    }
    if (now < until) send();
    else {
      socket.destroy();
      resolve({ times, answerBytes: total });
    }
  });
  return promise;
}

/** Octets of the whole answer, or -1 while its header is not whole. */
function lengthOf(start: Buffer): number {
  const end = start.indexOf("\r\n\r\n");
  if (end < 0) return -1;
  const length = /content-length: (\d+)/i.exec(start.toString("latin1", 0, end))?.[1];
  if (length === undefined) throw new Error(start.toString("latin1", 0, end));
  return end + 4 + Number(length);
}
