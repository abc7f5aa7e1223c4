// What survives: processes that die, servers that break off, TLS that fails.

import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";

import { createTestSecureContext } from "../../test/support/certificate.ts";
import { openMailExchanger, type MailExchanger } from "../../test/support/mail-exchanger.ts";
import { octetsOf } from "../../test/support/octets.ts";
import { openTestQueue, type TestQueue } from "../../test/support/queue.ts";
import { systemRandom } from "../base/ids.ts";
import { claimBatches } from "../store/queue.ts";
import { keepHolder, newHolderId, type HolderId } from "../store/queue-holder.ts";

const from = "budi.santoso@contoh.go.id";

function send(queue: TestQueue, ...rcptTo: string[]): ReturnType<TestQueue["submit"]> {
  const raw = octetsOf(`From: <${from}>`, "Subject: uji", "", "isi", "");
  return queue.submit({
    accountId: queue.budi,
    raw,
    mailFrom: { email: from },
    rcptTo: rcptTo.map((email) => ({ email })),
  });
}

function connectOutside({ zone, ports }: TestQueue, exchanger: MailExchanger): void {
  zone["luar.example"] = { MX: [{ priority: 10, exchange: "mx.luar.example" }] };
  zone["mx.luar.example"] = { A: ["192.0.2.1"] };
  ports.set("192.0.2.1", exchanger.port);
}

/** As a process does that then dies or goes on slowly. */
async function claim({ db, clock }: TestQueue): Promise<HolderId> {
  const holder = newHolderId(systemRandom);
  const now = new Date(clock.now());
  const leaseUntil = new Date(now.getTime() + 300_000);
  const claimed = await db.write((tx) =>
    claimBatches(tx, { now, holder, leaseUntil, maxRecipients: 10, busyDomains: [] }),
  );
  assert.equal(claimed.length, 1);
  return holder;
}

async function live(t: TestContext, { db }: TestQueue, holder: HolderId): Promise<void> {
  const { promise: lives, resolve } = Promise.withResolvers<void>();
  const holding = keepHolder(db, holder, { begin: resolve, end: () => undefined });
  t.after(async () => holding[Symbol.asyncDispose]());
  await lives;
}

test("what a process had claimed when it died is sent by another long before its lease has run out", async (t) => {
  const queue = await openTestQueue(t);
  const exchanger = await openMailExchanger(t);
  connectOutside(queue, exchanger);
  await queue.queue[Symbol.asyncDispose]();
  await send(queue, "tamu@luar.example");
  await claim(queue);

  const other = await queue.start();
  t.after(async () => other[Symbol.asyncDispose]());
  await other.settled();
  assert.equal(exchanger.received.length, 0, "it may only have lost its connection for a moment");
  for (let seconds = 0; seconds < 295 && exchanger.received.length === 0; seconds += 5) {
    queue.clock.advance(5_000);
    await other.settled();
  }
  assert.equal(exchanger.received.length, 1);
  assert.equal((await queue.recipients())[0]?.status, "delivered");
});

test("what a living process has claimed is not sent by another, until its lease has run out", async (t) => {
  const queue = await openTestQueue(t);
  const exchanger = await openMailExchanger(t);
  connectOutside(queue, exchanger);
  await queue.queue[Symbol.asyncDispose]();
  await send(queue, "tamu@luar.example");
  await live(t, queue, await claim(queue));

  const other = await queue.start();
  t.after(async () => other[Symbol.asyncDispose]());
  for (let seconds = 0; seconds < 295; seconds += 5) {
    queue.clock.advance(5_000);
    await other.settled();
  }
  assert.equal(exchanger.received.length, 0);
  queue.clock.advance(6_000);
  await other.settled();
  assert.equal(exchanger.received.length, 1);
});

test("two processes on one queue send each message once", async (t) => {
  const queue = await openTestQueue(t);
  const exchanger = await openMailExchanger(t);
  connectOutside(queue, exchanger);
  const other = await queue.start();
  t.after(async () => other[Symbol.asyncDispose]());
  for (let count = 0; count < 20; count++) await send(queue, "tamu@luar.example");
  const isSent = async () => (await queue.recipients()).every(({ status }) => status === "delivered");
  // One that has just begun to live claims a moment later.
  while (!(await isSent())) await Promise.all([queue.queue.settled(), other.settled()]);
  assert.equal(exchanger.received.length, 20);
});

test("an end in the middle of an attempt waits for the answer and does not send twice", async (t) => {
  const queue = await openTestQueue(t);
  const exchanger = await openMailExchanger(t);
  connectOutside(queue, exchanger);
  await send(queue, "tamu@luar.example");
  while (exchanger.connections === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  await queue.queue[Symbol.asyncDispose]();
  const next = await queue.start();
  t.after(async () => next[Symbol.asyncDispose]());
  queue.clock.advance(301_000);
  await next.settled();
  assert.equal(exchanger.received.length, 1);
});

test("many messages for a domain whose server says nothing hold up no other domain, and are given back at the end", async (t) => {
  const queue = await openTestQueue(t);
  const exchanger = await openMailExchanger(t);
  connectOutside(queue, exchanger);
  const silent = await openMailExchanger(t);
  silent.answer = (command) => (command === "greeting" ? "220-tunggu" : undefined);
  queue.zone["lambat.example"] = { MX: [{ priority: 10, exchange: "mx.lambat.example" }] };
  queue.zone["mx.lambat.example"] = { A: ["192.0.2.66"] };
  queue.ports.set("192.0.2.66", silent.port);
  await queue.queue[Symbol.asyncDispose]();
  for (let n = 0; n < 120; n++) await send(queue, `${n}@lambat.example`);
  const next = await queue.start();
  while (silent.connections === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  await send(queue, "tamu@luar.example");
  while (exchanger.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  assert.equal(silent.connections, 4);
  await next[Symbol.asyncDispose]();
  const states = (await queue.recipients()).map(({ status }) => status);
  assert.ok(states.filter((status) => status === "queued").length >= 116, String(states));
});

test("a server that breaks off is tried again", async (t) => {
  const queue = await openTestQueue(t);
  const exchanger = await openMailExchanger(t);
  connectOutside(queue, exchanger);
  for (const [index, moment] of ["greeting", "EHLO", "MAIL", "DATA", "message"].entries()) {
    // Another address each time, or an earlier connection would be used again.
    queue.zone["mx.luar.example"] = { A: [`192.0.2.${index + 1}`] };
    queue.ports.set(`192.0.2.${index + 1}`, exchanger.port);
    exchanger.answer = (command) => (command.startsWith(moment) ? "close" : undefined);
    await send(queue, "tamu@luar.example");
    await queue.queue.settled();
    const row = (await queue.recipients()).at(-1);
    assert.equal(row?.status, "deferred", moment);
    assert.match(row.reply ?? "", /^451 4\.4\.1 /);
    exchanger.answer = () => undefined;
    queue.clock.advance(120_000);
    await queue.queue.settled();
    assert.equal((await queue.recipients()).at(-1)?.status, "delivered", moment);
  }
});

test("RFC 3207 §4: TLS is used where it is offered, and given up where it cannot be spoken", async (t) => {
  const queue = await openTestQueue(t);
  const exchanger = await openMailExchanger(t, createTestSecureContext());
  connectOutside(queue, exchanger);
  await send(queue, "tamu@luar.example");
  await queue.queue.settled();
  assert.equal(exchanger.received[0]?.isTls, true);

  const broken = await openMailExchanger(t);
  broken.extensions.push("STARTTLS");
  broken.answer = (command) => (command === "STARTTLS" ? "220 go\r\nthis is no handshake" : undefined);
  queue.zone["mx.luar.example"] = { A: ["192.0.2.2"] };
  queue.ports.set("192.0.2.2", broken.port);
  await send(queue, "tamu@luar.example");
  await queue.queue.settled();
  assert.equal(broken.received.length, 1);
  assert.equal(broken.received[0]?.isTls, false);
});

test("RFC 6066 §3: TLS is used with a relay that is known by its address, without naming it in the handshake", async (t) => {
  const exchanger = await openMailExchanger(t, createTestSecureContext());
  const queue = await openTestQueue(t, { relay: { host: "127.0.0.1", port: exchanger.port } });
  queue.ports.set("127.0.0.1", exchanger.port);
  await send(queue, "tamu@luar.example");
  await queue.queue.settled();
  assert.deepEqual(
    exchanger.received.map(({ isTls }) => isTls),
    [true],
  );
});

test("RFC 6531 §3.2: what needs SMTPUTF8 is not given to a server without it", async (t) => {
  const queue = await openTestQueue(t);
  const exchanger = await openMailExchanger(t);
  connectOutside(queue, exchanger);
  await send(queue, "täst@luar.example");
  await queue.queue.settled();
  assert.match((await queue.recipients())[0]?.reply ?? "", /^550 5\.6\.7 /);
});

test("more recipients than one transaction takes go in several", async (t) => {
  const queue = await openTestQueue(t);
  const exchanger = await openMailExchanger(t);
  connectOutside(queue, exchanger);
  await send(queue, ...Array.from({ length: 250 }, (_, index) => `tamu${index}@luar.example`));
  await queue.queue.settled();
  assert.deepEqual(
    exchanger.received.map(({ rcptTo }) => rcptTo.length),
    [100, 100, 50],
  );
});
