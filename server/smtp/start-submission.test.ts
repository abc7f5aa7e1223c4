import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { after, test } from "node:test";
import { connect as connectTls } from "node:tls";

import { createTestCertificate, makeCertificate } from "../../test/support/certificate.ts";
import { openSmallOrganisation, silentLog } from "../../test/support/small-organisation.ts";
import { readers } from "../../test/support/smtp.ts";
import { runScript } from "../../test/support/smtp-script.ts";
import { systemRandom } from "../base/ids.ts";
import { createCertificateHolder } from "../base/tls.ts";
import { createSubmit } from "../mail/submit.ts";
import { sql } from "../store/sql.ts";
import { startSubmission, type SubmissionOptions } from "./start-submission.ts";

const organisation = await openSmallOrganisation({ after });
const { mail, directory, budi, siti, db } = organisation;
const { messagesOf } = readers(organisation);

const listen = async (options: Partial<SubmissionOptions> = {}): Promise<number> => {
  const listener = await startSubmission({
    host: "127.0.0.1",
    port: 0,
    hostname: "mx.contoh.go.id",
    mail,
    directory,
    auth: {
      verifyAppPassword: async (username, secret, scope) =>
        username === "budi.santoso@contoh.go.id" && secret === "rahasia" && scope === "smtp"
          ? { accountId: budi }
          : undefined,
    },
    submit: createSubmit({ mail, directory, hostname: "mx.contoh.go.id", random: systemRandom, recipientsPerHour: 12 }),
    random: systemRandom,
    log: silentLog,
    ...options,
    limits: { tarpitMs: 0 },
  });
  after(async () => listener[Symbol.asyncDispose]());
  return listener.address.port;
};

const port = await listen();
const script = (transcript: string): Promise<void> => runScript(transcript, { port });
const base64 = (text: string): string => Buffer.from(text).toString("base64");

const hello = `
  S: 220 *
  C: EHLO laptop.example
  S: 250-mx.contoh.go.id
  S: 250-PIPELINING
  S: 250-SIZE *
  S: 250-8BITMIME
  S: 250-SMTPUTF8
  S: 250-ENHANCEDSTATUSCODES
  S: 250-AUTH PLAIN LOGIN
  S: 250 DSN
`;
const signedIn = `${hello}
  C: AUTH PLAIN ${base64("\0budi.santoso@contoh.go.id\0rahasia")}
  S: 235 2.7.0 *
`;

test("RFC 4954 §4: signing in by PLAIN and LOGIN, with and without an initial response", async () => {
  await script(`${hello}
    C: MAIL FROM:<budi.santoso@contoh.go.id>
    S: 530 5.7.0 *
    C: AUTH CRAM-MD5
    S: 504 5.5.4 *
    C: AUTH PLAIN ${base64("\0budi.santoso@contoh.go.id\0salah")}
    S: 535 5.7.8 *
    C: AUTH PLAIN ${base64("\0siapa@contoh.go.id\0rahasia")}
    S: 535 5.7.8 *
    C: AUTH PLAIN
    S: 334 *
    C: *
    S: 501 5.7.0 *
    C: AUTH PLAIN ?
    S: 501 5.5.2 *
    C: AUTH LOGIN
    S: 334 ${base64("Username:")}
    C: ${base64("budi.santoso@contoh.go.id")}
    S: 334 ${base64("Password:")}
    C: ${base64("rahasia")}
    S: 235 2.7.0 *
    C: AUTH PLAIN
    S: 503 5.5.1 *
  `);
});

test("RFC 6409 §6.1: an account sends only as itself, in the envelope and in From", async () => {
  await script(`${signedIn}
    C: MAIL FROM:<siti.rahayu@contoh.go.id>
    S: 553 5.7.1 *
    C: MAIL FROM:<>
    S: 553 5.7.1 *
    C: MAIL FROM:<Budi.Santoso@contoh.go.id>
    S: 250 *
    C: RCPT TO:<tidak.ada@contoh.go.id>
    S: 550 5.1.1 *
    C: RCPT TO:<siti.rahayu@contoh.go.id>
    S: 250 *
    C: DATA
    S: 354 *
    C: From: Siti <siti.rahayu@contoh.go.id>
    C:
    C: .
    S: 550 5.7.1 *
    C: MAIL FROM:<budi.santoso@contoh.go.id>
    C: RCPT TO:<siti.rahayu@contoh.go.id>
    C: DATA
    S: 250 *
    S: 250 *
    S: 354 *
    C: From: budi.santoso@contoh.go.id
    C: Sender: siti.rahayu@contoh.go.id
    C:
    C: .
    S: 550 5.7.1 *
    C: MAIL FROM:<budi.santoso@contoh.go.id>
    C: RCPT TO:<siti.rahayu@contoh.go.id>
    C: DATA
    S: 250 *
    S: 250 *
    S: 354 *
    C: Subject: tanpa pengirim
    C:
    C: .
    S: 550 5.6.0 *
  `);
  assert.equal((await messagesOf(siti)).length, 0);
});

test("RFC 6409 §8: Date and Message-ID are added, Bcc goes, nothing is put into Sent", async () => {
  await script(`${signedIn}
    C: MAIL FROM:<budi.santoso@contoh.go.id> RET=HDRS ENVID=a+2Bb
    C: RCPT TO:<siti.rahayu@contoh.go.id> NOTIFY=FAILURE,DELAY ORCPT=rfc822;x@contoh.go.id
    C: RCPT TO:<seseorang@luar.example> NOTIFY=SOMETIMES
    C: RCPT TO:<seseorang@luar.example>
    C: DATA
    S: 250 *
    S: 250 *
    S: 501 5.5.4 *
    S: 250 *
    S: 354 *
    C: From: Budi <budi.santoso@contoh.go.id>
    C: Bcc: seseorang@luar.example
    C: Subject: lengkap
    C:
    C: isi
    C: .
    S: 250 2.0.0 *
  `);
  const [message] = await messagesOf(siti);
  assert.match(
    message?.raw ?? "",
    /^Received: [^]*\r\nDate: Mon, 2 Mar 2026 01:00:00 \+0000\r\nMessage-ID: <\S+@contoh\.go\.id>\r\n/i,
  );
  assert.ok(!message?.raw.includes("Bcc"));
  assert.ok(!message?.raw.includes("127.0.0.1"));
  assert.equal((await messagesOf(budi)).length, 0);
  const waiting = await db.read((tx) =>
    tx.rows(sql`select address, status from queue_recipient where status = 'queued'`),
  );
  assert.deepEqual(waiting, [{ address: "seseorang@luar.example", status: "queued" }]);
});

test("an account's limit for an hour is a temporary refusal", async () => {
  const one = `
    C: MAIL FROM:<budi.santoso@contoh.go.id>
    C: RCPT TO:<siti.rahayu@contoh.go.id>
    C: DATA
    S: 250 *
    S: 250 *
    S: 354 *
    C: From: budi.santoso@contoh.go.id
    C:
    C: .
  `;
  await script(`${signedIn}
    ${`${one}\n S: 250 *\n`.repeat(10)}
    ${one}
    S: 450 4.7.1 *
  `);
});

test("RFC 3207 §4 and RFC 4954 §4: with a certificate STARTTLS is offered, and what was said before it is forgotten", async () => {
  const secured = await listen({ certificate: createTestCertificate() });
  const socket = connect(secured, "127.0.0.1");
  const read = (from: NodeJS.ReadableStream): Promise<string> =>
    new Promise((resolve) => from.once("data", (octets) => resolve(String(octets))));
  await read(socket);
  socket.write("EHLO laptop.example\r\n");
  assert.match(await read(socket), /250-STARTTLS\r\n/);
  socket.write("STARTTLS\r\n");
  assert.match(await read(socket), /^220 2\.0\.0 /);
  const secure = connectTls({ socket, rejectUnauthorized: false });
  await new Promise((resolve) => secure.once("secureConnect", resolve));
  secure.write("MAIL FROM:<budi.santoso@contoh.go.id>\r\n");
  assert.match(await read(secure), /^503 5\.5\.1 /);
  secure.write("EHLO laptop.example\r\n");
  const extensions = await read(secure);
  assert.ok(!extensions.includes("STARTTLS") && extensions.includes("AUTH PLAIN LOGIN"));
  secure.write(`AUTH PLAIN ${base64("\0budi.santoso@contoh.go.id\0rahasia")}\r\n`);
  assert.match(await read(secure), /^235 /);
  secure.destroy();
});

test("D8: a renewed certificate is offered at the next STARTTLS; until there is a first one STARTTLS is not offered", async () => {
  const holder = createCertificateHolder();
  const secured = await listen({ certificate: holder });
  await runScript("S: 220 *\nC: STARTTLS\nS: 454 4.7.0 *", { port: secured });
  for (const pair of [makeCertificate(), makeCertificate()]) {
    holder.put(pair);
    const socket = connect(secured, "127.0.0.1");
    await once(socket, "data");
    socket.write("STARTTLS\r\n");
    await once(socket, "data");
    const secure = connectTls({ socket, rejectUnauthorized: false });
    await once(secure, "secureConnect");
    assert.equal(secure.getPeerX509Certificate()?.serialNumber, new X509Certificate(pair.chain).serialNumber);
    secure.destroy();
  }
});

test("RFC 3207 §6: what is sent ahead of the handshake ends the connection", async () => {
  const secured = await listen({ certificate: createTestCertificate() });
  await runScript(
    `
    S: 220 *
    C: STARTTLS
    C: EHLO penyusup.example
    S: 220 *
    S: closed
  `,
    { port: secured },
  );
});
