// node bench/smtp.ts [URL]: how fast mail comes in over SMTP with everything on: verdicts from a local resolver, index, journal,
// and the database's fsync. A database of its own on an embedded PostgreSQL in a temporary folder, or in URL.

import { fork } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { deliverLetters, openPeer } from "./support/deliver-mail.ts";

const connections = 8;
const messages = 4_000;
const accounts = 100;
const massRecipients = 1_000;

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

function deliverMany(port: number, count: number, parallel = connections): Promise<number> {
  const recipientOf = (number: number) => `pegawai${(number % accounts) + 1}@contoh.go.id`;
  return deliverLetters({ port, count, connections: parallel, recipientOf });
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
