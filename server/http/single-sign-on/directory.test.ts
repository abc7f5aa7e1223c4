// Signing in with the password of a real directory: Debian's slapd.

import assert from "node:assert/strict";
import { createServer } from "node:net";
import { after, before, describe, test } from "node:test";

import { openTestDatabase } from "../../../test/support/database.ts";
import {
  BASE,
  missingDirectory,
  openTestDirectory,
  READER,
  type TestDirectory,
} from "../../../test/support/directory.ts";
import { createBrowser, openTestHttp } from "../../../test/support/http.ts";
import { SECRET_KEY, setProvider } from "../../../test/support/openid-provider.ts";
import { makeAccount, makeOrganisation } from "../../../test/support/organisation.ts";
import { systemClock } from "../../base/clock.ts";
import { DirectoryUnavailable, escapeDnValue, openDirectory, toFilter } from "../../base/directory-server.ts";
import type { AccountId } from "../../base/ids.ts";
import { sql } from "../../store/sql.ts";

const LOCAL = "Rahasia-Panjang-1";
const THERE = "Kata-Sandi-Direktori-5";
const NAME = "Direktori Uji";

const { database: db } = await openTestDatabase({ after });
const organisationId = await makeOrganisation(db);
const made = (name: string, more: object = {}) =>
  makeAccount(db, { address: `${name}@uji.go.id`, displayName: name, password: LOCAL, ...more });
const budi = await made("budi", { employeeNumber: "1985" });
await made("siti", { employeeNumber: "1990" });
const andi = await made("andi");
await made("admin", { role: "administrator" });
await db.write((tx) => tx.run(sql`update password set changed_at = now()`));
const http = await openTestHttp({ after }, { db, clock: systemClock, secretKey: SECRET_KEY });

const browser = () => createBrowser(http.app);
const whoIs = async ({ cookies }: ReturnType<typeof browser>): Promise<AccountId | undefined> => {
  const cookie = [...cookies].map((pair) => pair.join("=")).join("; ");
  return (await http.auth.authenticate({ cookie }, "127.0.0.1"))?.accountId;
};
const forgetAttempts = () => db.write((tx) => tx.run(sql`delete from attempt_count`));
const countAttempts = async () =>
  (
    await db.read((tx) =>
      tx.row(sql<{ count: number }>`select coalesce(sum(attempts), 0)::int as count from attempt_count`),
    )
  )?.count;

const directory: TestDirectory = await openTestDirectory({ after }, [
  { uid: "budi", password: THERE, mail: "budi@uji.go.id", employeeNumber: "1985" },
  { uid: "b.santoso", password: "Lain-Sama-Sekali-3", employeeNumber: "7" },
  { uid: "siti", password: "Kata-Sandi-Siti-22", mail: "siti@uji.go.id", employeeNumber: "1990" },
  { uid: "andi", password: THERE },
  { uid: "orang luar", password: THERE },
]);

describe("the directory's password", { skip: missingDirectory, concurrency: 1 }, () => {
  const { secureUrl, plainUrl, certificate } = directory;
  const settings = {
    urls: [secureUrl],
    ca: certificate,
    base: `ou=people,${BASE}`,
    searchAs: READER.dn,
    linkBy: "employeeNumber",
  };
  const use = (more: object = {}) =>
    setProvider(db, {
      organisationId,
      kind: "directory",
      name: NAME,
      settings: { ...settings, ...more },
      secret: READER.password,
    });
  before(() => use());

  for (const name of ["uji\\budi", "UJI\\Budi", "budi", "budi@uji.go.id", " budi@mail.uji.go.id "]) {
    test(`R29, R30, R31, R32: "${name}" signs in with it, in the same form`, async () => {
      const person = browser();
      const { status, location } = await person.signIn(name, THERE);
      assert.deepEqual([status, location], [303, "/mail/"]);
      assert.equal(await whoIs(person), budi);
    });
  }

  test("the page says whose password it is; the trail and the person's history say who checked it", async () => {
    assert.match((await browser().get("/sign-in")).body, /Gunakan kata sandi Direktori Uji Anda/);
    const event = await db.read((tx) =>
      tx.row(sql<{ detail: object }>`
        select detail from audit_event where subject_account_id = ${budi} and action = 'signIn' order by id desc limit 1`),
    );
    assert.deepEqual(event?.detail, { method: "directory", provider: NAME });
    const person = browser();
    await person.signIn("budi", THERE);
    assert.match((await person.get("/account/security/history")).body, /Direktori Uji/);
  });

  test("R36: a wrong password, an unknown name and one of another organisation are answered alike, and are counted", async () => {
    await forgetAttempts();
    const answers = [
      await browser().signIn("budi", "salah"),
      await browser().signIn("tiada.orang", "salah"),
      await browser().signIn("uji\\tiada", "salah"),
      await browser().signIn("budi", LOCAL),
    ];
    for (const { status, body } of answers) {
      assert.equal(status, 403);
      assert.match(body, /Nama pengguna atau kata sandi salah/);
    }
    assert.ok(((await countAttempts()) ?? 0) >= answers.length);
    await forgetAttempts();
  });

  test("R40: wrong passwords lock as with a password of ours, as silently", async () => {
    const policy = { lockout: { attempts: 3, delayedFrom: 100, unlock: "manual" } };
    await db.write((tx) => tx.run(sql`update organisation set settings = ${JSON.stringify(policy)}`));
    for (let count = 0; count < 3; count++) assert.equal((await browser().signIn("siti", "salah")).status, 403);
    const locked = await browser().signIn("siti", "Kata-Sandi-Siti-22");
    assert.equal(locked.status, 403, "right, but locked");
    assert.match(locked.body, /Nama pengguna atau kata sandi salah/);
    await forgetAttempts();
    assert.equal((await browser().signIn("siti", "Kata-Sandi-Siti-22")).status, 303);
    await db.write((tx) => tx.run(sql`update organisation set settings = '{}'`));
  });

  test("an empty password proves nothing, though the directory lets it bind", async () => {
    await using connection = await openDirectory({
      url: secureUrl,
      startTls: false,
      ca: certificate,
    });
    await assert.rejects(connection.bind(`uid=budi,ou=people,${BASE}`, ""), /proves nothing/);
    assert.equal((await browser().signIn("budi", "")).status, 403);
    await forgetAttempts();
  });

  test("names are no filters and no paths: wildcards, parentheses, commas and zeros find nobody", async () => {
    const names = [
      "*",
      "bud*",
      "*)(uid=*",
      "budi)(|(uid=*",
      "budi\\2a",
      "uji\\*)(objectClass=*",
      "budi\0",
      "budi,ou=x",
      ")(",
    ];
    for (const name of names) {
      assert.equal((await browser().signIn(name, THERE)).status, 403, name);
      await forgetAttempts();
    }
    const { userDn, searchAs } = { userDn: `uid={name},ou=people,${BASE}`, searchAs: undefined };
    await use({ userDn, searchAs });
    for (const name of ["*", "andi,ou=people", "andi+cn=andi", "uji\\andi,uid=budi", 'a"b']) {
      assert.equal((await browser().signIn(name, THERE)).status, 403, name);
      await forgetAttempts();
    }
    const person = browser();
    assert.equal((await person.signIn("budi", THERE)).status, 303, "without a search");
    assert.equal(await whoIs(person), budi);
    await use();
  });

  test("the entry decides, not its name: one that takes over a name is somebody else", async () => {
    // The account budi is linked with the entry that was uid=budi; another entry's password is worth nothing for it.
    const refused = await browser().signIn("budi", "Lain-Sama-Sekali-3");
    assert.equal(refused.status, 403);
    await forgetAttempts();
    const stranger = await browser().signIn("uji\\b.santoso", "Lain-Sama-Sekali-3");
    assert.equal(stranger.status, 403);
    assert.match(stranger.body, /Akun Anda belum terhubung/);
    assert.match(stranger.body, /<code class="subject">[0-9a-f-]{36}<\/code>/);
  });

  test("without a number that links, the person links it once: signed in with the password of ours, and with both proofs", async () => {
    const unlinked = await browser().signIn("andi", THERE);
    assert.match(unlinked.body, /Akun Anda belum terhubung/);
    const person = browser();
    assert.equal((await person.signIn("andi", LOCAL)).status, 303);
    const link = (username: string, password: string) =>
      person.post("/account/security/directory", { username, password });
    assert.equal((await link("andi", "salah")).status, 403);
    assert.equal((await link("budi", THERE)).status, 403, "somebody's already");
    assert.equal((await link("andi", THERE)).location, "/account/security?done=added");
    const again = browser();
    await again.signIn("andi", THERE);
    assert.equal(await whoIs(again), andi);
    assert.equal((await browser().signIn("andi", LOCAL)).status, 403, "from now on only that");
    assert.equal((await browser().signIn("admin", LOCAL)).status, 303, "administrators keep theirs");
    await forgetAttempts();
  });

  test("R61, D1: the end of a password of ours means nothing to who is linked; forgetting it sends no link", async () => {
    await db.write((tx) =>
      tx.run(sql`update password set changed_at = '2020-01-01', must_change = true where account_id = ${budi}`),
    );
    const person = browser();
    assert.equal((await person.signIn("budi", THERE)).location, "/mail/");
    assert.equal(await whoIs(person), budi);
    assert.match((await person.get("/account/security/password")).body, /diubah di sana, bukan di sini/);
    assert.match((await browser().get("/forgot-password")).body, /Jika Anda masuk dengan Direktori Uji/);
    await http.auth.person.db.write((tx) => tx.run(sql`update session set proven_at = now() - interval '1 hour'`));
    assert.equal((await person.get("/account/security/app-passwords")).status, 303);
    assert.equal((await person.post("/account/security/prove", { password: LOCAL })).status, 403);
    assert.equal((await person.post("/account/security/prove", { password: THERE })).status, 303, "step-up over there");
    assert.equal((await person.get("/account/security/app-passwords")).status, 200);
  });

  test("R63: a disabled account stays closed", async () => {
    await db.write((tx) => tx.run(sql`update account set state = 'disabled' where id = ${andi}`));
    assert.equal((await browser().signIn("andi", THERE)).status, 403);
    await db.write((tx) => tx.run(sql`update account set state = 'active' where id = ${andi}`));
    await forgetAttempts();
  });

  test("StartTLS carries it too; without TLS, with a foreign certificate or in another name nothing is sent", async () => {
    await use({ urls: [plainUrl], startTls: true });
    assert.equal((await browser().signIn("budi", THERE)).status, 303);
    await use({ urls: [secureUrl], ca: undefined });
    assert.equal((await browser().signIn("budi", THERE)).status, 503, "a certificate that nobody vouches for");
    await use({ urls: [secureUrl.replace("127.0.0.1", "localhost")] });
    assert.equal((await browser().signIn("budi", THERE)).status, 503, "a certificate for another name");
    await use({ urls: [plainUrl], startTls: false, plain: true });
    assert.equal((await browser().signIn("budi", THERE)).status, 303, "on this machine, where that was asked for");
    await use();
  });

  test("a server that will not start TLS never gets the password", async () => {
    const heard: Buffer[] = [];
    const server = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.on("data", (piece: Buffer) => {
        heard.push(piece);
        // ExtendedResponse: unavailable.
        socket.write(Buffer.from("300c02010278070a013404000400", "hex"));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = address !== null && typeof address === "object" ? address.port : 0;
    await assert.rejects(openDirectory({ url: `ldap://127.0.0.1:${port}`, startTls: true }), DirectoryUnavailable);
    assert.equal(Buffer.concat(heard).includes("Pembaca"), false);
    server.close();
  });

  test("the next of several servers is asked when one does not answer", async () => {
    await use({ urls: ["ldaps://127.0.0.1:1", secureUrl] });
    assert.equal((await browser().signIn("budi", THERE)).status, 303);
    await use();
  });

  test("a directory that is down is said to be, counts nothing, and keeps no administrator out", async () => {
    await directory.stop();
    await forgetAttempts();
    for (const name of ["budi", "tiada.orang", "uji\\budi"]) {
      const { status, body } = await browser().signIn(name, THERE);
      assert.equal(status, 503, name);
      assert.match(body, /Direktori Uji sedang tidak dapat dihubungi/);
    }
    assert.equal(await countAttempts(), 0);
    assert.equal((await browser().signIn("admin", LOCAL)).status, 303);
    assert.equal((await browser().signIn("admin", "salah")).status, 503);
    assert.ok(((await countAttempts()) ?? 0) > 0, "but guesses at a password of ours are counted meanwhile");
    await forgetAttempts();
    await directory.start();
    assert.equal((await browser().signIn("budi", THERE)).status, 303);
  });
});

describe("what goes to a directory", () => {
  test("RFC 4514 §2.4: a value within a distinguished name is escaped", () => {
    assert.equal(escapeDnValue('a,b+c"d\\e<f>g;h=i'), 'a\\,b\\+c\\"d\\\\e\\<f\\>g\\;h\\=i');
    assert.equal(escapeDnValue(" #a "), "\\ #a\\ ");
    assert.equal(escapeDnValue("#a\0"), "\\#a\\00");
    assert.equal(escapeDnValue(" "), "\\ ");
  });

  test("RFC 4515: a filter is made of values, whatever is in them", () => {
    const any = [{ attribute: "uid", value: "*)(uid=*" }];
    const text = toFilter({ all: [], any, filter: "(objectClass=person)" }).toString();
    assert.equal(text, "(&(|(uid=\\2a\\29\\28uid=\\2a))(objectClass=person))");
  });
});
