import assert from "node:assert/strict";
import { after, describe, test } from "node:test";

import {
  openTestSecurity,
  OTHER_PASSWORD,
  PASSWORD,
  readAuthenticator,
} from "../../../test/support/account-security.ts";
import type { EndedProof } from "../../auth/principal-cache.ts";
import { insertAuditEvent } from "../../store/audit.ts";
import { sql } from "../../store/sql.ts";

const security = await openTestSecurity({ after }, { contact: { name: "Meja Layanan TIK" } });
const { clock, db, budi, gateway } = security;
const MINUTE = 60_000;

const person = await security.signedIn();
const at = (path: string) => `/account/security${path}`;

async function prove(password = PASSWORD) {
  const answer = await person.post(at("/prove"), { password, back: at("") });
  assert.equal(answer.status, 303);
}

const pages = [
  "",
  "/password",
  "/recovery/email",
  "/recovery/phone",
  "/authenticator",
  "/passkeys",
  "/app-passwords",
  "/history",
  "/prove",
];

describe("the pages", () => {
  for (const path of pages) {
    test(`R108: "${path}" is a form without a script of its own, in both languages, within 30 kB with all its files`, async () => {
      for (const [language, words] of [
        ["id", /Kembali ke email/],
        ["en", /Back to mail/],
      ] as const) {
        const { status, body, headers } = await person.get(`${at(path)}?language=${language}`);
        assert.equal(status, 200);
        assert.match(body, words);
        assert.match(body, new RegExp(`<html lang="${language}">`));
        assert.doesNotMatch(body, / on\w+=| style=/);
        assert.doesNotMatch(body, /undefined|\[object/);
        assert.equal(headers["cache-control"], "no-store");
        const urls = [...body.matchAll(/(?:href|src)="(\/pages\/[^"]+)"/g)].map((match) => match[1] ?? "");
        const files = await Promise.all(urls.map((url) => person.get(url)));
        assert.ok(files.every((file) => file.status === 200));
        const bytes = [body, ...files.map((file) => file.body)].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
        assert.ok(bytes < 30_000, `${bytes} bytes`);
      }
      await person.get(`${at("")}?language=id`);
    });
    test(`"${path}" is for the signed-in only`, async () => {
      const { status, location } = await security.browser().get(at(path));
      assert.deepEqual([status, location], [303, `/sign-in?next=${encodeURIComponent(at(path))}`]);
      assert.ok([401, 404].includes((await security.browser().post(at(path))).status));
    });
  }

  test("R105: another site's page changes nothing", async () => {
    const cookie = `surel-session=${person.cookies.get("surel-session") ?? ""}`;
    const foreign = security.browser({ cookie, "sec-fetch-site": "cross-site", origin: "https://jahat.example" });
    for (const path of ["/password", "/recovery/email", "/authenticator/remove", "/app-passwords", "/sessions/end"]) {
      assert.equal((await foreign.post(at(path))).status, 403, path);
    }
  });
});

describe("step-up", () => {
  const guarded: [string, Record<string, string>][] = [
    ["/recovery/email", { target: "a@example.org" }],
    ["/recovery/email/confirm", { code: "000000" }],
    ["/recovery/remove", { kind: "email" }],
    ["/recovery/use", { kind: "email", "for-sign-in": "yes" }],
    ["/authenticator", { code: "000000" }],
    ["/authenticator/remove", {}],
    ["/passkeys", { passkey: "{}" }],
    ["/passkeys/remove", { id: "1" }],
    ["/recovery-codes", {}],
    ["/app-passwords", { name: "x", smtp: "yes" }],
    ["/app-passwords/revoke", {}],
    ["/sessions/end", {}],
    ["/devices/forget", {}],
  ];
  test("R110: whatever changes how one signs in asks for the password again after ten minutes", async () => {
    clock.advance(10 * MINUTE + 1);
    for (const [path, form] of guarded) {
      const { status, location } = await person.post(at(path), form);
      assert.deepEqual([status, location], [303, `${at("/prove")}?back=%2Faccount%2Fsecurity`], path);
    }
    const shown = await person.get(at("/authenticator"));
    assert.equal(shown.location, `${at("/prove")}?back=%2Faccount%2Fsecurity%2Fauthenticator`);
    assert.equal((await person.get(at(""))).status, 200);
    assert.equal(gateway.requests.length, 0);
    assert.equal((await security.sentMail()).length, 0);
  });

  test("R110: the password is enough for another ten minutes, and leads back only within these pages", async () => {
    assert.equal((await person.post(at("/prove"), { password: "salah" })).status, 403);
    for (const back of ["https://jahat.example", "//jahat.example", "/account/security/../../x", "/mail/"]) {
      assert.equal((await person.post(at("/prove"), { password: PASSWORD, back })).location, at(""));
    }
    assert.equal((await person.get(at("/authenticator"))).status, 200);
    clock.advance(20 * MINUTE);
  });

  test("attempts are limited", async () => {
    for (let turn = 0; turn < 8; turn++) await person.post(at("/prove"), { password: "salah" });
    assert.equal((await person.post(at("/prove"), { password: PASSWORD })).status, 429);
    clock.advance(20 * MINUTE);
  });
});

describe("recovery channels", () => {
  test("R68, D3: an address is the person's when the code that went there came back", async () => {
    await prove();
    assert.equal((await person.post(at("/recovery/email"), { target: " Budi.Pribadi@Example.org " })).status, 303);
    const [mail] = await security.sentMail(1);
    assert.equal(mail?.to, "budi.pribadi@example.org");
    const code = /\b\d{6}\b/.exec(mail.text)?.[0] ?? "";
    assert.match((await person.get(at("/recovery/email"))).body, /dikirim ke b•••@example\.org/);
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, "0");
    assert.equal((await person.post(at("/recovery/email/confirm"), { code: wrong })).status, 403);
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => person.post(at("/recovery/email/confirm"), { code })),
    );
    assert.equal(answers.filter(({ status }) => status === 303).length, 1);
    assert.match((await person.get(at(""))).body, /b•••@example\.org/);
    assert.ok((await security.noticesOf(budi)).includes("Saluran pemulihan akun Anda ditambahkan"));
  });

  test("D3, D4: it cannot be a mailbox of this system", async () => {
    for (const target of [
      "budi.santoso@contoh.go.id",
      "Siti.Rahayu@CONTOH.go.id",
      "x@mail.contoh.go.id",
      "bukan alamat",
    ]) {
      const { status, body } = await person.post(at("/recovery/email"), { target });
      assert.equal(status, 422, target);
      assert.match(body, /ada di sistem ini sendiri|bukan alamat email/);
    }
  });

  test("five wrong attempts spend a code", async () => {
    await person.post(at("/recovery/phone"), { target: "0812 3456 7890" });
    const code = /\b\d{6}\b/.exec(gateway.requests.at(-1)?.text ?? "")?.[0] ?? "";
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, "0");
    for (let turn = 0; turn < 5; turn++) await person.post(at("/recovery/phone/confirm"), { code: wrong });
    assert.equal((await person.post(at("/recovery/phone/confirm"), { code })).status, 403);
  });

  test("a gateway that does not take the message is said, and so are too many codes", async () => {
    gateway.state.status = 500;
    assert.match((await person.post(at("/recovery/phone"), { target: "081234567890" })).body, /tidak terkirim/);
    gateway.state.status = 200;
    for (let turn = 0; turn < 5; turn++) await person.post(at("/recovery/phone"), { target: "081234567890" });
    assert.match((await person.post(at("/recovery/phone"), { target: "081234567890" })).body, /Terlalu banyak kode/);
    assert.match((await person.post(at("/recovery/phone"), { target: "12" })).body, /nomor ponsel yang benar/);
    clock.advance(61 * MINUTE);
  });

  test("R110: when it is removed, it hears of it too", async () => {
    await prove();
    const before = (await security.sentMail()).length;
    await person.post(at("/recovery/remove"), { kind: "email" });
    const mails = await security.sentMail(before + 1);
    assert.deepEqual(
      [mails.at(-1)?.to, mails.at(-1)?.subject],
      ["budi.pribadi@example.org", "Saluran pemulihan akun Anda dihapus"],
    );
  });
});

describe("second factors", () => {
  test("R37: an app is set up by its first code; codes come once; removing it asks nobody again at sign-in", async () => {
    await prove();
    const page = await person.get(at("/authenticator"));
    const app = readAuthenticator(page.body);
    assert.equal((await person.post(at("/authenticator"), { code: "000000" })).status, 403);
    const code = app.codeAt(clock.now());
    const answers = await Promise.all(Array.from({ length: 4 }, () => person.post(at("/authenticator"), { code })));
    assert.equal(answers.filter(({ body }) => body.includes('<ul class="codes">')).length, 1);
    assert.equal((await security.browser().signIn("budi.santoso", PASSWORD)).location, "/sign-in/second-step");
    assert.equal((await person.post(at("/prove"), { code })).status, 403, "its first code is spent");
    clock.advance(30_000);
    assert.equal((await person.post(at("/prove"), { code: app.codeAt(clock.now()) })).status, 303);
    assert.equal((await person.post(at("/recovery-codes"))).status, 200);
    await person.post(at("/authenticator/remove"));
    assert.equal((await security.browser().signIn("budi.santoso", PASSWORD)).location, "/mail/");
  });

  test("what is no answer of an authenticator adds no passkey", async () => {
    for (const passkey of ["", "{}", "null", "[", '{"id":1}', "x".repeat(20_000)]) {
      await person.get(at("/passkeys"));
      assert.equal((await person.post(at("/passkeys"), { passkey, name: "x" })).status, 403);
    }
  });
});

test("R54: the path that manuals teach leads to the form, also as an address", async () => {
  for (const path of ["/opsi/ubah-kata-sandi", "/options/change-password", "/.well-known/change-password"]) {
    assert.equal((await person.get(path)).location, at("/password"));
  }
  assert.equal((await person.get("/opsi")).location, at(""));
});

describe("app passwords", () => {
  test("is shown once, does what it was made for, and can be revoked", async () => {
    const made = await person.post(at("/app-passwords"), { name: "Thunderbird", smtp: "yes", days: "30" });
    const secret = /<p class="secret-text">([0-9A-Z-]{24})<\/p>/.exec(made.body)?.[1] ?? "";
    const verify = (scope: "smtp" | "jmap") =>
      security.auth.verifyAppPassword("budi.santoso@contoh.go.id", secret, scope, "127.0.0.1");
    assert.deepEqual(await verify("smtp"), { accountId: budi });
    assert.equal(await verify("jmap"), undefined);
    const overview = await person.get(at(""));
    assert.ok(!overview.body.includes(secret));
    assert.match(overview.body, /Thunderbird/);
    const id = /app-passwords\/revoke"[^]*?name="id" value="(\d+)"/.exec(overview.body)?.[1] ?? "";
    const other = await security.signedIn("siti.rahayu");
    await other.post(at("/app-passwords/revoke"), { id });
    assert.ok(await verify("smtp"), "another person cannot");
    await person.post(at("/app-passwords/revoke"), { id: "x" });
    assert.ok(await verify("smtp"), "what is no id is nobody's");
    await person.post(at("/app-passwords/revoke"), { id });
    assert.equal(await verify("smtp"), undefined);
    assert.ok((await security.noticesOf(budi)).includes("Kata sandi aplikasi dibuat untuk akun Anda"));
  });

  test("says when it was used last, and is worth nothing after its time", async () => {
    await prove();
    const made = await person.post(at("/app-passwords"), {
      name: "Ponsel dinas",
      smtp: "yes",
      jmap: "yes",
      days: "30",
    });
    const secret = /<p class="secret-text">([0-9A-Z-]{24})<\/p>/.exec(made.body)?.[1] ?? "";
    const doors = async () => [
      (await security.auth.verifyAppPassword("budi.santoso", secret, "smtp", "127.0.0.1")) !== undefined,
      (await security.auth.authenticate({ authorization: `Bearer ${secret}` }, "127.0.0.1")) !== undefined,
      (await security.auth.verifyAppPassword("budi.santoso", secret, "imap", "127.0.0.1")) !== undefined,
    ];
    const row = async () => /Ponsel dinas[^]*?<\/li>/.exec((await person.get(at(""))).body)?.[0] ?? "";
    assert.match(await row(), /SMTP, JMAP[^]*belum pernah dipakai[^]*berlaku sampai \d+ \w+ 2026/);
    assert.deepEqual(await doors(), [true, true, false]);
    assert.match(await row(), /terakhir dipakai/);
    const now = clock.now();
    clock.advance(30 * 86_400_000 - MINUTE);
    assert.deepEqual(await doors(), [true, true, false]);
    clock.advance(2 * MINUTE);
    assert.deepEqual(await doors(), [false, false, false]);
    clock.set(now);
  });

  test("has a name and a scope", async () => {
    assert.equal((await person.post(at("/app-passwords"), { name: " ", smtp: "yes" })).status, 422);
    assert.equal((await person.post(at("/app-passwords"), { name: "x" })).status, 422);
  });
});

describe("sessions", () => {
  test("R108, R109: are listed with device, network and last use, and end one by one or all", async () => {
    const windows = {
      "user-agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0",
    };
    const [one, two] = [
      await security.signedIn("budi.santoso", windows),
      await security.signedIn("budi.santoso", windows),
    ];
    const { body } = await person.get(at(""));
    assert.match(body, /Firefox, Windows/);
    assert.match(body, /jaringan 127\.0\.0\.1 · terakhir dipakai \d+ Maret 2026/);
    assert.match(body, /sesi ini/);
    const id = /Firefox, Windows[^]*?sessions\/end"[^]*?name="id" value="(\d+)"/.exec(body)?.[1] ?? "";
    const ended: EndedProof[] = [];
    const stop = security.auth.onSessionEnd((which) => void ended.push(which));
    await person.post(at("/sessions/end"), { id });
    assert.equal(ended.length, 1, "what streams to it is closed");
    const answers = [(await one.get(at(""))).status, (await two.get(at(""))).status];
    assert.deepEqual(
      answers.toSorted((a, b) => a - b),
      [200, 303],
    );
    await person.post(at("/sessions/end"));
    assert.equal((await one.get(at(""))).status + (await two.get(at(""))).status, 606);
    assert.equal((await person.get(at(""))).status, 200);
    stop();
  });

  test("R109: the person sees who signed in and what changed, page by page", async () => {
    const { body } = await person.get(at("/history"));
    for (const words of ["Masuk", "Sesi diakhiri", "Kata sandi aplikasi dibuat", "gagal", "127.0.0.1"]) {
      assert.ok(body.includes(words), words);
    }
    const only = async (show: string) => (await person.get(at(`/history?show=${show}`))).body;
    const row = (words: string) => `<strong>${words}</strong>`;
    const [signIns, changes, failures] = [await only("sign-ins"), await only("changes"), await only("failures")];
    assert.ok(signIns.includes(row("Masuk")) && !signIns.includes(row("Kata sandi aplikasi dibuat")));
    assert.ok(changes.includes(row("Kata sandi aplikasi dibuat")) && !changes.includes(row("Masuk")));
    assert.ok(failures.includes("gagal") && !failures.includes(row("Sesi diakhiri")));
    assert.match(changes, /ditambahkan: aplikasi autentikator/);
    assert.match(signIns, /<strong aria-current="page">Masuk dan keluar<\/strong>/);
    const event = { at: new Date(clock.now()), subjectAccountId: budi, action: "signOut", outcome: "success" } as const;
    await db.write(async (tx) => {
      for (let row = 0; row < 41; row++) await insertAuditEvent(tx, event);
    });
    const next = /href="([^"]*show=sign-ins&amp;before=\d+)">\s*Lebih lama/.exec(await only("sign-ins"))?.[1] ?? "";
    assert.match(
      (await person.get(next.replace("&amp;", "&"))).body,
      /<strong>Masuk<\/strong>/,
      "the filter goes along",
    );
    const older = await person.get(at("/history?before=3"));
    assert.match(older.body, /href="\/account\/security\/history">\s*Terbaru/);
    assert.ok(older.status === 200 && older.body.length < body.length);
  });
});

describe("changing the password", () => {
  const change = (old: string, next: string, confirm = next, more: Record<string, string> = {}) =>
    person.post(at("/password"), { password: old, "new-password": next, "confirm-password": confirm, ...more });

  test("R53, R55, R60: old, new, confirmation and Simpan, for managers too", async () => {
    const { body } = await person.get(at("/password"));
    const labels = [...body.matchAll(/<label for="(password|new-password|confirm-password)">([^<]+)</g)];
    assert.deepEqual(
      labels.map(([, , label]) => label),
      ["Kata Sandi Lama", "Kata Sandi Baru", "Konfirmasi Kata Sandi"],
    );
    assert.match(body, /<button class="button wide" type="submit">Simpan<\/button>/);
    assert.match(body, /name="username"[^>]*autocomplete="username"/);
    assert.doesNotMatch(body, /onpaste/);
  });

  const unfit: [string, string, RegExp][] = [
    ["R57, R58: too short", "Ab1-xyz", /12/],
    ["R57: one kind of characters", "sawahhijaulereng", /jenis karakter|3/],
    ["R59: the person's name", "Budi-Santoso-2026", /nama/i],
    ["R56: the old one", PASSWORD, /kata sandi/i],
  ];
  for (const [what, next, words] of unfit) {
    test(`${what} is refused with the reason`, async () => {
      const { status, body } = await change(PASSWORD, next);
      assert.equal(status, 422);
      assert.match(/<div class="alert"[^]*?<\/div>/.exec(body)?.[0] ?? "", words);
    });
  }

  test("R55: a wrong old password and a confirmation that differs change nothing", async () => {
    assert.equal((await change("salah", OTHER_PASSWORD)).status, 403);
    assert.equal((await change(PASSWORD, OTHER_PASSWORD, "lain")).status, 422);
    clock.advance(16 * MINUTE);
  });

  test("R53, R110: afterwards the other sessions have ended, this one goes on, and the person is told", async () => {
    const other = await security.signedIn();
    await prove();
    const made = await person.post(at("/app-passwords"), { name: "Ponsel", smtp: "yes" });
    const secret = /<p class="secret-text">([0-9A-Z-]{24})<\/p>/.exec(made.body)?.[1] ?? "";
    const { location } = await change(PASSWORD, OTHER_PASSWORD, OTHER_PASSWORD, { revoke: "yes" });
    assert.equal(location, `${at("")}?done=password`);
    assert.equal((await other.get(at(""))).status, 303);
    assert.match((await person.get(location ?? "")).body, /Semua sesi lain sudah berakhir/);
    const used = await security.auth.verifyAppPassword("budi.santoso@contoh.go.id", secret, "smtp", "127.0.0.1");
    assert.equal(used, undefined);
    assert.ok((await security.noticesOf(budi)).includes("Kata sandi Anda telah diubah"));
    assert.equal((await security.browser().signIn("budi.santoso", PASSWORD)).status, 403);
    assert.equal((await security.browser().signIn("budi.santoso", OTHER_PASSWORD)).status, 303);
    const rows = await db.read((tx) =>
      tx.rows(
        sql<{ text: string }>`select audit_event::text as text from audit_event where subject_account_id = ${budi}`,
      ),
    );
    assert.ok(rows.every(({ text }) => !text.includes(PASSWORD) && !text.includes(OTHER_PASSWORD)));
  });
});
