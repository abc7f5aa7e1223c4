import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { brotliDecompressSync } from "node:zlib";

import { createTestClock } from "../../../test/support/clock.ts";
import { openTestDatabase } from "../../../test/support/database.ts";
import { createBrowser, openTestHttp } from "../../../test/support/http.ts";
import { makeAccount, makeOrganisation } from "../../../test/support/organisation.ts";
import { setQuota } from "../../store/mail-account.ts";
import { sql } from "../../store/sql.ts";
import type { AppNotice } from "./notices.ts";
import type { LocalJmap } from "./start-data.ts";

const PASSWORD = "Rahasia-Panjang-1";
const { database: db } = await openTestDatabase({ after });
await makeOrganisation(db);
await makeAccount(db, {
  address: "budi@uji.go.id",
  displayName: "Budi Santoso",
  unitName: "Dinas",
  password: PASSWORD,
});

const webFolder = await mkdtemp(join(tmpdir(), "surel-web-"));
after(() => rm(webFolder, { recursive: true }));
await mkdir(join(webFolder, ".vite"));
await mkdir(join(webFolder, "mail"));
await mkdir(join(webFolder, "assets"));
const script = `console.log(${JSON.stringify("x".repeat(2000))})`;
const manifest = {
  "mail/index.html": {
    file: "assets/mail-1.js",
    isEntry: true,
    imports: ["_core.js"],
    css: ["assets/mail-1.css"],
    assets: ["assets/icons-1.svg"],
  },
  "_core.js": { file: "assets/core-1.js" },
  "mail/shell/notice-lines.tsx": {
    file: "assets/notices-1.js",
    isDynamicEntry: true,
    imports: ["_core.js"],
    css: ["assets/notices-1.css"],
  },
  "i18n/id.ts": { file: "assets/id-1.js", isDynamicEntry: true },
};
const calls = [["Email/query", { accountId: "{accountId}", filter: { inMailbox: "{mailboxId}" } }, "q"]];
for (const [name, content] of [
  [".vite/manifest.json", JSON.stringify(manifest)],
  [
    "mail/index.html",
    '<!doctype html><html lang="id"><head><title>Surel</title></head><body><!--organisation--></body></html>',
  ],
  ["first-screen.json", JSON.stringify(calls)],
  ["assets/mail-1.js", script],
  ["assets/core-1.js", "1"],
  ["assets/id-1.js", "2"],
  ["assets/mail-1.css", "a{}"],
  ["assets/message-frame-1.html", "<!doctype html>"],
] as const) {
  await writeFile(join(webFolder, name), content);
}

const asked: unknown[] = [];
let choices: Record<string, unknown> = {};
const jmap: LocalJmap = {
  session: async () => ({ primaryAccounts: { "urn:ietf:params:jmap:mail": "a7" }, state: "s" }),
  call: async (_principal, methodCalls) => {
    asked.push(methodCalls);
    const hostile = "</script><script>alert(1)</script>";
    const isFirst = methodCalls[0]?.[0] === "Mailbox/query";
    const chosen = { list: [{ id: "singleton", theme: "dark", ...choices }], state: "4" };
    const first: [string, Record<string, unknown>, string][] = [
      ["Mailbox/query", { ids: ["m1"] }, "0"],
      ["Preferences/get", chosen, "1"],
    ];
    return { methodResponses: isFirst ? first : [["x", { subject: hostile }, "q"]], sessionState: "s" };
  },
};
const clock = createTestClock();
const { app } = await openTestHttp({ after }, { db, webFolder, jmap, clock });

test("R35, R50: the page of the application brings the session, the person and the first screen", async () => {
  const person = createBrowser(app);
  await person.signIn("budi", PASSWORD);
  const { status, body, headers } = await person.get("/mail/m1/t5");
  assert.equal(status, 200);
  assert.equal(headers["cache-control"], "no-store");
  const json = /<script type="application\/json" id="surel-start">(.*?)<\/script>/s.exec(body)?.[1] ?? "";
  const start = JSON.parse(json) as Record<string, unknown>;
  assert.deepEqual(start.user, {
    accountId: "a7",
    address: "budi@uji.go.id",
    name: "Budi Santoso",
    unit: "Dinas",
    role: "employee",
  });
  const icon = /<link rel="apple-touch-icon" href="([^"]+)"/.exec(body)?.[1];
  assert.deepEqual(start.organisation, { name: "Pemerintah Kota Uji", domain: "uji.go.id", icon });
  assert.match(body, /<span class="organisation-name truncate">Pemerintah Kota Uji<\/span><\/body>/);
  assert.deepEqual([start.locale, start.timeZone], ["id", "Asia/Jakarta"]);
  assert.deepEqual(asked.at(-1), [["Email/query", { accountId: "a7", filter: { inMailbox: "m1" } }, "q"]]);
  assert.doesNotMatch(body, /<script>alert/, "a subject cannot end the script element");
  assert.match(JSON.stringify(start.first), /alert\(1\)/);
});

test("the page is in the theme and the language that the person chose, and the pages outside follow", async () => {
  const person = createBrowser(app);
  await person.signIn("budi", PASSWORD);
  assert.match((await person.get("/mail/")).body, /<html lang="id" data-theme="dark">/);
  choices = { theme: "dark", contrast: "more" };
  assert.match((await person.get("/mail/")).body, /<html lang="id" data-theme="dark" data-contrast="more">/);
  choices = { theme: "system", locale: "en" };
  assert.match((await person.get("/mail/")).body, /<html lang="en">/);
  assert.match((await person.get("/signed-out")).body, /<html lang="en"/);
  choices = {};
});

test("R65, R109: quiet lines tell of the end of the password and of a new device, in every language", async () => {
  const noticesFor = async (person: ReturnType<typeof createBrowser>) => {
    const { body } = await person.get("/mail/");
    const json = /<script type="application\/json" id="surel-start">(.*?)<\/script>/s.exec(body)?.[1] ?? "";
    return (JSON.parse(json) as { notices: AppNotice[] }).notices;
  };
  const siti = await makeAccount(db, { address: "siti@uji.go.id", password: PASSWORD });
  const one = createBrowser(app);
  await one.signIn("siti", PASSWORD);
  assert.deepEqual(await noticesFor(one), []);
  assert.doesNotMatch((await one.get("/mail/")).body, /notices-1/, "nothing to show, nothing to fetch");
  const other = createBrowser(app, { "user-agent": "Mozilla/5.0 (Linux; Android 15) Chrome/140.0" });
  await other.signIn("siti", PASSWORD);
  const [device] = await noticesFor(one);
  assert.match(
    device?.words.id.text ?? "",
    /^Akun Anda dibuka dari perangkat baru: Chrome, Android, 2 Maret pukul 08\.00, jaringan /,
  );
  const { body } = await one.get("/mail/");
  assert.match(
    body,
    /rel="modulepreload" href="\/assets\/notices-1\.js".*rel="stylesheet" href="\/assets\/notices-1\.css"/s,
  );
  assert.deepEqual(await noticesFor(other), [], "who came in cannot say that it was the person");
  await other.post("/account/security/devices/known");
  assert.equal((await noticesFor(one)).length, 1);
  await one.post(device?.known ?? "");
  assert.deepEqual(await noticesFor(one), []);

  // Set on 2 March 2026; without decreed days in this database it is good to the end of 6 July.
  clock.set("2026-06-29T09:00:00+07:00");
  const person = createBrowser(app);
  await person.signIn("siti", PASSWORD);
  const [{ words, ...password } = assert.fail()] = await noticesFor(person);
  assert.deepEqual(password, { kind: "password", link: "/account/security/password" });
  assert.deepEqual(words.id, {
    text: "Kata sandi Anda berlaku hingga Senin, 6 Juli 2026 (5 hari kerja lagi).",
    link: "Ubah kata sandi",
  });
  assert.equal(words.en.link, "Change password");
  assert.match(words.en.text, /^Your password is valid until Monday,? 6 July 2026 \(5 working days left\)\.$/);
  clock.set("2026-03-02T08:00:00+07:00");

  await db.write((tx) => tx.run(sql`update mail_account set used_bytes = 899 where account_id = ${siti}`));
  await db.write((tx) => setQuota(tx, siti, 1000));
  assert.deepEqual(await noticesFor(person), [], "there is room");
  await db.write((tx) => setQuota(tx, siti, 990));
  const [filling] = await noticesFor(person);
  assert.equal(filling?.link, "/mail/search?q=larger:5MB");
  assert.match(filling.words.id.text, /^Kotak surat Anda terisi 90%\./);
});

test("the sign-in page fetches the application while the person types", async () => {
  const { body } = await createBrowser(app).get("/sign-in");
  for (const file of ["mail-1.js", "core-1.js", "id-1.js"]) {
    assert.match(body, new RegExp(`rel="modulepreload" href="/assets/${file}"`));
  }
  assert.match(body, /rel="stylesheet" href="\/assets\/mail-1\.css" media="not all"/);
  assert.match(body, /rel="prefetch" href="\/assets\/icons-1\.svg" as="image"/);
  assert.match(body, /rel="prefetch" href="\/pages\/[\w-]+-needs\.js" as="script"/);
  assert.match(body, /href="\/assets\/mail-1\.js" data-application/, "sign-in.js has it wait");
});

test("who signs in from the waiting application is sent its page at once, or told where else to go", async () => {
  const waiting = createBrowser(app, { accept: "application/json, text/html" });
  const { status, body, headers } = await waiting.signIn("budi", PASSWORD, { next: "/mail/m1/t5" });
  assert.equal(status, 200);
  assert.match(body, /id="surel-start"/);
  assert.equal(headers["content-location"], "/mail/m1/t5");
  assert.equal(headers["cache-control"], "no-store");
  assert.equal((await waiting.get("/mail/")).status, 200, "signed in");

  const toAccount = await waiting.signIn("budi", PASSWORD, { next: "/account/security" });
  assert.deepEqual([toAccount.status, JSON.parse(toAccount.body)], [200, { location: "/account/security" }]);

  const refused = createBrowser(app, { accept: "application/json, text/html" });
  const wrong = await refused.signIn("budi", "Salah-Sama-Sekali-1");
  assert.equal(wrong.status, 403);
  assert.match(wrong.body, /role="alert"/, "in words, as without a script");
  assert.doesNotMatch(wrong.body, /surel-start/);
  assert.equal(refused.cookies.size, 0);
});

test("its files are kept for ever, compressed where that is understood, and nothing else of the folder is given out", async () => {
  const plain = await app.inject("/assets/mail-1.js");
  assert.match(String(plain.headers["cache-control"]), /immutable/);
  assert.equal(plain.body, script);
  const small = await app.inject({ url: "/assets/mail-1.js", headers: { "accept-encoding": "gzip, br" } });
  assert.equal(small.headers["content-encoding"], "br");
  assert.equal(brotliDecompressSync(small.rawPayload).toString(), script);
  for (const path of [
    "/assets/../.vite/manifest.json",
    "/assets/%2e%2e/first-screen.json",
    "/assets/none.js",
    "/assets/",
  ]) {
    assert.equal((await app.inject(path)).statusCode, 404, path);
  }
});

test("the frame of a message runs nothing and fetches nothing, and only we may frame it", async () => {
  const { headers } = await app.inject("/assets/message-frame-1.html");
  const policy = String(headers["content-security-policy"]);
  assert.match(policy, /default-src 'none'; img-src blob: data:; style-src 'unsafe-inline'/);
  assert.match(policy, /sandbox (?!.*allow-scripts)/);
  assert.match(policy, /frame-ancestors 'self'/);
});
