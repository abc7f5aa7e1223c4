import assert from "node:assert/strict";
import { after, describe, test } from "node:test";

import { openTestSecurity, PASSWORD } from "../../../test/support/account-security.ts";
import { setPassword } from "../../auth/initial-password.ts";
import type { AccountId } from "../../base/ids.ts";
import { addDecreedDays } from "../../organisation/working-days/change-calendar.ts";
import { sql } from "../../store/sql.ts";
import { quickHash } from "../../../test/support/quick-password.ts";

// Set on 2 March 2026: by the decrees of the year good to the end of Thursday, 23 July.
const security = await openTestSecurity({ after });
const { db, clock, admin, addAccount } = security;
await db.write((tx) => addDecreedDays(tx, new Date(clock.now())));
const hash = await quickHash(PASSWORD);
const give = (id: AccountId) =>
  db.write((tx) => setPassword(tx, id, { hash, mustChange: false, now: new Date(clock.now()) }));
await give(admin);
await give(await addAccount({ address: "meja@contoh.go.id", displayName: "Meja", role: "service-desk" }));

const path = "/admin/working-days";
const decree = {
  day: "2026-07-20",
  kind: "collective-leave",
  name: "Cuti Bersama Tambahan",
  basis: "SKB 3 Menteri 2026",
};

describe("a decree in the middle of the year", { concurrency: 1 }, () => {
  test("D1: the page is for administrators alone", async () => {
    for (const name of ["budi.santoso", "meja"]) {
      const other = await security.signedIn(name);
      assert.equal((await other.get(path)).status, 404);
      assert.equal((await other.post(path, decree)).status, 404);
    }
    assert.equal((await security.browser().get(path)).location, `/sign-in?next=${encodeURIComponent(path)}`);
    const foreign = await security.signedIn("admin", { origin: "http://surel.test" });
    const thief = security.browser({ origin: "https://jahat.example" });
    for (const [name, value] of foreign.cookies) thief.cookies.set(name, value);
    assert.equal((await thief.post(path, decree)).status, 403);
  });

  test("R62: is seen with what it moves, saved with its legal basis, and every end follows at once", async () => {
    const person = await security.signedIn("admin");
    assert.match((await person.get("/admin/")).body, /href="\/admin\/working-days"/);
    const { body } = await person.get(path);
    assert.match(body, /<option value="collective-leave"[^>]*>Cuti bersama/);
    assert.match(body, /Idul ?[Ff]itri|Nyepi/, "the days of the country");
    assert.ok(Buffer.byteLength(body) < 30_000);
    const preview = await person.post(`${path}/preview`, decree);
    assert.match(preview.body, /Dari 4 kata sandi:[^]*4 berlaku lebih lama[^]*0 berakhir lebih awal/);
    const validUntil = async () =>
      /berlaku hingga ([^<]*)</.exec((await person.get(`/admin/accounts/${security.budi}`)).body)?.[1];
    assert.match((await validUntil()) ?? "", /^23 Juli 2026/, "nothing is saved yet");
    assert.equal((await person.post(path, decree)).location, `${path}?done=saved`);
    assert.match((await validUntil()) ?? "", /^24 Juli 2026/);
    const [row] = await db.read((tx) =>
      tx.rows(sql<{ actor: AccountId; detail: { days: { basis: string }[] } }>`
        select actor_account_id as actor, detail from audit_event where action = 'calendarChange' order by id desc limit 1`),
    );
    assert.deepEqual([row?.actor, row?.detail.days[0]?.basis], [admin, decree.basis]);
  });

  test("R62: is withdrawn with a basis of its own; days of the country are not", async () => {
    const person = await security.signedIn("admin");
    const { body } = await person.get(path);
    const link = /href="(\/admin\/working-days\/withdraw\?id=(\d+))"/.exec(body);
    assert.match((await person.get(link?.[1] ?? "")).body, /4 berakhir lebih awal/);
    const id = link?.[2] ?? "";
    assert.equal((await person.post(`${path}/withdraw`, { id, basis: " " })).status, 422);
    assert.equal(
      (await person.post(`${path}/withdraw`, { id, basis: "SKB dicabut" })).location,
      `${path}?done=withdrawn`,
    );
    const national = await db.read((tx) =>
      tx.row(sql<{ id: number }>`select id from calendar_entry where organisation_id is null limit 1`),
    );
    assert.equal((await person.get(`${path}/withdraw?id=${national?.id ?? 0}`)).status, 404);
    assert.equal((await person.post(`${path}/withdraw`, { id: `${national?.id ?? 0}`, basis: "x" })).status, 404);
  });

  test("what is missing is said, and asks for a young proof", async () => {
    const person = await security.signedIn("admin");
    const { status, body } = await person.post(`${path}/preview`, {
      ...decree,
      day: "2026-02-30",
      name: "",
      basis: "=1+1",
    });
    assert.equal(status, 422);
    for (const words of [/Pilih tanggal/, /Tulis namanya/, /Tulis dasar hukumnya/]) assert.match(body, words);
    assert.equal((await person.post(path, { ...decree, day: "2099-01-01" })).status, 422);
    clock.advance(11 * 60_000);
    assert.match(
      (await person.post(path, decree)).location ?? "",
      /^\/account\/security\/prove\?back=%2Fadmin%2Fworking-days/,
    );
    assert.match((await person.get(path)).body, /Buktikan dahulu/);
    const proven = await person.post("/account/security/prove", { back: path, password: PASSWORD });
    assert.equal(proven.location, path);
    assert.match((await person.get(`${path}?language=en`)).body, /<h1>Working days<\/h1>/);
  });
});
