import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import type { AddressInfo } from "node:net";
import { after, beforeEach, describe, test } from "node:test";

import { openAcmeAuthority } from "../../test/support/acme-authority.ts";
import { createTestClock } from "../../test/support/clock.ts";
import { openTestDatabase } from "../../test/support/database.ts";
import { openTestHttp } from "../../test/support/http.ts";
import { systemRandom } from "../base/ids.ts";
import { createLog } from "../base/log.ts";
import { outboundFetch } from "../base/outbound-fetch.ts";
import { findCertificate, hastenCertificate } from "../store/tls-certificates.ts";
import { sql } from "../store/sql.ts";
import { createAcmeCertificate, type AcmeDependencies } from "./acme-certificate.ts";
import { describeObtained } from "./describe-certificate.ts";

const names = ["mail.contoh.go.id", "mx.contoh.go.id"];
const { database: db } = await openTestDatabase({ after });
const authority = await openAcmeAuthority({ after });
const clock = createTestClock(Date.now());
const settings = { directory: authority.directoryUrl, contact: "ti@contoh.go.id", names };
const secretKey = systemRandom(32);
const never = new AbortController().signal;
let written = "";
const log = createLog({ level: "trace", destination: { write: (line: string) => void (written += line) } });

/** A process that serves and renews. */
function startProcess(other: Partial<AcmeDependencies> = {}) {
  const sleep = () => Promise.resolve();
  const process = { settings, db, secretKey, clock, random: systemRandom, fetch: outboundFetch, sleep, log };
  return createAcmeCertificate({ ...process, ...other });
}

const first = startProcess();
const { app } = await openTestHttp({ after }, { db, clock, findChallenge: (token) => first.findChallenge(token) });
await app.listen({ host: "127.0.0.1", port: 0 });
const { port: httpPort } = app.server.address() as AddressInfo;

const row = () => db.read((tx) => findCertificate(tx, settings));
const doctor = async () => describeObtained(await row(), { host: "mail.contoh.go.id", now: clock.now() });
const days = (count: number) => count * 86_400_000;

async function forget(): Promise<void> {
  await db.write((tx) => tx.run(sql`delete from tls_certificate`));
  clock.set(Date.now());
  Object.assign(authority, { orders: [], asked: [], badNonces: 0, httpPort, validDays: 90, beforeOrder: undefined });
  authority.refusals.clear();
  written = "";
}

describe("D8: a certificate that the server obtains by itself", { concurrency: 1 }, () => {
  beforeEach(forget);

  test("D8: at its first start it proves its names and has a certificate of the authority, for a key of its own", async () => {
    const process = startProcess();
    await process.look();
    assert.equal(process.certificate.current, undefined);
    await assert.rejects(doctor(), /none yet/);
    assert.equal(await process.renewIfDue(never), true);
    const { facts } = process.certificate.current!;
    assert.equal(facts.subjectAltName, "DNS:mail.contoh.go.id, DNS:mx.contoh.go.id");
    assert.ok(facts.verify(new X509Certificate(authority.root).publicKey));
    assert.deepEqual(
      [...authority.accounts.values()].map(({ contact }) => contact),
      [["mailto:ti@contoh.go.id"]],
    );
    assert.match(await doctor(), /^for mail\.contoh\.go\.id, mx\.contoh\.go\.id, until .*; renewed after /);
  });

  test("RFC 8555 §7.3.4: an authority that knows its customers is told who we are", async () => {
    authority.externalKey = Buffer.from(systemRandom(32)).toString("base64url");
    assert.equal(await first.renewIfDue(never), false);
    await assert.rejects(doctor(), /externalAccountRequired/);
    await forget();
    const external = { keyId: "pelanggan-1", macKey: authority.externalKey };
    assert.equal(await startProcess({ settings: { ...settings, external } }).renewIfDue(never), true);
    authority.externalKey = undefined;
  });

  test("D8: one account is kept for good, also by another process and after a restored backup", async () => {
    await startProcess().renewIfDue(never);
    await forget();
    await startProcess().renewIfDue(never);
    assert.equal(authority.accounts.size, 1);
  });

  test("D8: it is renewed at two thirds of its life, not before, with a new key; who serves takes it over", async () => {
    const [one, other] = [startProcess(), startProcess()];
    await one.renewIfDue(never);
    await other.look();
    const before = other.certificate.current!;
    clock.advance(days(56));
    assert.equal(await one.renewIfDue(never), false);
    assert.equal(authority.orders.length, 1);
    clock.advance(days(5));
    assert.equal(await one.renewIfDue(never), true);
    await other.look();
    const now = other.certificate.current!;
    assert.notEqual(now.chain, before.chain);
    assert.notEqual(now.privateKey, before.privateKey);
    assert.equal(now.chain, one.certificate.current?.chain);
  });

  test("D8: of processes that find it due at the same time one alone asks the authority", async () => {
    const processes = [first, ...[1, 2, 3].map(() => startProcess())];
    authority.beforeOrder = async () => {
      assert.equal(await startProcess().renewIfDue(never), false, "while one is at it");
    };
    const obtained = await Promise.all(processes.map((process) => process.renewIfDue(never)));
    assert.deepEqual(obtained.filter(Boolean), [true]);
    assert.equal(authority.orders.length, 1);
  });

  test("D8: a process that died at it keeps nobody else from it for long", async () => {
    const lost = startProcess({ fetch: () => new Promise(() => undefined) });
    void lost.renewIfDue(never);
    while ((await row()) === undefined) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(await first.renewIfDue(never), false);
    clock.advance(9 * 60_000);
    assert.equal(await first.renewIfDue(never), true);
  });

  test("D8: what an orderly end cut off is no failure, and is done at the next start", async () => {
    const ending = new AbortController();
    const process = startProcess({
      sleep: (_milliseconds, signal) => {
        ending.abort();
        return Promise.reject(signal.reason as Error);
      },
    });
    assert.equal(await process.renewIfDue(ending.signal), false);
    assert.equal((await row())?.failures, 0);
    assert.equal(await startProcess().renewIfDue(never), true);
  });

  test("D8: while the authority is down the server keeps what it has, asks ever more rarely, and says so", async () => {
    const process = startProcess();
    await process.renewIfDue(never);
    const kept = process.certificate.current;
    clock.advance(days(61));
    const asked: number[] = [];
    const down = startProcess({
      fetch: () => {
        asked.push(clock.now());
        return Promise.reject(
          new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED 192.0.2.1:443") }),
        );
      },
    });
    await down.look();
    for (let minute = 0; minute < 24 * 60; minute++, clock.advance(60_000)) await down.renewIfDue(never);
    const waits = asked.slice(1).map((time, index) => (time - asked[index]!) / 60_000);
    assert.ok(asked.length <= 8, `${asked.length} times in a day`);
    assert.ok(
      waits.every((wait, index) => wait >= 15 * 2 ** index),
      String(waits),
    );
    assert.equal(down.certificate.current?.chain, kept?.chain);
    await assert.rejects(
      doctor(),
      /^Error: for mail.*could not be renewed; last failure .*ECONNREFUSED.*; next try after/,
    );
    assert.match(written, /ECONNREFUSED.*no certificate could be obtained/);
    assert.equal(await process.renewIfDue(never), false);
    clock.advance(days(1));
    assert.equal(await process.renewIfDue(never), true, "it comes back");
    assert.match(await doctor(), /last failure .*ECONNREFUSED/);
  });

  test("D8, RFC 8555 §6.6: who is told to wait by the authority waits as long", async () => {
    authority.refusals.set("newOrder", {
      type: "rateLimited",
      detail: "too many certificates",
      status: 429,
      retryAfter: "86400",
    });
    assert.equal(await first.renewIfDue(never), false);
    await assert.rejects(doctor(), /none yet; last failure .*: rateLimited: too many certificates/);
    authority.refusals.clear();
    clock.advance(days(1) - 60_000);
    assert.equal(await first.renewIfDue(never), false);
    assert.equal(authority.asked.filter((name) => name === "newOrder").length, 1);
    clock.advance(60_000);
    assert.equal(await first.renewIfDue(never), true);
  });

  test("RFC 8555 §6.5: with a nonce that is too old the request is sent again, but not for ever", async () => {
    authority.badNonces = 3;
    assert.equal(await first.renewIfDue(never), true);
    await forget();
    authority.badNonces = 1000;
    assert.equal(await first.renewIfDue(never), false);
    assert.match((await row())?.lastFailure ?? "", /^badNonce/);
    assert.ok(authority.asked.length < 10);
  });

  test("D8: when the names do not lead here the authority's words say so, and nothing is issued", async () => {
    authority.httpPort = 1;
    assert.equal(await first.renewIfDue(never), false);
    assert.match(
      (await row())?.lastFailure ?? "",
      /^unauthorized: http:\/\/(?:mail|mx)\.contoh\.go\.id\/ answers: .*ECONNREFUSED/,
    );
    assert.ok(!authority.asked.includes("finalize"));
  });

  test("D8: neither the log nor the database has a key in the clear, and another secret key opens none", async () => {
    const process = startProcess();
    await process.renewIfDue(never);
    const { privateKey } = process.certificate.current!;
    const kept = await row();
    const lines = privateKey.split("\n").filter((line) => /^[\w+/=]{20,}$/.test(line));
    assert.ok(lines.length > 0);
    for (const line of [...lines, "PRIVATE KEY"]) {
      assert.ok(!written.includes(line));
      assert.ok(!kept?.sealedKey?.includes(line) && !kept?.chain?.includes(line));
    }
    assert.match(written, /the certificate is in use/);
  });

  test("D8: with another secret key nothing is opened; it is said once and how to mend it, and no authority is asked for that", async () => {
    await startProcess().renewIfDue(never);
    const stranger = startProcess({ secretKey: systemRandom(32) });
    for (let turn = 0; turn < 3; turn++) {
      await stranger.look();
      assert.equal(await stranger.renewIfDue(never), false);
    }
    assert.equal(stranger.certificate.current, undefined);
    assert.equal(written.match(/"msg":"the kept certificate cannot be used"/g)?.length, 1);
    assert.equal(authority.orders.length, 1);
    await db.write((tx) => hastenCertificate(tx, settings, new Date(clock.now())));
    assert.equal(await stranger.renewIfDue(never), true, "by hand");
    assert.notEqual(stranger.certificate.current, undefined);
  });

  test("D8: a token that nobody asked for, or that is over, has no answer", async () => {
    await first.renewIfDue(never);
    const [token = ""] = authority.orders[0]?.tokens ?? [];
    const get = (of: string) => app.inject(`/.well-known/acme-challenge/${of}`);
    assert.equal((await get(token)).body.split(".")[0], token);
    for (const other of ["lain", `${token}x`, "%00", `${"a".repeat(4000)}`]) {
      assert.equal((await get(other)).statusCode, 404, other.slice(0, 10));
    }
    clock.advance(days(1));
    assert.equal((await get(token)).statusCode, 404);
  });
});
