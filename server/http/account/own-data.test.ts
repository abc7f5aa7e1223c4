import assert from "node:assert/strict";
import { after, describe, test } from "node:test";

import { openTestSecurity, OTHER_PASSWORD, PASSWORD } from "../../../test/support/account-security.ts";
import { setPassword } from "../../auth/initial-password.ts";
import { deliver } from "../../mail/deliver.ts";
import { quickHash } from "../../../test/support/quick-password.ts";

const security = await openTestSecurity({ after });
const { db, clock, mail, budi, siti, organisationId } = security;
const DATA = "/account/security/data";
const DAY = 86_400_000;

const desk = await security.addAccount({
  address: "meja.layanan@contoh.go.id",
  displayName: "Meja Layanan",
  role: "service-desk",
});
const hash = await quickHash(PASSWORD);
await db.write((tx) => setPassword(tx, desk, { hash, mustChange: false, now: new Date(clock.now()) }));

async function receive(text: string, accountId = budi) {
  clock.advance(1000);
  await deliver(mail, {
    message: Buffer.from(`From: luar@example.org\r\nSubject: ${text}\r\n\r\nisi ${text}\r\nFrom sini\r\n`),
    organisationId,
    direction: "in",
    envelope: { mailFrom: "luar@example.org", recipients: ["budi.santoso@contoh.go.id"] },
    targets: [{ accountId, mailbox: "inbox" }],
    receivedAt: new Date(clock.now()),
  });
}

describe("a copy of one's own data", () => {
  test("all email is one file, the oldest first, and no one else's", async () => {
    await receive("pertama");
    await receive("kedua");
    await receive("rahasia siti", siti);
    const person = await security.signedIn();
    assert.match((await person.get(DATA)).body, /Unduh Salinan/);
    const { status, body, headers } = await person.post(`${DATA}/mail`);
    assert.equal(status, 200);
    assert.equal(headers["content-type"], "application/mbox");
    assert.equal(headers["content-disposition"], 'attachment; filename="budi.santoso.mbox"');
    assert.equal(headers["cache-control"], "no-store");
    assert.match(body, /^From MAILER-DAEMON [^\n]+\n/);
    assert.ok(body.indexOf("isi pertama") > 0 && body.indexOf("isi kedua") > body.indexOf("isi pertama"));
    assert.match(body, /\n>From sini/);
    assert.doesNotMatch(body, /rahasia siti/);
  });

  test("the rest is one file too, without anything that opens the account", async () => {
    const person = await security.signedIn();
    await person.post("/account/security/app-passwords", { name: "Thunderbird", jmap: "yes" });
    const { body, headers } = await person.post(`${DATA}/account`);
    assert.match(String(headers["content-type"]), /^application\/json/);
    const data = JSON.parse(body) as { account: { address: string }; history: unknown[]; appPasswords: object[] };
    assert.equal(data.account.address, "budi.santoso@contoh.go.id");
    assert.ok(data.history.length > 0);
    assert.equal(data.appPasswords.length, 1);
    assert.doesNotMatch(body, /hash|secret|argon2/i);
    assert.ok(!body.includes(person.cookies.get("surel-session") ?? "?"));
  });

  test("is told to the person, written down, and made only so often in a day", async () => {
    const person = await security.signedIn();
    assert.ok((await security.noticesOf(budi)).includes("Salinan data akun Anda diunduh"));
    assert.match((await person.get("/account/security/history")).body, /Salinan data diunduh/);
    const answers = [];
    for (let turn = 0; turn < 5; turn++) answers.push((await person.post(`${DATA}/account`)).status);
    assert.deepEqual(answers, [200, 200, 200, 200, 429]);
    clock.advance(DAY);
  });
});

describe("the wish that one's data be deleted", () => {
  test("reaches the service desk, in its mailbox and on the account's page, once a day", async () => {
    const person = await security.signedIn("siti.rahayu");
    const asked = await person.post(`${DATA}/deletion`);
    assert.equal(asked.status, 200);
    assert.match(asked.body, /Permintaan sudah dikirim ke Meja Layanan/);
    assert.equal((await person.post(`${DATA}/deletion`)).status, 429);
    const notices = await security.noticesOf(desk);
    assert.deepEqual(notices, ["Permintaan penghapusan data: Siti Rahayu"]);
    const officer = await security.signedIn("meja.layanan");
    assert.match((await officer.get(`/admin/accounts/${siti}`)).body, /Diminta pemiliknya/);
    assert.doesNotMatch((await officer.get(`/admin/accounts/${budi}`)).body, /Diminta pemiliknya/);
    assert.match((await person.get(`${DATA}?language=en`)).body, /Last request:/);
  });
});

test("whoever has only a session downloads nothing and asks for nothing", async () => {
  const person = await security.signedIn();
  clock.advance(11 * 60_000);
  for (const path of ["/mail", "/account", "/deletion"]) {
    assert.match((await person.post(`${DATA}${path}`)).location ?? "", /^\/account\/security\/prove/);
  }
  assert.notEqual((await person.post("/account/security/prove", { password: OTHER_PASSWORD })).status, 303);
});
