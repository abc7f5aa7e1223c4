// Signing in and recovering as a person meets them: the HTTP surface on a database of its own, mail through the real queue's rows,
// text messages through a real HTTP exchange with a stand-in for the gateway.

import { createServer, type IncomingHttpHeaders } from "node:http";

import { Secret, TOTP } from "otpauth";

import { createAuth } from "../../server/auth/auth.ts";
import { setPassword } from "../../server/auth/initial-password.ts";
import { createPasswordTurns, type PasswordHashing } from "../../server/auth/password-hash.ts";
import { systemRandom, type AccountId, type BlobHash } from "../../server/base/ids.ts";
import { createLog } from "../../server/base/log.ts";
import { listen } from "../../server/base/network.ts";
import { createTextGateway } from "../../server/base/text-gateway.ts";
import { exportMail } from "../../server/mail/export-mail.ts";
import { createMessenger } from "../../server/mail/system-mail.ts";
import { updateOrganisationSettings } from "../../server/store/organisations.ts";
import { sql } from "../../server/store/sql.ts";
import { asText, messageHeader } from "../../standards/mime/header-forms.ts";
import { decodeText } from "../../standards/mime/decode-body.ts";
import { parseMessage } from "../../standards/mime/parse-message.ts";
import type { Cleanup } from "./database.ts";
import { createBrowser, openTestHttp } from "./http.ts";
import { createQuickHasher } from "./quick-password.ts";
import { openSmallOrganisation } from "./small-organisation.ts";

export const PASSWORD = "Sawah-hijau-di-lereng-8";
export const OTHER_PASSWORD = "Perahu-kuning-37-berlabuh";
const firstPort = 20_900;
const ports = 100;

export interface SentMail {
  to: string;
  from: string;
  subject: string;
  text: string;
  raw: string;
}

export type TestSecurity = Awaited<ReturnType<typeof openTestSecurity>>;

export async function openTestSecurity(
  context: Cleanup,
  settings: Record<string, unknown> = {},
  publicUrl = "http://surel.test",
) {
  const test = await openSmallOrganisation(context);
  const { db, clock, mail, budi, siti, organisationId } = test;
  await db.write((tx) => updateOrganisationSettings(tx, organisationId, settings));
  const turns = createPasswordTurns();
  const hasher = createQuickHasher({ clock, turns });
  const verified: boolean[] = [];
  const hash = await hasher.hash(PASSWORD);
  const now = new Date(clock.now());
  await db.write(async (tx) => {
    await setPassword(tx, budi, { hash, mustChange: false, now });
    await setPassword(tx, siti, { hash, mustChange: false, now });
  });
  const gateway = await openGateway(context);
  const sendText = createTextGateway({ url: gateway.url, authorization: "Bearer rahasia" });
  const messenger = createMessenger({ mail, random: systemRandom, sendText });
  const lines: string[] = [];
  const log = createLog({ level: "trace", destination: { write: (line) => void lines.push(line) } });
  const counted = (hashing: PasswordHashing): PasswordHashing => ({
    ...hashing,
    async verify(password, known) {
      verified.push(known !== undefined);
      return hashing.verify(password, known);
    },
  });
  const counting = {
    ...counted(hasher),
    forOwner: (accountId: AccountId) => counted(hasher.forOwner(accountId)),
    forStranger: (networkAddress: string) => counted(hasher.forStranger(networkAddress)),
  };
  const auth = createAuth({ db, clock, random: systemRandom, publicUrl, hasher: counting, messenger, log });
  const exportOf = (accountId: AccountId) => exportMail(mail, accountId);
  const { app } = await openTestHttp(context, { db, clock, publicUrl, auth, log, exportMail: exportOf });
  const browser = (headers?: Record<string, string>) => createBrowser(app, headers);
  return {
    ...test,
    app,
    auth,
    gateway,
    logLines: lines,
    /** Every password that was verified, which takes as long with a known hash (true) as without one. */
    verified,
    /** Who hashes a password now, and who waits to. */
    turns,
    browser,
    setSettings: (next: Record<string, unknown>) =>
      db.write((tx) => updateOrganisationSettings(tx, organisationId, next)),
    /** A browser in which the person is signed in. */
    async signedIn(username = "budi.santoso", headers?: Record<string, string>) {
      const person = browser(headers);
      const answer = await person.signIn(username, PASSWORD);
      if (answer.status !== 303) throw new Error(`${answer.status} ${answer.body}`);
      return person;
    },
    /** What was queued for addresses outside, oldest first. Waits for `count` of them. */
    async sentMail(count = 0): Promise<SentMail[]> {
      for (let turn = 0; ; turn++) {
        const rows = await db.read((tx) =>
          tx.rows(sql<{ to: string; from: string; hash: BlobHash }>`
            select r.address as to, m.mail_from as from, encode(m.blob_hash, 'hex') as hash
            from queue_message m join queue_recipient r on r.message_id = m.id order by m.id`),
        );
        if (rows.length >= count || turn > 1_500) {
          return Promise.all(
            rows.map(async ({ hash: blob, ...row }) => ({
              ...row,
              ...read((await mail.blobs.get(blob)) ?? Buffer.of()),
            })),
          );
        }
        await new Promise((later) => setTimeout(later, 20));
      }
    },
    /** Subjects in the person's own mailbox, oldest first. */
    async noticesOf(accountId: AccountId): Promise<string[]> {
      const rows = await db.read((tx) =>
        tx.rows(sql<{ subject: string }>`select subject from email where account_id = ${accountId} order by id`),
      );
      return rows.map(({ subject }) => subject);
    },
  };
}

function read(bytes: Uint8Array): Pick<SentMail, "subject" | "text" | "raw"> {
  const parsed = parseMessage(bytes);
  const subject = messageHeader(parsed, "Subject");
  const { text } = decodeText(bytes, parsed.root);
  return { subject: subject ? asText(subject) : "", text, raw: Buffer.from(bytes).toString() };
}

export interface GatewayRequest {
  headers: IncomingHttpHeaders;
  to: string;
  text: string;
}

async function openGateway(context: Cleanup) {
  const requests: GatewayRequest[] = [];
  const state = { status: 200 };
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      requests.push({ headers: request.headers, ...(JSON.parse(body) as { to: string; text: string }) });
      response.writeHead(state.status).end("{}");
    });
  });
  for (let tries = 0; ; tries++) {
    const port = firstPort + Math.floor(Math.random() * ports);
    try {
      await listen(server, { host: "127.0.0.1", port, setting: "" });
      context.after(async () => void server.close());
      return { url: `http://127.0.0.1:${port}/kirim`, requests, state };
    } catch (error) {
      if (tries > 50) throw error;
    }
  }
}

/** The authenticator app of a person: reads the secret from the page that shows it. */
export function readAuthenticator(page: string): { codeAt(milliseconds: number): string } {
  const shown = /<p class="secret-text">([A-Z2-7 ]+)<\/p>/.exec(page)?.[1];
  if (shown === undefined) throw new Error("the page shows no secret");
  const totp = new TOTP({ secret: Secret.fromBase32(shown.replaceAll(" ", "")) });
  return { codeAt: (timestamp) => totp.generate({ timestamp }) };
}
