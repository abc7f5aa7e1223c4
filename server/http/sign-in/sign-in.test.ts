import assert from "node:assert/strict";
import { after, describe, test } from "node:test";

import { createTestClock } from "../../../test/support/clock.ts";
import { openTestDatabase } from "../../../test/support/database.ts";
import { createBrowser, openTestHttp } from "../../../test/support/http.ts";
import { makeAccount, makeOrganisation } from "../../../test/support/organisation.ts";
import { sql } from "../../store/sql.ts";

const PASSWORD = "Rahasia-Panjang-1";
const contact = { name: "Meja Layanan TIK", telephone: "(0622) 555-0147", hours: "08.00–16.00 WIB" };

const clock = createTestClock();

const { database: db } = await openTestDatabase({ after });
await makeOrganisation(db, { settings: { contact } });
const budi = await makeAccount(db, {
  address: "budi.santoso@uji.go.id",
  displayName: "Budi Santoso",
  password: PASSWORD,
});
await makeAccount(db, { address: "siti@uji.go.id", displayName: "Siti Rahayu", password: "Kata-Sandi-Siti-2" });
await makeAccount(db, { address: "dinkes@uji.go.id", kind: "unit" });
const http = await openTestHttp({ after }, { db, clock });

const browser = (headers?: Record<string, string>) => createBrowser(http.app, headers);

describe("the sign-in page", () => {
  test("R27, R28, R120, R121, D10: has a name, a password and a button, and needs no script", async () => {
    const { status, body } = await browser().get("/sign-in");
    assert.equal(status, 200);
    assert.match(body, /<label for="username">Nama Pengguna<\/label>/);
    assert.match(body, /<label for="password">Kata Sandi<\/label>/);
    assert.match(body, /<form method="post" action="\/sign-in">/);
    assert.match(body, /<button[^>]*type="submit">\s*Masuk\s*<\/button>/);
    assert.doesNotMatch(body, /<script(?![^>]* src=)/);
    assert.doesNotMatch(body, / on\w+=| style=/);
  });

  test("R18, R20, R42, R133, R135: shows the official address and whom to ask", async () => {
    const { body } = await browser().get("/sign-in");
    assert.match(body, /<strong>http:\/\/surel\.test<\/strong>/);
    assert.match(body, /Meja Layanan TIK/);
    assert.match(body, /href="tel:06225550147"/);
  });

  test("R21, R22, R26: with all its files it weighs less than 30 kB", async () => {
    const page = await browser().get("/sign-in");
    const urls = [...page.body.matchAll(/(?:href|src)="(\/pages\/[^"]+)"/g)].map((match) => match[1] ?? "");
    assert.ok(urls.length >= 2);
    const files = await Promise.all(urls.map((url) => browser().get(url)));
    const bytes = [page, ...files].reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
    assert.ok(
      files.every(({ status, headers }) => status === 200 && /immutable/.test(String(headers["cache-control"]))),
    );
    assert.ok(bytes < 30_000, `${bytes} bytes`);
  });

  test("D8, R23, R25, R43, R118: the usual troubles are named with a way out, a certificate warning among them; no cache keeps the page", async () => {
    const { headers, body } = await browser().get("/sign-in");
    assert.equal(headers["cache-control"], "no-store");
    assert.match(body, /hapus tembolok dan kuki/);
    assert.match(body, /Lupa kata sandi atau akun dinonaktifkan\?/);
    assert.match(body, /memperingatkan tentang sertifikat, jangan lanjutkan/);
  });

  test("R33, R34, R60: case matters and is said to; managers and paste are welcome; a password can be shown", async () => {
    const { body } = await browser().get("/sign-in");
    assert.match(body, /Huruf besar dan huruf kecil dibedakan/);
    assert.match(body, /autocomplete="username"/);
    assert.match(body, /autocomplete="current-password"/);
    assert.match(body, />\s*Tampilkan\s*</);
    const wrongCase = await browser().signIn("budi.santoso", PASSWORD.toLowerCase());
    assert.equal(wrongCase.status, 403);
  });

  test("D15: is Indonesian until somebody chooses English, and remembers the choice; the button says Masuk or Sign in", async () => {
    const person = browser({ "accept-language": "en-GB" });
    assert.match((await person.get("/sign-in")).body, /<button [^>]*type="submit">Masuk</);
    assert.match((await browser().get("/sign-in?language=en")).body, /<button [^>]*type="submit">Sign in</);
    for (const path of ["/sign-in", "/forgot-password", "/signed-out", "/sign-in/passkey", "/unsupported"]) {
      for (const language of ["id", "en"]) {
        const { body } = await browser().get(`${path}?language=${language}`);
        assert.doesNotMatch(body.replace(/<[^>]*>/g, " "), /\blog ?(?:in|out|on|off)\b/i, path);
      }
    }
    assert.match((await person.get("/sign-in")).body, /<html lang="id">/);
    assert.match((await person.get("/sign-in?language=en")).body, /<label for="password">Password<\/label>/);
    assert.match((await person.get("/sign-in")).body, /<html lang="en">/);
    assert.match((await person.get("/sign-in?language=xx")).body, /<html lang="en">/);
  });
});

describe("signing in", () => {
  for (const name of [
    "budi.santoso@uji.go.id",
    "Budi.Santoso@UJI.go.id",
    " budi.santoso@uji.go.id ",
    "budi.santoso@mail.uji.go.id",
    "budi.santoso@webmail.uji.go.id",
    "uji\\budi.santoso",
    "UJI\\Budi.Santoso",
    "budi.santoso",
    "BUDI.SANTOSO",
  ]) {
    test(`R29, R30, R31, R32: "${name}" reaches the one account`, async () => {
      const person = browser();
      const { status, location } = await person.signIn(name, PASSWORD);
      assert.deepEqual([status, location], [303, "/mail/"], "R35: success leads to the inbox");
      const cookie = [...person.cookies].map(([key, value]) => `${key}=${value}`).join("; ");
      const principal = await http.auth.authenticate({ cookie }, "127.0.0.1");
      assert.equal(principal?.accountId, budi);
      assert.equal(principal.via, "session");
    });
  }

  test("R36: a wrong name and a wrong password are answered alike, word for word", async () => {
    const answers = [
      await browser().signIn("budi.santoso", "salah"),
      await browser().signIn("tidak.ada00", "salah"),
      await browser().signIn("dinkes@uji.go", "salah"),
      await browser().signIn("dinkes@uji.go.id", "salah"),
      await browser().signIn("lain\\seseorang", "salah"),
      await browser().signIn("budi.santoso", ""),
      await browser().signIn("budi.santoso", "x".repeat(10_000)),
    ];
    for (const { status, body, headers } of answers) {
      assert.equal(status, 403);
      assert.match(body, /role="alert"/);
      assert.match(body, /Nama pengguna atau kata sandi salah/);
      assert.match(body, /hubungi Dukungan TIK/);
      assert.equal(headers["set-cookie"], undefined);
    }
    const same = (body: string) => body.replace(/value="[^"]*"/, "");
    assert.equal(new Set(answers.map(({ body }) => same(body))).size, 1);
  });

  test("R40: after many wrong attempts the same name is asked to wait, right or wrong, known or not", async () => {
    for (const name of ["siti@uji.go.id", "tiada@uji.go.id"]) {
      for (let turn = 0; turn < 20; turn++) await browser().signIn(name, "salah");
      const { status, body, headers } = await browser().signIn(name, "Kata-Sandi-Siti-2");
      assert.equal(status, 429);
      assert.match(body, /Terlalu banyak percobaan/);
      assert.ok(Number(headers["retry-after"]) > 0);
    }
    clock.advance(60 * 60_000);
    assert.equal((await browser().signIn("siti@uji.go.id", "Kata-Sandi-Siti-2")).status, 303);
  });

  test("each sign-in is a new session, and the one the browser had ends", async () => {
    const person = browser();
    await person.signIn("budi.santoso", PASSWORD);
    const first = person.cookies.get("surel-session") ?? "";
    await person.signIn("budi.santoso", PASSWORD);
    assert.notEqual(person.cookies.get("surel-session"), first);
    clock.advance(10_000);
    assert.equal(await http.auth.authenticate({ cookie: `surel-session=${first}` }, "127.0.0.1"), undefined);
    const fixed = browser({ cookie: `surel-session=${"A".repeat(43)}` });
    await fixed.signIn("budi.santoso", PASSWORD);
    assert.notEqual(fixed.cookies.get("surel-session"), "A".repeat(43));
  });

  test("R5: of a session the database knows only a hash, of a password only argon2id", async () => {
    const person = browser();
    await person.signIn("budi.santoso", PASSWORD);
    const token = person.cookies.get("surel-session") ?? "";
    const rows = await db.read((tx) =>
      tx.rows(sql<{ text: string }>`
      select session::text as text from session union all select password::text from password`),
    );
    assert.ok(rows.length > 1);
    assert.ok(rows.every(({ text }) => !text.includes(token) && !text.includes(PASSWORD)));
    assert.ok(rows.some(({ text }) => text.includes("$argon2id$v=19$m=")));
  });

  test("goes on to the page that was asked for, and only to one of ours", async () => {
    assert.equal((await browser().get("/mail/m1/t5?x=1")).location, "/sign-in?next=%2Fmail%2Fm1%2Ft5%3Fx%3D1");
    const next = async (target: string) =>
      (await browser().signIn("budi.santoso", PASSWORD, { next: target })).location;
    assert.equal(await next("/mail/m1/t5?x=1"), "/mail/m1/t5?x=1");
    for (const target of [
      "https://jahat.example/mail/",
      "//jahat.example/mail/",
      "/\\jahat.example",
      "/mail/\\..\\..//jahat",
      "/mail\t//jahat",
      "/mailbox",
      "/jmap/api",
      "/sign-out",
      "javascript:alert(1)",
    ]) {
      assert.equal(await next(target), "/mail/", target);
    }
  });

  test("a name that is markup is shown as text", async () => {
    const { body } = await browser().signIn('"><script>alert(1)</script>', "salah");
    assert.match(body, /&quot;&gt;&lt;script&gt;/);
    assert.doesNotMatch(body, /<script>alert/);
  });

  test("who is signed in is sent on from the sign-in page", async () => {
    const person = browser();
    await person.signIn("budi.santoso", PASSWORD);
    assert.equal((await person.get("/sign-in")).location, "/mail/");
    assert.equal((await person.get("/")).location, "/mail/");
  });

  test("R110: a disabled account is answered like a wrong password, and its sessions are of no use", async () => {
    const person = browser();
    await person.signIn("budi.santoso", PASSWORD);
    await db.write((tx) => tx.run(sql`update account set state = 'disabled' where id = ${budi}`));
    clock.advance(10_000);
    assert.equal((await person.get("/mail/")).status, 303);
    assert.match((await browser().signIn("budi.santoso", PASSWORD)).body, /Nama pengguna atau kata sandi salah/);
    await db.write((tx) => tx.run(sql`update account set state = 'active' where id = ${budi}`));
  });

  test("R11: attempts are in the audit trail, without secrets, and the trail cannot be changed", async () => {
    const rows = await db.read((tx) =>
      tx.rows(sql<{ action: string; outcome: string; text: string }>`
      select action, outcome, audit_event::text as text from audit_event where subject_account_id = ${budi}`),
    );
    assert.ok(rows.some(({ action, outcome }) => action === "signIn" && outcome === "success"));
    assert.ok(rows.some(({ action, outcome }) => action === "signIn" && outcome === "failure"));
    assert.ok(rows.every(({ text }) => !text.includes(PASSWORD)));
    await assert.rejects(
      db.write((tx) => tx.run(sql`delete from audit_event`)),
      /append-only/,
    );
  });
});

describe("requests from elsewhere", () => {
  const refused: [string, Record<string, string>][] = [
    ["another site's form", { "sec-fetch-site": "cross-site", origin: "https://jahat.example" }],
    ["a neighbour's form", { "sec-fetch-site": "same-site", origin: "http://lain.surel.test" }],
    ["another site's form in an older browser", { origin: "https://jahat.example" }],
    ["a sandboxed page", { origin: "null" }],
  ];
  for (const [who, headers] of refused) {
    test(`R105, R110: ${who} signs nobody in or out`, async () => {
      const { status, headers: answered } = await browser(headers).signIn("budi.santoso", PASSWORD);
      assert.equal(status, 403);
      assert.equal(answered["set-cookie"], undefined);
      assert.equal((await browser(headers).post("/sign-out")).status, 403);
    });
  }
  test("our own form is taken, with and without the newer header", async () => {
    const ours: Record<string, string>[] = [{ "sec-fetch-site": "same-origin" }, { origin: "http://surel.test" }, {}];
    for (const headers of ours) {
      assert.equal((await browser(headers).signIn("budi.santoso", PASSWORD)).status, 303);
    }
  });
});
