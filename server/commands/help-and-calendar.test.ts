import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";

import { openTestSecurity, PASSWORD, readAuthenticator } from "../../test/support/account-security.ts";
import { createBrowser, openTestHttp } from "../../test/support/http.ts";
import { StartupError } from "../base/errors.ts";
import { systemRandom } from "../base/ids.ts";
import { createLog } from "../base/log.ts";
import { readConfig } from "../config.ts";
import { addDecreedDays } from "../organisation/working-days/change-calendar.ts";
import { sql } from "../store/sql.ts";
import { findCommand } from "./run-command.ts";

const folder = await mkdtemp(join(tmpdir(), "surel-commands-"));
after(() => rm(folder, { recursive: true }));
const security = await openTestSecurity({ after });
const { db, url, clock, budi } = security;
const config = readConfig({ SUREL_DATA_DIR: folder, SUREL_DATABASE_URL: url });
await db.write((tx) => addDecreedDays(tx, new Date(clock.now())));

async function surel(...words: string[]): Promise<string[]> {
  const lines: string[] = [];
  const { command, rest } = findCommand(words);
  const log = createLog({ level: "silent" });
  const print = (line: string) => void lines.push(line);
  await command.run(rest, { config, clock, random: systemRandom, log, print });
  return lines;
}

const refuses = (words: string[], message: RegExp) =>
  assert.rejects(surel(...words), (error) => error instanceof StartupError && message.test(error.message));

describe("helping an account", { concurrency: 1 }, () => {
  test("R41: a lock is ended, which the person is told", async () => {
    const thief = security.browser();
    for (let attempt = 0; attempt < 12; attempt++) {
      await thief.signIn("budi.santoso", "salah-sekali");
      clock.advance(31_000);
    }
    assert.equal((await security.browser().signIn("budi.santoso", PASSWORD)).status, 429);
    assert.deepEqual(await surel("account", "unlock", "budi.santoso@contoh.go.id"), [
      "budi.santoso@contoh.go.id\t1 lock ended",
    ]);
    assert.equal((await security.browser().signIn("budi.santoso", PASSWORD)).status, 303);
    assert.equal((await security.noticesOf(budi)).at(-1), "Meja Layanan membuka kunci akun Anda");
    await refuses(["account", "unlock", "tiada@contoh.go.id"], /no account/);
  });

  test("R37: second factors are removed after a word on the identity", async () => {
    const person = await security.signedIn();
    const app = readAuthenticator((await person.get("/account/security/authenticator")).body);
    await person.post("/account/security/authenticator", { code: app.codeAt(clock.now()) });
    const words = ["account", "reset-second-factor", "budi.santoso@contoh.go.id"];
    await refuses(words, /--identity says how/);
    await surel(...words, "--identity", "Kartu pegawai, tatap muka");
    assert.equal(
      (await security.browser().signIn("budi.santoso", PASSWORD)).location,
      "/account/security/news?next=%2Fmail%2F",
    );
    assert.match((await security.noticesOf(budi)).at(-1) ?? "", /^Meja Layanan menghapus autentikasi dua faktor/);
    const [row] = await db.read((tx) =>
      tx.rows(sql<{ detail: Record<string, unknown> }>`
        select detail from audit_event where action = 'secondFactorChange' order by id desc limit 1`),
    );
    assert.deepEqual(row?.detail, { removed: "all", by: "command", identity: "Kartu pegawai, tatap muka" });
  });
});

test("R44, D7: an initial password travels in a letter, and is worth nothing when it was not used in time", async () => {
  const create = async (name: string) => {
    const [line = ""] = await surel("account", "create", `${name}@contoh.go.id`, "--name", name);
    return line.split("\t")[1] ?? "";
  };
  const password = await create("rini");
  clock.advance(14 * 86_400_000 - 60_000);
  assert.match((await security.browser().signIn("rini", password)).body, /Ganti kata sandi awal Anda/);
  clock.advance(120_000);
  assert.match((await security.browser().signIn("rini", password)).body, /Nama pengguna atau kata sandi salah/);
  await security.setSettings({ security: { initialPasswordHours: 2 } });
  const short = await create("rudi");
  clock.advance(3 * 3_600_000);
  assert.equal((await security.browser().signIn("rudi", short)).status, 403);
  await security.setSettings({});
});

describe("policies", { concurrency: 1 }, () => {
  test("R56, D6: all of them are shown with their defaults, and one is set; what cannot be is refused with the reason", async () => {
    const shown = async () =>
      JSON.parse((await surel("organisation", "policy")).join("\n")) as Record<string, Record<string, unknown>>;
    assert.equal((await shown()).password?.minimumLength, 12);
    assert.equal((await shown()).security?.resetRequestsPerHour, 300);
    assert.deepEqual(await surel("organisation", "set", "password.minimumLength", "14"), [
      "password.minimumLength\t14",
    ]);
    await surel("organisation", "set", "security.secondFactor.administrator", "required");
    await surel("organisation", "set", "contact", '{"name":"Meja Layanan TIK"}');
    const now = await shown();
    assert.deepEqual([now.password?.minimumLength, now.contact?.name], [14, "Meja Layanan TIK"]);
    assert.match(
      (await (await security.signedIn("siti.rahayu")).get("/account/security/password")).body,
      /Sedikitnya 14 karakter/,
    );
    await refuses(["organisation", "set", "password.minimumLength", "7"], />=8/);
    await refuses(["organisation", "set", "password.minimumLenght", "14"], /There is no policy/);
    await refuses(["organisation", "set", "__proto__.x", "1"], /There is no policy/);
    const rows = await db.read((tx) => tx.rows(sql`select 1 from audit_event where action = 'policyChange'`));
    assert.equal(rows.length, 3);
    await security.setSettings({});
  });
});

// Set on 2 March 2026: by the decrees of the year good to the end of Thursday, 23 July.
describe("a decree in the middle of the year", { concurrency: 1 }, () => {
  const decree = ["--name", "Cuti Bersama Tambahan", "--basis", "SKB 3 Menteri perubahan 2026"];
  const asksForNew = async (day: string) => {
    clock.set(`${day}T09:00:00+07:00`);
    // A process of its own: one that runs takes up the change within a minute, and here the days go back and forth.
    const { app } = await openTestHttp({ after }, { db, clock });
    return /Kata sandi Anda sudah kedaluwarsa/.test((await createBrowser(app).signIn("siti.rahayu", PASSWORD)).body);
  };

  test("R62: what would move is seen before anything is saved", async () => {
    clock.set("2026-07-10T09:00:00+07:00");
    const [line] = await surel("calendar", "preview", "2026-07-20", ...decree);
    assert.equal(line, "preview\tof 4 passwords 4 end later, 0 earlier, 0 stay as announced");
    assert.ok(!(await surel("calendar", "show")).some((day) => day.startsWith("2026-07-20")));
    assert.equal(await asksForNew("2026-07-24"), true, "without the decree");
  });

  test("R62: once it is added every end follows at once, and again when it is withdrawn", async () => {
    clock.set("2026-07-10T09:00:00+07:00");
    const [line] = await surel("calendar", "add", "2026-07-20", ...decree, "--scope", "country");
    assert.equal(line, "1 added\tof 4 passwords 4 end later, 0 earlier, 0 stay as announced");
    assert.match((await surel("calendar", "show")).join("\n"), /^2026-07-20.*Cuti Bersama Tambahan.*SKB 3 Menteri/m);
    assert.equal(await asksForNew("2026-07-24"), false);
    assert.equal(await asksForNew("2026-07-27"), true);
    clock.set("2026-07-10T09:00:00+07:00");
    const withdrawn = await surel("calendar", "withdraw", "2026-07-20", "--basis", "SKB dicabut", "--scope", "country");
    assert.match(withdrawn[0] ?? "", /^1 withdrawn\tof 4 passwords 0 end later, 4 earlier/);
    assert.equal(await asksForNew("2026-07-24"), true);
  });

  test("many days come from the file that agencies exchange", async () => {
    clock.set("2026-07-10T09:00:00+07:00");
    const path = join(folder, "tambahan.csv");
    await writeFile(
      path,
      "date;kind;name;basis\n2026-07-20;cuti bersama;Satu;SKB\n2026-07-21;libur lokal;Dua;Perwali 5/2026\n",
    );
    assert.match((await surel("calendar", "import", path))[0] ?? "", /^2 added\tof 4 passwords 4 end later/);
    await writeFile(path, "date,kind,name,basis\n20/07/2026,libur,,\n");
    await refuses(["calendar", "import", path], /line 2: no day as yyyy-mm-dd \(20\/07\/2026\)/);
  });

  test("what is no day, has no decree or no unit is refused", async () => {
    await refuses(["calendar", "add", "2026-07-20", "--name", "X"], /the decree is missing/);
    await refuses(["calendar", "add", "20-07-2026", ...decree], /no day as yyyy-mm-dd/);
    await refuses(
      ["calendar", "add", "2026-07-22", ...decree, "--scope", "Dinas Tiada"],
      /There is no unit Dinas Tiada/,
    );
    await refuses(["calendar", "withdraw", "2026-07-29", "--basis", "x"], /has no such day/);
    await refuses(["calendar", "show", "--organisation", "lain"], /There is no organisation lain/);
  });
});
