// node bench/smtp.ts [URL]: how fast mail comes in over SMTP with everything on: verdicts from a local resolver, index, journal,
// and the database's fsync. A database of its own on an embedded PostgreSQL in a temporary folder, or in URL.

import { fork } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createReplyReader } from "../standards/smtp/reply.ts";

const connections = 8;
const messages = 4_000;
const accounts = 100;
const massRecipients = 1_000;
const words =
  "rapat anggaran dinas kesehatan laporan surat undangan kegiatan pegawai masyarakat pelayanan daerah kota".split(" ");

if (process.argv[2] === "server")
  await (await import("./support/smtp-server.ts")).serve(process.argv[3] ?? "", massRecipients);
else await bench();

async function bench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "surel-bench-smtp-"));
  const server = fork(import.meta.filename, ["server", folder], {
    execArgv: process.execArgv.filter((one) => !one.includes("prof")),
  });
  try {
    const port = await new Promise<number>((resolve, reject) => {
      server.once("message", (message) => resolve(message as number));
      server.once("exit", () => reject(new Error("the server ended")));
    });
    const rows: [what: string, figure: string, mustReach: string, reached: boolean][] = [];
    await deliverMany(port, 500);
    const seconds = await deliverMany(port, messages);
    const rate = messages / seconds;
    rows.push([`${messages} messages of 6 KB on ${connections} connections`, perSecond(rate), "500", rate >= 500]);
    const one = await deliverMany(port, 500, 1);
    rows.push(["the same on 1 connection", perSecond(500 / one), "", true]);
    const started = performance.now();
    await deliverMass(port);
    const massSeconds = (performance.now() - started) / 1000;
    rows.push([`5 MB to ${massRecipients} recipients`, `${massSeconds.toFixed(2)} s`, "2 s", massSeconds < 2]);
    console.log(`${"".padEnd(50)} ${"".padStart(14)} ${"must reach".padStart(12)}`);
    for (const [what, figure, mustReach] of rows) {
      console.log(`${what.padEnd(50)} ${figure.padStart(14)} ${mustReach.padStart(12)}`);
    }
    if (!rows.every(([, , , reached]) => reached)) process.exitCode = 1;
  } finally {
    server.kill("SIGTERM");
    await new Promise((resolve) => server.once("exit", resolve));
    await rm(folder, { recursive: true, force: true });
  }
}

function perSecond(rate: number): string {
  return `${rate.toFixed(0)} a second`;
}

async function deliverMany(port: number, count: number, parallel = connections): Promise<number> {
  let left = count;
  const bodies = Array.from({ length: 200 }, (_, number) => bodyOf(number, 6_000));
  const started = performance.now();
  await Promise.all(
    Array.from({ length: parallel }, async (_, number) => {
      const peer = await openPeer(port);
      while (left-- > 0) {
        const recipient = `pegawai${(left % accounts) + 1}@contoh.go.id`;
        await peer.send([recipient], letter(left, number, bodies[left % bodies.length] ?? ""));
      }
      peer.close();
    }),
  );
  return (performance.now() - started) / 1000;
}

async function deliverMass(port: number): Promise<void> {
  const peer = await openPeer(port);
  const recipients = Array.from({ length: massRecipients }, (_, index) => `pegawai${index + 1}@contoh.go.id`);
  const attachment = Buffer.alloc(3_700_000, "surel bench ").toString("base64").replace(/.{76}/g, "$&\r\n");
  const header = `From: Kepala <kepala@luar.example>\r\nSubject: Pengumuman\r\nMIME-Version: 1.0\r\n`;
  const part = `--b\r\nContent-Type: application/octet-stream; name=lampiran.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n`;
  await peer.send(
    recipients,
    `${header}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nTerlampir.\r\n${part}${attachment}\r\n--b--\r\n`,
  );
  peer.close();
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

/** A client that pipelines, as real servers do. */
async function openPeer(
  port: number,
): Promise<{ send(recipients: string[], message: string): Promise<void>; close(): void }> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  const reader = createReplyReader();
  const replies: number[] = [];
  let wake: (() => void) | undefined;
  socket.on("data", (octets) => {
    replies.push(...reader.push(octets as Buffer).map(({ code }) => code));
    wake?.();
  });
  async function expect(count: number, code: number): Promise<void> {
    for (let heard = 0; heard < count; heard++) {
      while (replies.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      const got = replies.shift();
      if (got !== code) throw new Error(`expected ${code}, got ${got}`);
    }
  }
  await expect(1, 220);
  socket.write("EHLO luar.example\r\n");
  await expect(1, 250);
  return {
    async send(recipients, message) {
      const to = recipients.map((recipient) => `RCPT TO:<${recipient}>\r\n`).join("");
      socket.write(`MAIL FROM:<a@luar.example>\r\n${to}DATA\r\n`);
      await expect(1 + recipients.length, 250);
      await expect(1, 354);
      socket.write(`${message}.\r\n`);
      await expect(1, 250);
    },
    close: () => socket.destroy(),
  };
}
