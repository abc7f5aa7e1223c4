import assert from "node:assert/strict";
import { after, describe, test } from "node:test";

import { openTestSecurity, OTHER_PASSWORD, PASSWORD } from "../../../test/support/account-security.ts";
import { insertDomain } from "../../store/organisations.ts";
import { putRecoveryChannel } from "../../store/recovery.ts";
import { sql } from "../../store/sql.ts";

const contact = { name: "Meja Layanan TIK", telephone: "(0622) 555-0147" };
const security = await openTestSecurity({ after }, { contact });
const { clock, db, budi, siti, organisationId, gateway } = security;
const HOUR = 3_600_000;
const ownAddress = "budi.pribadi@example.org";

await db.write((tx) =>
  putRecoveryChannel(tx, budi, {
    kind: "email",
    target: ownAddress,
    confirmedAt: new Date(clock.now()),
    forSignIn: false,
  }),
);

const ask = (username: string, headers?: Record<string, string>) =>
  security.browser(headers).post("/forgot-password", { username });

const linkIn = (text: string) => /http:\/\/surel\.test\/reset-password\?token=([\w-]{43})/.exec(text)?.[1];

/** Asks for a link and gives its token. */
async function newToken(): Promise<string> {
  const before = await security.sentMail();
  await ask("budi.santoso");
  const mails = await security.sentMail(before.length + 1);
  return linkIn(mails.at(-1)?.text ?? "") ?? "no link";
}

/** Opens the link as a browser does. */
async function open(token: string) {
  const person = security.browser();
  const answer = await person.get(`/reset-password?token=${token}`);
  assert.deepEqual([answer.status, answer.location], [303, "/reset-password"]);
  return person;
}

const fields = (password = OTHER_PASSWORD) => ({ "new-password": password, "confirm-password": password });

describe("asking", () => {
  test("R66, R31, R67: the link under the form leads to one field for user name or address", async () => {
    const signIn = await security.browser().get("/sign-in");
    assert.match(signIn.body, /<a href="\/forgot-password">Lupa Kata Sandi\?<\/a>/);
    const { body } = await security.browser().get("/forgot-password");
    assert.match(body, /<label for="username">Nama Pengguna atau Alamat Email<\/label>/);
    assert.match(body, /Dukungan TIK:<\/strong> Meja Layanan TIK/);
    assert.doesNotMatch(body, /<script(?![^>]* src=)/);
  });

  test("R68, R69, D3: a link goes to the recovery address, as mail of the organisation's own", async () => {
    for (const name of ["budi.santoso", "contoh\\budi.santoso", "budi.santoso@contoh.go.id"]) {
      const before = await security.sentMail();
      const { body } = await ask(name);
      assert.match(body, /periksa juga folder Spam/);
      const mails = await security.sentMail(before.length + 1);
      const mail = mails.at(-1);
      assert.equal(mail?.to, ownAddress);
      assert.equal(mail.from, "", "nothing answers it");
      assert.match(mail.raw, /^From: .*<no-reply@contoh\.go\.id>\r$/m);
      assert.match(mail.raw, /^Auto-Submitted: auto-generated\r$/m);
      assert.match(mail.text, /dalam 30 menit/);
      assert.ok(linkIn(mail.text));
    }
    clock.advance(2 * HOUR);
  });

  const requestsOf = async (...outcomes: string[]) => {
    const row = await db.read((tx) =>
      tx.row(sql<{ count: number }>`
        select count(*)::int as count from audit_event where action = 'resetRequest' and outcome = any(${outcomes})`),
    );
    return row?.count ?? 0;
  };
  const until = async (isSo: () => Promise<boolean>) => {
    for (let turn = 0; turn < 2_000 && !(await isSo()); turn++) await new Promise((later) => setTimeout(later, 20));
  };
  /** Nobody waits for what is asked for; what comes late would count in the next hour of the clock. */
  const untilLooked = (count: number) => until(async () => (await requestsOf("success", "failure")) >= count);

  test("R68: the answer is the same, word for word, whether the account exists, has a channel, or is nobody's", async () => {
    const same = (body: string, typed: string) => body.replaceAll(typed, "").replaceAll(encodeURIComponent(typed), "");
    const names = ["budi.santoso", "siti.rahayu", "tiada.orang", "dinkes@contoh.go.id", "orang@example.org"];
    const [before, looked] = [(await security.sentMail()).length, await requestsOf("success", "failure")];
    const answers = await Promise.all(names.map((name) => ask(name)));
    assert.equal(new Set(answers.map(({ body }, index) => same(body, names[index] ?? ""))).size, 1);
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
    const headers = answers.map((answer) => ({ ...answer.headers, "content-length": "", date: "" }));
    assert.equal(new Set(headers.map((one) => JSON.stringify(one))).size, 1);
    await untilLooked(looked + 2);
    assert.equal((await security.sentMail(before + 1)).length, before + 1);
    clock.advance(2 * HOUR);
  });

  test("R68: and comes before anything is written to somebody, so it takes the same time", async () => {
    const before = (await security.sentMail()).length;
    const { promise: answered, resolve: release } = Promise.withResolvers<void>();
    const held = db.write(async (tx) => {
      await tx.run(sql`lock table queue_message in exclusive mode`);
      await answered;
    });
    assert.equal((await ask("budi.santoso")).status, 200);
    release();
    await held;
    assert.ok((await security.sentMail(before + 1)).length > before);
    clock.advance(2 * HOUR);
  });

  test("R73, D3, D5: without a channel the page leads to the service desk, with a request already written", async () => {
    const { body } = await ask('siti.rahayu"><b>');
    assert.match(body, /Tidak memiliki alamat pemulihan\?/);
    assert.match(body, /<textarea id="letter"[^>]*>Yth\. Meja Layanan/);
    assert.match(body, /Akun: siti\.rahayu&quot;&gt;&lt;b&gt;/);
    assert.match(body, /href="mailto:\?subject=Permohonan%20atur%20ulang/);
    assert.match(body, /Meja Layanan TIK/);
  });

  test("the host of the link is ours, whatever Host and X-Forwarded-Host say", async () => {
    const before = await security.sentMail();
    await ask("budi.santoso", { host: "jahat.example", "x-forwarded-host": "jahat.example" });
    const mail = (await security.sentMail(before.length + 1)).at(-1);
    assert.ok(linkIn(mail?.text ?? ""));
    assert.doesNotMatch(mail?.raw ?? "", /jahat/);
    clock.advance(2 * HOUR);
  });

  test("three links an hour for an account", async () => {
    const [before, looked] = [(await security.sentMail()).length, await requestsOf("success", "failure")];
    for (let turn = 0; turn < 6; turn++) await ask("budi.santoso");
    await untilLooked(looked + 6);
    assert.equal((await security.sentMail(before + 3)).length, before + 3);
    clock.advance(2 * HOUR);
  });

  test("D3: what strangers ask for leaves a browser in which the person signed in before links of its own", async () => {
    const person = await security.signedIn("budi.santoso");
    const [before, looked] = [(await security.sentMail()).length, await requestsOf("success", "failure")];
    for (let turn = 0; turn < 5; turn++) await ask("budi.santoso");
    await untilLooked(looked + 5);
    assert.equal((await security.sentMail(before + 3)).length, before + 3);
    await person.post("/forgot-password", { username: "budi.santoso" });
    assert.equal((await security.sentMail(before + 4)).length, before + 4);
    clock.advance(2 * HOUR);
  });

  test("R68: an agency behind one address is served, whoever asks in vain", async () => {
    const looked = async () => {
      const row = await db.read((tx) =>
        tx.row(sql<{ count: number }>`select max(attempts) as count from attempt_count where scope = 'reset-network'`),
      );
      return row?.count ?? 0;
    };
    for (let turn = 1; turn <= 60; turn++) {
      await ask("tiada.orang");
      // Nobody waits for what follows, and no more than a few wait at once.
      if (turn % 20 === 0) await until(async () => (await looked()) >= turn);
    }
    const before = (await security.sentMail()).length;
    await ask("budi.santoso");
    assert.equal((await security.sentMail(before + 1)).length, before + 1);
    clock.advance(2 * HOUR);
  });

  test("R68: one network asks for as many as the organisation says, and another is not held up by it", async () => {
    await security.setSettings({ contact, security: { resetRequestsPerHour: 10 } });
    const before = await requestsOf("failure");
    // Without a channel each that is looked at leaves a row.
    for (let turn = 0; turn < 14; turn++) await ask("siti.rahayu");
    await until(async () => (await requestsOf("failure")) === before + 10);
    const elsewhere = (await security.sentMail()).length;
    await security.app.inject({
      method: "POST",
      url: "/forgot-password",
      remoteAddress: "198.51.100.7",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      payload: "username=budi.santoso",
    });
    assert.equal((await security.sentMail(elsewhere + 1)).length, elsewhere + 1);
    assert.equal(await requestsOf("failure"), before + 10);
    await security.setSettings({ contact });
    clock.advance(2 * HOUR);
  });

  test("D3: a channel that has become a mailbox of this system gets nothing; a number gets the link by text", async () => {
    await db.write(async (tx) => {
      await insertDomain(tx, { name: "baru.go.id", organisationId, dkimSelector: "s", dkimPrivateKey: "k" });
      const confirmedAt = new Date(clock.now());
      await putRecoveryChannel(tx, siti, { kind: "email", target: "siti@baru.go.id", confirmedAt, forSignIn: false });
      await putRecoveryChannel(tx, siti, { kind: "phone", target: "+6281234567890", confirmedAt, forSignIn: false });
    });
    const before = (await security.sentMail()).length;
    await ask("siti.rahayu");
    await until(async () => gateway.requests.length > 0);
    assert.equal((await security.sentMail()).length, before);
    assert.ok(linkIn(gateway.requests[0]?.text ?? ""));
    await db.write((tx) => tx.run(sql`delete from recovery_channel where account_id = ${siti}`));
  });
});

describe("the new password", () => {
  test("R70, R71, R72: the link opens a page with two fields; afterwards one signs in with it, and all sessions have ended", async () => {
    const elsewhere = await security.signedIn();
    const person = await open(await newToken());
    const page = await person.get("/reset-password");
    assert.match(page.body, /<label for="new-password">Kata Sandi Baru<\/label>/);
    assert.match(page.body, /<label for="confirm-password">Konfirmasi Kata Sandi<\/label>/);
    const done = await person.post("/reset-password", fields());
    assert.equal(done.location, "/sign-in?after=reset");
    assert.equal(person.cookies.has("surel-session"), false, "the link stands for the password only");
    assert.match((await person.get("/sign-in?after=reset")).body, /Kata sandi baru sudah disimpan/);
    clock.advance(6000);
    assert.equal((await elsewhere.get("/account/security")).status, 303);
    assert.equal((await security.browser().signIn("budi.santoso", PASSWORD)).status, 403);
    assert.equal((await security.browser().signIn("budi.santoso", OTHER_PASSWORD)).status, 303);
    assert.ok((await security.noticesOf(budi)).includes("Kata sandi Anda telah diatur ulang"));
    const told = (await security.sentMail()).at(-1);
    assert.equal(told?.subject, "Kata sandi Anda telah diatur ulang");
    assert.doesNotMatch(told.text, /https?:/, "notices have no link");
    clock.advance(2 * HOUR);
  });

  test("the token leaves the address at once, no page says where one came from, and no log has it", async () => {
    const token = await newToken();
    const person = security.browser();
    const first = await person.get(`/reset-password?token=${token}`);
    assert.equal(first.headers["referrer-policy"], "no-referrer");
    assert.equal(first.headers["cache-control"], "no-store");
    assert.match(String(first.headers["set-cookie"]), /^surel-reset=[\w-]{43}; .*HttpOnly; SameSite=Lax/);
    const page = await person.get("/reset-password");
    assert.equal(page.headers["referrer-policy"], "no-referrer");
    assert.ok(!page.body.includes(token));
    const rows = await db.read((tx) =>
      tx.rows(sql<{ text: string }>`select row_to_json(t)::text as text from reset_link t
        union all select row_to_json(t)::text from audit_event t`),
    );
    assert.ok(rows.every(({ text }) => !text.includes(token)));
    assert.ok(!security.logLines.join("").includes(token));
    const journal = await db.read((tx) => tx.rows(sql`select 1 from journal_entry where direction = 'out'`));
    assert.equal(journal.length, 0, "nor the archive");
    clock.advance(2 * HOUR);
  });

  test("R68: it lasts thirty minutes", async () => {
    const token = await newToken();
    clock.advance(30 * 60_000 - 1);
    assert.equal((await (await open(token)).get("/reset-password")).status, 200);
    clock.advance(1);
    const person = await open(token);
    assert.equal((await person.get("/reset-password")).status, 410);
    assert.equal((await person.post("/reset-password", fields())).status, 410);
    clock.advance(2 * HOUR);
  });

  test("R70: it is used once: of eight at the same moment exactly one sets the password, and the others of the account are gone", async () => {
    const [older, token] = [await newToken(), await newToken()];
    const people = await Promise.all(Array.from({ length: 8 }, () => open(token)));
    const answers = await Promise.all(
      people.map((person, index) => person.post("/reset-password", fields(`Kapal-${index}-ke-Ternate-lama`))),
    );
    const winners = answers.flatMap(({ location }, index) => (location === "/sign-in?after=reset" ? [index] : []));
    assert.equal(winners.length, 1);
    assert.ok(answers.every(({ status }) => status === 303 || status === 410));
    const password = `Kapal-${winners[0]}-ke-Ternate-lama`;
    assert.equal((await security.browser().signIn("budi.santoso", password)).status, 303);
    assert.equal((await (await open(token)).get("/reset-password")).status, 410);
    assert.equal((await (await open(older)).get("/reset-password")).status, 410);
    clock.advance(2 * HOUR);
  });

  test("R56, R57, R59: the policy's reasons are said, and the link is still good", async () => {
    const person = await open(await newToken());
    const short = await person.post("/reset-password", fields("pendek"));
    assert.equal(short.status, 422);
    assert.match(short.body, /role="alert"/);
    assert.match(short.body, /12/);
    const unequal = await person.post("/reset-password", { ...fields(), "confirm-password": "lain sekali" });
    assert.match(unequal.body, /Konfirmasi tidak sama/);
    assert.equal((await person.post("/reset-password", fields("Gunung-Sinabung-tampak-biru-9"))).status, 303);
    clock.advance(2 * HOUR);
  });

  test("R40: who gets back in by the link is not locked out any more", async () => {
    for (let turn = 0; turn < 10; turn++) {
      await security.browser().signIn("budi.santoso", "salah");
      clock.advance(31_000);
    }
    assert.equal((await security.browser().signIn("budi.santoso", "salah")).status, 429);
    const person = await open(await newToken());
    await person.post("/reset-password", fields("Terumbu-karang-di-Bunaken-5"));
    assert.equal((await security.browser().signIn("budi.santoso", "Terumbu-karang-di-Bunaken-5")).status, 303);
    clock.advance(2 * HOUR);
  });

  test("R105, R110: another site's page can neither ask nor set", async () => {
    const headers = { "sec-fetch-site": "cross-site", origin: "https://jahat.example" };
    assert.equal((await ask("budi.santoso", headers)).status, 403);
    const token = await newToken();
    const foreign = security.browser({ ...headers, cookie: `surel-reset=${token}` });
    assert.equal((await foreign.post("/reset-password", fields())).status, 403);
  });

  test("a token that is none is answered like an old one", async () => {
    for (const token of ["", "x", "A".repeat(43), "A".repeat(5000), "../../x"]) {
      const person = security.browser();
      await person.get(`/reset-password?token=${encodeURIComponent(token)}`);
      assert.equal((await person.get("/reset-password")).status, 410);
    }
  });
});
