// Who is answered while somebody is away, and who never: RFC 3834.
import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";

import { asText, messageHeader } from "../../standards/mime/header-forms.ts";
import { parseMessage } from "../../standards/mime/parse-message.ts";
import { openTestQueue } from "../../test/support/queue.ts";
import { sql } from "../store/sql.ts";
import { saveVacationResponse, type VacationResponse } from "../store/vacation-responses.ts";
import type { BlobHash } from "../base/ids.ts";
import { deliver, type Delivery } from "./deliver.ts";

const { mail, db, clock, budi, siti, organisationId, submit, messagesOf, queue } = await openTestQueue({ after });

const away: VacationResponse = {
  isEnabled: true,
  fromDate: null,
  toDate: null,
  subject: null,
  textBody: "Saya kembali hari Senin.",
  htmlBody: null,
};

let count = 0;

/** One fresh message to Budi's inbox; `more` fields before the usual ones. */
async function receive(
  more = "",
  { to = "budi.santoso@contoh.go.id", ...delivery }: Partial<Delivery> & { to?: string } = {},
) {
  count += 1;
  const message =
    `${more}From: Wulan <wulan@luar.example>\r\nTo: Budi <${to}>\r\nSubject: Rapat ${count}\r\n` +
    `Message-ID: <rapat${count}@luar.example>\r\n\r\nKapan rapatnya?\r\n`;
  await deliver(mail, {
    message: Buffer.from(message),
    organisationId,
    direction: "in",
    envelope: { mailFrom: "wulan@luar.example", recipients: ["budi.santoso@contoh.go.id"] },
    targets: [{ accountId: budi, mailbox: "inbox" }],
    receivedAt: new Date(clock.now()),
    ...delivery,
  });
  await mail.replies.settle();
}

/** What has been queued with the null reverse-path since the last call: to whom, and the message. */
async function replies() {
  const rows = await db.write((tx) =>
    tx.rows(sql<{ address: string; hash: BlobHash }>`
      with gone as (delete from queue_recipient r using queue_message m
        where m.id = r.message_id and m.mail_from = '' returning r.address, m.blob_hash)
      select address, encode(blob_hash, 'hex') as hash from gone`),
  );
  return Promise.all(
    rows.map(async ({ address, hash }) => {
      const raw = (await mail.blobs.get(hash)) ?? new Uint8Array(0);
      const parsed = parseMessage(raw);
      const field = (name: string) => {
        const value = messageHeader(parsed, name);
        return value && asText(value).trim();
      };
      return { address, raw: Buffer.from(raw).toString(), field };
    }),
  );
}

const setAway = (response: Partial<VacationResponse> = {}, accountId = budi) =>
  db.write((tx) => saveVacationResponse(tx, accountId, { ...away, ...response }));

beforeEach(async () => {
  await setAway();
  await replies();
});

test("RFC 3834 §3: the answer goes to the return path, from the null one, and says what it is", async () => {
  await receive();
  const [reply, ...others] = await replies();
  assert.deepEqual(others, []);
  assert.ok(reply);
  assert.equal(reply.address, "wulan@luar.example");
  assert.equal(reply.field("From"), "Budi Santoso <budi.santoso@contoh.go.id>");
  assert.equal(reply.field("To"), "wulan@luar.example");
  assert.equal(reply.field("Subject"), `Auto: Rapat ${count}`);
  assert.equal(reply.field("Auto-Submitted"), "auto-replied");
  assert.equal(reply.field("In-Reply-To"), `<rapat${count}@luar.example>`);
  assert.match(reply.raw, /\r\n\r\nSaya kembali hari Senin\./);
});

test("RFC 8621 §8: subject and bodies are what was set, and something sensible where nothing was", async () => {
  await setAway({ subject: "Cuti — 中", textBody: null, htmlBody: "<p>Saya <b>cuti</b>.</p>" });
  await receive();
  const [both] = await replies();
  assert.equal(both?.field("Subject"), "Cuti — 中");
  assert.match(both.raw, /multipart\/alternative/);
  assert.match(both.raw, /Saya cuti\./);
  await setAway({ textBody: null });
  await receive();
  assert.match((await replies())[0]?.raw ?? "", /Terima kasih atas pesan Anda/);
});

test("RFC 3834 §2: a sender is answered once in seven days, and anew when what is said has changed", async () => {
  await receive();
  await receive();
  assert.equal((await replies()).length, 1);
  clock.advance(7 * 24 * 3_600_000);
  await receive();
  await receive();
  assert.equal((await replies()).length, 1);
  await setAway({ textBody: "Saya kembali hari Selasa." });
  await receive();
  assert.equal((await replies()).length, 1);
});

test("RFC 3834 §2: programs and lists are never answered", async () => {
  for (const field of [
    "Auto-Submitted: auto-generated",
    "Auto-Submitted: auto-replied; owner=x",
    "Precedence: bulk",
    "Precedence: list",
    "List-Id: <warta.luar.example>",
    "List-Unsubscribe: <mailto:keluar@luar.example>",
    "X-Auto-Response-Suppress: OOF, DR",
  ]) {
    await receive(`${field}\r\n`);
    assert.equal((await replies()).length, 0, field);
  }
  for (const mailFrom of [
    "",
    "MAILER-DAEMON@luar.example",
    "warta-request@luar.example",
    "owner-warta@luar.example",
    "no-reply@luar.example",
    "noreply-123@luar.example",
    "bounces+budi=contoh.go.id@luar.example",
  ]) {
    await receive("", { envelope: { mailFrom, recipients: ["budi.santoso@contoh.go.id"] } });
    assert.equal((await replies()).length, 0, mailFrom);
  }
  await receive("Auto-Submitted: no\r\n");
  assert.equal((await replies()).length, 1);
});

test("RFC 3834 §2: only who is named in To or Cc answers, for mail in the inbox, and never to oneself", async () => {
  await receive("", { to: "semua@luar.example" });
  await receive("", { targets: [{ accountId: budi, mailbox: "junk" }] });
  await receive("", { direction: "import" });
  await receive("", { envelope: { mailFrom: "budi.santoso@contoh.go.id", recipients: [] } });
  assert.equal((await replies()).length, 0);
  await receive("Cc: BUDI.santoso@contoh.go.id\r\n", { to: "semua@luar.example" });
  assert.equal((await replies()).length, 1);
});

test("RFC 8621 §8: the dates are obeyed, and the switch", async () => {
  const at = (ms: number) => new Date(clock.now() + ms);
  for (const [response, expected] of [
    [{ isEnabled: false }, 0],
    [{ fromDate: at(60_000) }, 0],
    [{ toDate: at(-60_000) }, 0],
    [{ fromDate: at(-120_000), toDate: at(60_000) }, 1],
  ] as const) {
    await setAway(response);
    await receive();
    assert.equal((await replies()).length, expected, JSON.stringify(response));
  }
});

test("a flood from ever new senders is not answered by a flood", async () => {
  await db.write((tx) =>
    tx.run(sql`
      insert into vacation_reply (account_id, address, replied_at)
      select ${budi}::int, 'orang' || n || '@luar.example', ${new Date(clock.now())}::timestamptz from generate_series(1, 200) n`),
  );
  await receive();
  assert.equal((await replies()).length, 0);
});

test("two who are both away answer each other once and no more; one journal entry for each message", async () => {
  await setAway({}, siti);
  const raw = Buffer.from(
    "From: siti.rahayu@contoh.go.id\r\nTo: budi.santoso@contoh.go.id\r\nSubject: Halo\r\n\r\nApa kabar?\r\n",
  );
  const before = await journal();
  const mailFrom = { email: "siti.rahayu@contoh.go.id" };
  const sent = await submit({ accountId: siti, raw, mailFrom, rcptTo: [{ email: "budi.santoso@contoh.go.id" }] });
  assert.equal(sent.refused, undefined);
  await mail.replies.settle();
  await queue.settled();
  await mail.replies.settle();
  await queue.settled();
  assert.match((await messagesOf(siti)).at(-1)?.raw ?? "", /Auto-Submitted: auto-replied/);
  assert.match((await messagesOf(budi)).at(-1)?.raw ?? "", /Apa kabar/);
  assert.equal((await journal()) - before, 2);
});

async function journal(): Promise<number> {
  return (await db.read((tx) => tx.row(sql<{ count: number }>`select count(*) from journal_entry`)))?.count ?? 0;
}
