// A program that delivers, cheap beside what it measures: letters of a size, over SMTP or LMTP, pipelined as real servers do.

import { connect } from "node:net";

import { createReplyReader } from "../../standards/smtp/reply.ts";

const words =
  "rapat anggaran dinas kesehatan laporan surat undangan kegiatan pegawai masyarakat pelayanan daerah kota".split(" ");

export type Delivery = {
  port: number;
  count: number;
  connections: number;
  /** Of the message with that number. */
  recipientOf: (number: number) => string;
  protocol?: "SMTP" | "LMTP";
};

/** Letters of 6 KB, each to one recipient; resolves to the seconds that it took. */
export async function deliverLetters(delivery: Delivery): Promise<number> {
  const { port, count, connections, recipientOf, protocol } = delivery;
  let left = count;
  const bodies = Array.from({ length: 200 }, (_, number) => bodyOf(number, 6_000));
  const started = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async (_, connection) => {
      const peer = await openPeer(port, protocol);
      while (left-- > 0) await peer.send([recipientOf(left)], letter(left, connection, bodies[left % 200] ?? ""));
      peer.close();
    }),
  );
  return (performance.now() - started) / 1000;
}

export interface Peer {
  /** Rejects when anything is not accepted. */
  send(recipients: string[], message: string): Promise<void>;
  close(): void;
}

export async function openPeer(port: number, protocol: "SMTP" | "LMTP" = "SMTP"): Promise<Peer> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  const reader = createReplyReader();
  const replies: number[] = [];
  let wake: (() => void) | undefined;
  let failure: Error | undefined;
  socket.on("error", (error) => {
    failure = error;
    wake?.();
  });
  socket.on("data", (octets) => {
    replies.push(...reader.push(octets as Buffer).map(({ code }) => code));
    wake?.();
  });
  async function expect(count: number, code: number): Promise<void> {
    for (let heard = 0; heard < count; heard++) {
      while (replies.length === 0 && !failure) await new Promise<void>((resolve) => (wake = resolve));
      if (failure) throw failure;
      const got = replies.shift();
      if (got !== code) throw new Error(`expected ${code}, got ${got}`);
    }
  }
  await expect(1, 220);
  socket.write(`${protocol === "LMTP" ? "LHLO" : "EHLO"} luar.example\r\n`);
  await expect(1, 250);
  return {
    async send(recipients, message) {
      const to = recipients.map((recipient) => `RCPT TO:<${recipient}>\r\n`).join("");
      socket.write(`MAIL FROM:<a@luar.example>\r\n${to}DATA\r\n`);
      await expect(1 + recipients.length, 250);
      await expect(1, 354);
      socket.write(`${message}.\r\n`);
      // RFC 2033 §4.2: LMTP answers for each recipient.
      await expect(protocol === "LMTP" ? recipients.length : 1, 250);
    },
    close: () => socket.destroy(),
  };
}

function bodyOf(number: number, size: number): string {
  let body = "";
  for (let at = number; body.length < size; at = (at * 31 + 7) % 1_000_003) {
    body += `${words[at % words.length]} ${at % 17 === 0 ? at : ""} ${at % 11 === 0 ? "\r\n" : ""}`;
  }
  return body;
}

function letter(number: number, connection: number, body: string): string {
  return (
    `From: Pengirim ${number} <a@luar.example>\r\nTo: pegawai@contoh.go.id\r\nSubject: Laporan ${number}\r\n` +
    `Date: Mon, 2 Mar 2026 08:00:00 +0700\r\nMessage-ID: <${number}.${connection}.${performance.now()}@luar.example>\r\n\r\n${body}\r\n`
  );
}
