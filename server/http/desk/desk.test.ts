import assert from "node:assert/strict";
import { after, describe, test } from "node:test";

import { openTestSecurity, OTHER_PASSWORD, PASSWORD } from "../../../test/support/account-security.ts";
import { setPassword } from "../../auth/initial-password.ts";
import type { AccountId } from "../../base/ids.ts";
import { putRecoveryCodes } from "../../store/second-factors.ts";
import { sql } from "../../store/sql.ts";
import { quickHash } from "../../../test/support/quick-password.ts";

const security = await openTestSecurity({ after });
const { db, clock, admin, siti, addAccount } = security;
const hash = await quickHash(PASSWORD);
const IDENTITY = "Datang sendiri, KTP dan kartu pegawai cocok";

const desk = await addAccount({
  address: "meja.layanan@contoh.go.id",
  displayName: "Meja Layanan",
  role: "service-desk",
});
await givePassword(desk);
await givePassword(admin);

function givePassword(accountId: AccountId): Promise<void> {
  return db.write((tx) => setPassword(tx, accountId, { hash, mustChange: false, now: new Date(clock.now()) }));
}

let count = 0;

/** Somebody whom nobody has helped yet. */
async function somebody(): Promise<{ id: AccountId; address: string; path: string }> {
  const address = `pegawai${++count}@contoh.go.id`;
  const id = await addAccount({
    address,
    displayName: `Pegawai Ke-${count}`,
    employeeNumber: `19800101200501100${count}`,
  });
  await givePassword(id);
  return { id, address, path: `/admin/accounts/${id}` };
}

const officer = () => security.signedIn("meja.layanan");

interface AuditRow {
  action: string;
  actor: AccountId | null;
  network: string | null;
  detail: Record<string, unknown>;
}

const auditOf = (id: AccountId) =>
  db.read((tx) =>
    tx.rows(sql<AuditRow>`
      select action, actor_account_id as actor, network_address as network, detail from audit_event
      where subject_account_id = ${id} and actor_account_id is distinct from ${id} and action not in ('signIn', 'accountLock', 'accountView')
      order by id`),
  );

const codeIn = (page: string) => /<strong>([A-Z0-9]{4}(?:-[A-Z0-9]{4}){3})<\/strong>/.exec(page)?.[1] ?? "";

describe("who may see the desk", () => {
  test("D2, R129, R132: strangers are sent to sign in; for employees and others without the role there is no such page", async () => {
    const { path } = await somebody();
    const stranger = await security.browser().get("/admin/");
    assert.deepEqual([stranger.status, stranger.location], [303, "/sign-in?next=%2Fadmin%2F"]);
    const employee = await security.signedIn();
    for (const url of ["/admin", "/admin/", path]) assert.equal((await employee.get(url)).status, 404);
    for (const act of ["unlock", "enable", "disable", "reset", "reset-factors"]) {
      assert.equal((await employee.post(`${path}/${act}`, { identity: IDENTITY })).status, 404);
    }
    assert.deepEqual(await auditOf((await somebody()).id), []);
  });

  test("D2: a page of another site can make the desk do nothing", async () => {
    const { id, path } = await somebody();
    const browser = await security.signedIn("meja.layanan", { origin: "http://surel.test" });
    const foreign = security.browser({ origin: "https://jahat.example" });
    for (const [name, value] of browser.cookies) foreign.cookies.set(name, value);
    assert.equal((await foreign.post(`${path}/disable`)).status, 403);
    assert.deepEqual(await auditOf(id), []);
  });

  test("R132, R139: the desk has no power over administrators, over itself, or over other organisations", async () => {
    const browser = await officer();
    for (const id of [admin, desk]) {
      const page = await browser.get(`/admin/accounts/${id}`);
      assert.doesNotMatch(page.body, /<form method="post"/);
      for (const act of ["unlock", "disable", "reset", "reset-factors"]) {
        const answer = await browser.post(`/admin/accounts/${id}/${act}`, { identity: IDENTITY });
        assert.equal(answer.status, 403);
        assert.equal(codeIn(answer.body), "");
        assert.equal((await browser.post(`/admin/accounts/${id}/${act}`)).status, 403, "whatever is missing");
      }
      assert.deepEqual(await auditOf(id), []);
    }
    for (const id of ["0", "999999", "99999999999", "x"]) {
      assert.equal((await browser.get(`/admin/accounts/${id}`)).status, 404);
    }
    const administrator = await security.signedIn("admin");
    assert.equal((await administrator.post(`/admin/accounts/${desk}/unlock`)).status, 303);
  });

  test("an action asks for a fresh proof, and is done after it", async () => {
    const { id, path } = await somebody();
    const browser = await officer();
    clock.advance(11 * 60_000);
    const refused = await browser.post(`${path}/disable`);
    assert.equal(refused.status, 403);
    assert.deepEqual(await auditOf(id), []);
    const back = /href="(\/account\/security\/prove\?back=[^"]*)"/.exec(refused.body)?.[1];
    assert.ok(back);
    const proven = await browser.post("/account/security/prove", { back: path, password: PASSWORD });
    assert.deepEqual([proven.status, proven.location], [303, path]);
    assert.equal((await browser.post(`${path}/disable`)).status, 303);
  });
});

describe("finding an account", () => {
  test("R41: by a part of its name, its address, its NIP, and by what the person types", async () => {
    const { address, path } = await somebody();
    const browser = await officer();
    for (const typed of [
      address,
      address.toUpperCase(),
      `contoh\\${address.split("@")[0]}`,
      `Ke-${count}`,
      `100${count}`,
    ]) {
      const { body } = await browser.get(`/admin/?q=${encodeURIComponent(typed)}`);
      assert.ok(body.includes(`href="${path}"`), typed);
    }
    assert.match(
      (await browser.get("/admin/?q=%25%25%25")).body,
      /Tidak ada akun yang cocok/,
      "no pattern of the database",
    );
    assert.match((await browser.get("/admin/?q=%3Cscript%3E")).body, /“&lt;script&gt;”/);
  });

  test("R41: by the beginnings of words, in any order; among 50,000 by an index", async () => {
    const id = await addAccount({ address: "sri.wahyuni-putri@contoh.go.id", displayName: "Dr. Sri Wahyuni (Kepala)" });
    const browser = await officer();
    for (const typed of ["wahy sri", "SRI", "kepala", "putri", "sri.wahyuni", "(kep", "wahyuni-putri@contoh"]) {
      const { body } = await browser.get(`/admin/?q=${encodeURIComponent(typed)}`);
      assert.ok(body.includes(`href="/admin/accounts/${id}"`), typed);
    }
    for (const typed of ["ahyuni", "sri budi", "' | 'x", "a:* | b", "\\'"]) {
      const { status, body } = await browser.get(`/admin/?q=${encodeURIComponent(typed)}`);
      assert.ok(status === 200 && !body.includes(`href="/admin/accounts/${id}"`), typed);
    }
    await db.write(async (tx) => {
      await tx.run(sql`set local enable_seqscan = off`);
      const plan = await tx.rows(sql<{ "QUERY PLAN": string }>`
        explain select 1 from account where search @@ ${"'wahy':*"}::tsquery`);
      assert.match(JSON.stringify(plan), /account_search/);
    });
  });

  test("R41, PP 71/2019: what was tried is seen, and who looked is in the trail once, where the person sees it too", async () => {
    const { id, address, path } = await somebody();
    await security
      .browser({ "user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0" })
      .signIn(address, "salah-sekali");
    const browser = await officer();
    const { body } = await browser.get(path);
    assert.match(body, /<h2>Percobaan yang gagal<\/h2>/);
    assert.match(
      body,
      /Kata sandi salah, atau akun tidak dapat dipakai[^]*dari jaringan 127\.0\.0\.1 · Firefox, Windows/,
    );
    await browser.get(path);
    const looks = () =>
      db.read((tx) =>
        tx.rows(sql`select 1 from audit_event where subject_account_id = ${id} and action = 'accountView'`),
      );
    assert.equal((await looks()).length, 1);
    clock.advance(11 * 60_000);
    await browser.get(path);
    assert.equal((await looks()).length, 2);
    const person = await security.signedIn(address);
    assert.match((await person.get("/account/security/history")).body, /Keadaan akun dilihat Meja Layanan/);
  });

  test("R41: what the desk did is told to the person", async () => {
    const { id, path } = await somebody();
    const browser = await officer();
    for (const act of ["disable", "enable", "unlock"]) await browser.post(`${path}/${act}`);
    assert.deepEqual(await security.noticesOf(id), [
      "Meja Layanan menonaktifkan akun Anda",
      "Meja Layanan mengaktifkan akun Anda kembali",
      "Meja Layanan membuka kunci akun Anda",
    ]);
  });

  test("R33: in the language of who helps, without a script", async () => {
    const browser = await officer();
    const { body } = await browser.get("/admin/?language=en");
    assert.match(body, /<h1>Service desk<\/h1>/);
    assert.doesNotMatch(body, /<script/);
    assert.ok(body.length < 30_000);
  });
});

describe("helping", () => {
  test("R41, D2: a locked account is seen with its end, and unlocked by the desk; the audit trail says who", async () => {
    const { id, address, path } = await somebody();
    const thief = security.browser();
    for (let attempt = 0; attempt < 12; attempt++) {
      await thief.signIn(address, "salah-sekali");
      clock.advance(31_000);
    }
    assert.equal((await security.browser().signIn(address, PASSWORD)).status, 429);
    const browser = await officer();
    assert.match((await browser.get(path)).body, /Terkunci hingga .* \(dari jaringan 127\.0\.0\.1\)/);
    assert.deepEqual((await browser.post(`${path}/unlock`)).location, `${path}?done=unlocked`);
    assert.match((await browser.get(`${path}?done=unlocked`)).body, /Tidak ada halangan/);
    assert.equal((await security.browser().signIn(address, PASSWORD)).status, 303);
    const [row, ...more] = await auditOf(id);
    assert.deepEqual([row?.action, row?.actor, row?.network], ["accountUnlock", desk, "127.0.0.1"]);
    assert.equal(more.length, 0, "one action is one row");
  });

  test("R44, R46, R76, R146: a reset gives a code for one sign-in; the person sets the password, and the old one is void", async () => {
    const { id, address, path } = await somebody();
    const before = security.browser();
    await before.signIn(address, PASSWORD);
    const browser = await officer();
    const missing = await browser.post(`${path}/reset`, { identity: " \n " });
    assert.equal(missing.status, 422);
    assert.match(missing.body, /role="alert"/);
    assert.deepEqual(await auditOf(id), [], "without a word on the identity nothing happens");

    const slip = await browser.post(`${path}/reset`, { identity: IDENTITY });
    const code = codeIn(slip.body);
    assert.equal(slip.status, 200);
    assert.equal(slip.headers["cache-control"], "no-store");
    assert.ok(code !== "" && slip.body.includes(address) && slip.body.includes("http://surel.test/sign-in"));
    assert.equal((await before.get("/account/security")).status, 303, "the sessions have ended");
    assert.equal((await security.browser().signIn(address, PASSWORD)).status, 403);

    const person = security.browser();
    const form = await person.signIn(address, code);
    assert.equal(form.status, 200);
    assert.match(form.body, /Ganti kata sandi awal Anda/);
    const fields = (next: string) => ({ "new-password": next, "confirm-password": next });
    const again = await person.signIn(address, code, fields(PASSWORD));
    assert.match(again.body, /pernah Anda pakai/, "the password before the reset may not come back");
    assert.equal((await person.signIn(address, code, fields(OTHER_PASSWORD))).status, 303);
    assert.equal((await security.browser().signIn(address, code)).status, 403);

    const rows = await auditOf(id);
    assert.deepEqual(
      rows.map(({ action }) => action),
      ["passwordSet"],
    );
    assert.equal(rows[0]?.detail.identity, IDENTITY);
    assert.ok(!JSON.stringify(rows).includes(code));
    assert.ok(!security.logLines.join("").includes(code));
    assert.match((await security.noticesOf(id)).join(), /Meja Layanan membuat kode aktivasi/);
  });

  test("R44: a code that is not used within a day opens nothing, and the desk sees why", async () => {
    const { address, path } = await somebody();
    const code = codeIn((await (await officer()).post(`${path}/reset`, { identity: IDENTITY })).body);
    clock.advance(24 * 3_600_000);
    assert.equal((await security.browser().signIn(address, code)).status, 403);
    assert.match((await (await officer()).get(path)).body, /Kode aktivasi tidak berlaku lagi sejak/);
  });

  test("R41: disabling ends the sessions at once, and only the desk enables again", async () => {
    const { id, address, path } = await somebody();
    const person = security.browser();
    await person.signIn(address, PASSWORD);
    const browser = await officer();
    assert.equal((await person.get("/account/security")).status, 200);
    await browser.post(`${path}/disable`);
    assert.equal((await person.get("/account/security")).status, 303);
    assert.equal((await security.browser().signIn(address, PASSWORD)).status, 403);
    assert.match((await browser.get(path)).body, /Akun dinonaktifkan\./);
    await browser.post(`${path}/enable`);
    assert.equal((await security.browser().signIn(address, PASSWORD)).status, 303);
    assert.deepEqual(
      (await auditOf(id)).map(({ action, detail }) => [action, detail.state]),
      [
        ["accountStateChange", "disabled"],
        ["accountStateChange", "active"],
      ],
    );
  });

  test("D2: second factors are removed after a word on the identity, which is recorded and told to the person", async () => {
    await db.write((tx) => putRecoveryCodes(tx, siti, [Buffer.alloc(32, 7)]));
    const browser = await officer();
    const path = `/admin/accounts/${siti}`;
    assert.match((await browser.get(path)).body, /1 kode pemulihan/);
    assert.equal((await browser.post(`${path}/reset-factors`, {})).status, 422);
    assert.equal((await browser.post(`${path}/reset-factors`, { identity: IDENTITY })).status, 303);
    assert.doesNotMatch((await browser.get(path)).body, /1 kode pemulihan/);
    const [row] = await auditOf(siti);
    assert.deepEqual([row?.action, row?.actor, row?.detail.identity], ["secondFactorChange", desk, IDENTITY]);
    assert.match((await security.noticesOf(siti)).join(), /Meja Layanan menghapus autentikasi dua faktor/);
  });
});
