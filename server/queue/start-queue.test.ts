import assert from "node:assert/strict";
import { test } from "node:test";

import { dkimVerify } from "mailauth";

import { parseDeliveryStatus } from "../../standards/mime/delivery-status.ts";
import { parseMessage } from "../../standards/mime/parse-message.ts";
import { createTestResolver } from "../../test/support/dns.ts";
import { openMailExchanger, type MailExchanger } from "../../test/support/mail-exchanger.ts";
import { octetsOf } from "../../test/support/octets.ts";
import { openTestQueue, type TestQueue } from "../../test/support/queue.ts";
import type { EmailId, IdentityId, ThreadId } from "../base/ids.ts";
import { dkimRecord } from "../base/dkim-key.ts";
import { cancelSubmission } from "../mail/cancel-submission.ts";
import { listSubmissions, submissionStatus } from "../store/submissions.ts";
import { findSigningKey } from "../store/dkim-keys.ts";

const hour = 3_600_000;
const from = "budi.santoso@contoh.go.id";

function letter(subject = "Undangan"): Buffer {
  return octetsOf(
    `From: Budi <${from}>`,
    "To: luar@luar.example",
    "Bcc: rahasia@luar.example",
    `Subject: ${subject}`,
    "",
    ".isi",
    "",
  );
}

async function send(queue: TestQueue, ...rcptTo: string[]): ReturnType<TestQueue["submit"]> {
  return queue.submit({
    accountId: queue.budi,
    raw: letter(),
    mailFrom: { email: from },
    rcptTo: rcptTo.map((email) => ({ email })),
    record: { identityId: 1 as IdentityId, emailId: 1 as EmailId, threadId: 1 as ThreadId },
  });
}

/** luar.example with one server. */
function connectOutside({ zone, ports }: TestQueue, exchanger: MailExchanger): void {
  zone["luar.example"] = { MX: [{ priority: 10, exchange: "mx.luar.example" }] };
  zone["mx.luar.example"] = { A: ["192.0.2.1"] };
  ports.set("192.0.2.1", exchanger.port);
}

test("R86, R92: a message goes to people here at once and to others by the queue, complete, without Bcc, signed", async (t) => {
  const queue = await openTestQueue(t);
  const exchanger = await openMailExchanger(t);
  connectOutside(queue, exchanger);
  const result = await send(queue, "siti.rahayu@contoh.go.id", "luar@luar.example", "rahasia@luar.example");
  assert.ok(!result.refused);
  assert.equal((await queue.messagesOf(queue.siti)).length, 1);
  await queue.queue.settled();
  const [received] = exchanger.received;
  assert.deepEqual(received?.rcptTo, ["<luar@luar.example>", "<rahasia@luar.example>"]);
  assert.equal(exchanger.received.length, 1);
  assert.equal(received.mailFrom, `<${from}>`);
  assert.match(received.data, /\r\nMessage-ID: <\S+@contoh\.go\.id>\r\n/i);
  assert.match(received.data, /\r\nDate: /);
  assert.ok(!received.data.includes("rahasia"));
  assert.ok(received.data.endsWith("\r\n\r\n.isi\r\n"));
  const key = await queue.db.read((tx) => findSigningKey(tx, "contoh.go.id"));
  assert.ok(key);
  const { name, value } = dkimRecord(key);
  const verified = await dkimVerify(Buffer.from(received.data), {
    resolver: createTestResolver({ [name]: { TXT: [value] } }) as never,
    curTime: new Date(queue.clock.now()),
  });
  assert.equal(verified.results[0]?.status.result, "pass");
  assert.equal(await queue.journalLength(), 1);

  const status = await queue.db.read((tx) => submissionStatus(tx, queue.budi, [result.submissionId!]));
  assert.deepEqual(
    status.get(result.submissionId!)?.map(({ address, status: one, reply }) => [address, one, reply]),
    [
      ["siti.rahayu@contoh.go.id", "delivered", "250 2.1.5 Delivered"],
      ["luar@luar.example", "delivered", "250 2.0.0 OK"],
      ["rahasia@luar.example", "delivered", "250 2.0.0 OK"],
    ],
  );
});

test("R16: what became of a message is kept for each recipient, and the sender hears of failures (RFC 5321 §4.2.1)", async (t) => {
  const queue = await openTestQueue(t);
  const exchanger = await openMailExchanger(t);
  connectOutside(queue, exchanger);
  exchanger.answer = (command) => {
    if (command.includes("salah@")) return "550 5.1.1 no such\x07 user";
    return command.includes("penuh@") ? "452 4.2.2 full" : undefined;
  };
  const result = await send(queue, "luar@luar.example", "salah@luar.example", "penuh@luar.example");
  await queue.queue.settled();
  assert.deepEqual(
    (await queue.recipients()).map(({ status, reply }) => [status, reply]),
    [
      ["delivered", "250 2.0.0 OK"],
      ["bounced", "550 5.1.1 no such user"],
      ["deferred", "452 4.2.2 full"],
    ],
  );
  const [notice] = await queue.messagesOf(queue.budi);
  assert.ok(notice);
  const raw = Buffer.from(notice.raw);
  const report = parseDeliveryStatus(raw, parseMessage(raw));
  assert.deepEqual(
    report?.recipients.map(({ finalRecipient, action, status }) => [finalRecipient, action, status]),
    [["salah@luar.example", "failed", "5.1.1"]],
  );
  assert.ok(!result.refused);
  const [submission] = await queue.db.read((tx) => listSubmissions(tx, queue.budi));
  assert.equal(submission?.dsnBlobHashes.length, 1);
});

test("RFC 5321 §4.5.4.1: what cannot be sent now is tried again, ever more rarely, and given up after five days", async (t) => {
  const queue = await openTestQueue(t);
  queue.zone["luar.example"] = { MX: [{ priority: 10, exchange: "mx.luar.example" }] };
  queue.zone["mx.luar.example"] = { A: ["192.0.2.1"] };
  await send(queue, "luar@luar.example");
  await queue.queue.settled();
  const [first] = await queue.recipients();
  assert.equal(first?.status, "deferred");
  assert.match(first.reply ?? "", /^451 4\.4\.1 No connection to mx\.luar\.example \[192\.0\.2\.1\]: ECONNREFUSED$/);
  for (let hours = 0; hours < 5; hours++) {
    queue.clock.advance(hour);
    await queue.queue.settled();
  }
  const delayed = await queue.messagesOf(queue.budi);
  assert.equal(delayed.length, 1);
  assert.match(delayed[0]?.raw ?? "", /Action: delayed[^]*Will-Retry-Until: /);
  queue.clock.advance(120 * hour);
  await queue.queue.settled();
  const [last] = await queue.recipients();
  assert.equal(last?.status, "bounced");
  assert.ok((last.attempts ?? 0) > 5 && (last.attempts ?? 0) < 20, `${last.attempts} attempts`);
  const notices = await queue.messagesOf(queue.budi);
  assert.equal(notices.length, 2);
  assert.match(notices[1]?.raw ?? "", /Action: failed/);
});

test("RFC 5321 §5.1: servers by preference, the next one when one does not answer", async (t) => {
  const queue = await openTestQueue(t);
  const exchanger = await openMailExchanger(t);
  connectOutside(queue, exchanger);
  queue.zone["luar.example"] = {
    MX: [
      { priority: 20, exchange: "mx.luar.example" },
      { priority: 10, exchange: "mati.luar.example" },
    ],
  };
  queue.zone["mati.luar.example"] = { A: ["192.0.2.9"], AAAA: ["2001:db8::9"] };
  await send(queue, "luar@luar.example");
  await queue.queue.settled();
  assert.equal(exchanger.received.length, 1);
});

test("RFC 5321 §5.1: the next server gets what the first cannot take now, unless the first may have it already", async (t) => {
  const queue = await openTestQueue(t);
  const [first, second] = [await openMailExchanger(t), await openMailExchanger(t)];
  queue.zone["luar.example"] = {
    MX: [
      { priority: 10, exchange: "satu.luar.example" },
      { priority: 20, exchange: "dua.luar.example" },
    ],
  };
  for (const [index, [moment, answer]] of (
    [
      ["EHLO", "close"],
      ["MAIL", "close"],
      ["MAIL", "452 4.3.1 no room"],
      ["RCPT", "close"],
      ["DATA", "close"],
      ["message", "close"],
    ] as const
  ).entries()) {
    // Other addresses each time, or an earlier connection would be used again.
    for (const [name, exchanger, address] of [
      ["satu.luar.example", first, `192.0.2.${10 + index}`],
      ["dua.luar.example", second, `192.0.2.${20 + index}`],
    ] as const) {
      queue.zone[name] = { A: [address] };
      queue.ports.set(address, exchanger.port);
    }
    first.answer = (command) => (command.startsWith(moment) ? answer : undefined);
    await send(queue, "luar@luar.example");
    await queue.queue.settled();
    assert.equal((await queue.recipients()).at(-1)?.status, moment === "message" ? "deferred" : "delivered", moment);
  }
  assert.equal(second.received.length, 5);
});

test("RFC 5321 §5.1: what one server refuses for good is tried again while another could not be asked", async (t) => {
  const queue = await openTestQueue(t);
  const exchanger = await openMailExchanger(t);
  connectOutside(queue, exchanger);
  queue.zone["luar.example"] = {
    MX: [
      { priority: 5, exchange: "mati.luar.example" },
      { priority: 10, exchange: "mx.luar.example" },
    ],
  };
  queue.zone["mati.luar.example"] = { A: ["192.0.2.9"] };
  exchanger.answer = (command) => (command === "greeting" ? "554 5.3.2 no service here" : undefined);
  await send(queue, "luar@luar.example");
  await queue.queue.settled();
  assert.equal((await queue.recipients())[0]?.status, "deferred");
});

test("RFC 7505 §4.1 and RFC 5321 §5.1: null MX, no such domain, and ourselves", async (t) => {
  const queue = await openTestQueue(t, { smtpPort: 25 });
  queue.zone["tanpa.example"] = { MX: [{ priority: 0, exchange: "" }] };
  queue.zone["putar.example"] = { MX: [{ priority: 10, exchange: "mx.contoh.go.id" }] };
  queue.zone["lokal.example"] = { A: ["127.0.0.1"] };
  queue.zone["rusak.example"] = "ESERVFAIL";
  await send(queue, "a@tanpa.example", "a@tidakada.example", "a@putar.example", "a@lokal.example", "a@rusak.example");
  await queue.queue.settled();
  assert.deepEqual(
    (await queue.recipients()).map(({ status, reply }) => [status, reply?.slice(0, 10)]),
    [
      ["bounced", "556 5.1.10"],
      ["bounced", "550 5.1.2 "],
      ["bounced", "554 5.4.6 "],
      ["bounced", "554 5.4.6 "],
      ["deferred", "451 4.4.3 "],
    ],
  );
});

test("a connection is used again for the next message to the same server", async (t) => {
  const queue = await openTestQueue(t);
  const exchanger = await openMailExchanger(t);
  connectOutside(queue, exchanger);
  for (let count = 0; count < 3; count++) {
    await send(queue, "luar@luar.example");
    await queue.queue.settled();
  }
  assert.equal(exchanger.received.length, 3);
  assert.equal(exchanger.connections, 1);
});

test("mail for a domain without an MX goes to the relay as well, with all its recipients", async (t) => {
  const exchanger = await openMailExchanger(t);
  const queue = await openTestQueue(t, { relay: { host: "127.0.0.1", port: 25 } });
  queue.ports.set("127.0.0.1", exchanger.port);
  await send(queue, "a@satu.example", "b@dua.example");
  await queue.queue.settled();
  assert.deepEqual(exchanger.received.flatMap(({ rcptTo }) => rcptTo).sort(), ["<a@satu.example>", "<b@dua.example>"]);
});

test("offline: mail for other hosts stays in the queue, says why, and goes as soon as there is a relay", async (t) => {
  const queue = await openTestQueue(t, { isOffline: true });
  const exchanger = await openMailExchanger(t);
  connectOutside(queue, exchanger);
  await send(queue, "luar@luar.example", "siti.rahayu@contoh.go.id");
  await queue.queue.settled();
  assert.equal(exchanger.connections, 0);
  assert.deepEqual(
    (await queue.recipients()).map(({ status, attempts }) => [status, attempts]),
    [
      ["queued", 0],
      ["delivered", 1],
    ],
  );
  // Started again with a relay.
  await queue.queue[Symbol.asyncDispose]();
  queue.ports.set("127.0.0.1", exchanger.port);
  const next = await queue.start({ relay: { host: "127.0.0.1", port: 25 } });
  t.after(async () => next[Symbol.asyncDispose]());
  await next.settled();
  assert.deepEqual(
    exchanger.received.map(({ rcptTo }) => rcptTo),
    [["<luar@luar.example>"]],
  );
});

test("RFC 8621 §7.5: what is to be sent later can be cancelled until then, and is not sent", async (t) => {
  const queue = await openTestQueue(t);
  const record = { identityId: 1 as IdentityId, emailId: 1 as EmailId, threadId: 1 as ThreadId };
  const later = async (): ReturnType<TestQueue["submit"]> =>
    queue.submit({
      accountId: queue.budi,
      raw: letter(),
      mailFrom: { email: from },
      rcptTo: [{ email: "siti.rahayu@contoh.go.id" }],
      sendAt: new Date(queue.clock.now() + 10_000),
      record,
    });
  const [one, other] = [await later(), await later()];
  assert.ok(!one.refused && !other.refused && one.submissionId && other.submissionId);
  assert.equal(await queue.journalLength(), 0);
  assert.equal(await cancelSubmission(queue.mail, queue.budi, one.submissionId), "canceled");
  queue.clock.advance(11_000);
  await queue.queue.settled();
  assert.equal((await queue.messagesOf(queue.siti)).length, 1);
  assert.equal(await queue.journalLength(), 1);
  assert.equal(await cancelSubmission(queue.mail, queue.budi, other.submissionId), "cannotUnsend");
  const submissions = await queue.db.read((tx) => listSubmissions(tx, queue.budi));
  assert.deepEqual(
    submissions.map(({ undoStatus }) => undoStatus),
    ["canceled", "final"],
  );
  assert.deepEqual(
    (await queue.recipients()).map(({ status }) => status),
    ["canceled", "delivered"],
  );
});

test("a full mailbox here is tried again until there is room", async (t) => {
  const queue = await openTestQueue(t);
  const { sql } = await import("../store/sql.ts");
  const setQuota = (bytes: number): Promise<number> =>
    queue.db.write((tx) =>
      tx.run(sql`update mail_account set quota_bytes = ${bytes} where account_id = ${queue.siti}`),
    );
  await setQuota(10);
  await send(queue, "siti.rahayu@contoh.go.id");
  assert.equal((await queue.recipients())[0]?.status, "deferred");
  await setQuota(1_000_000);
  queue.clock.advance(hour);
  await queue.queue.settled();
  assert.equal((await queue.recipients())[0]?.status, "delivered");
  assert.equal((await queue.messagesOf(queue.siti)).length, 1);
});

test("RFC 3461 §4.1: success is told when it is asked for, failure is not when it is not", async (t) => {
  const queue = await openTestQueue(t);
  const exchanger = await openMailExchanger(t);
  connectOutside(queue, exchanger);
  exchanger.answer = (command) => (command.includes("salah@") ? "550 5.1.1 no" : undefined);
  await queue.submit({
    accountId: queue.budi,
    raw: letter(),
    mailFrom: { email: from, parameters: { ENVID: "abc+2B", RET: "HDRS" } },
    rcptTo: [
      { email: "luar@luar.example", parameters: { NOTIFY: "SUCCESS", ORCPT: "rfc822;asal+2Bx@luar.example" } },
      { email: "siti.rahayu@contoh.go.id", parameters: { NOTIFY: "SUCCESS" } },
      { email: "salah@luar.example", parameters: { NOTIFY: "NEVER" } },
    ],
  });
  await queue.queue.settled();
  const notices = (await queue.messagesOf(queue.budi)).map(({ raw }) => raw).sort();
  assert.equal(notices.length, 2);
  const [delivered, relayed] = ["delivered", "relayed"].map((action) =>
    notices.find((raw) => raw.includes(`Action: ${action}`)),
  );
  assert.match(delivered ?? "", /Final-Recipient: rfc822; siti\.rahayu@contoh\.go\.id/);
  assert.match(relayed ?? "", /Original-Envelope-Id: abc\+\r\n[^]*Original-Recipient: rfc822;asal\+x@luar\.example/);
  exchanger.extensions.push("DSN");
});
