import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";

import { openTestDatabase } from "../../test/support/database.ts";
import { BASE, missingDirectory, openTestDirectory, READER } from "../../test/support/directory.ts";
import { createBrowser, openTestHttp } from "../../test/support/http.ts";
import {
  CLIENT_SECRET,
  createSigningKey,
  openLoopbackServer,
  serveOpenId,
  walkThrough,
} from "../../test/support/openid-provider.ts";
import { makeAccount, makeOrganisation } from "../../test/support/organisation.ts";
import { openSecretKey } from "../auth/open-secret-key.ts";
import { systemClock } from "../base/clock.ts";
import { StartupError } from "../base/errors.ts";
import { systemRandom } from "../base/ids.ts";
import { createLog } from "../base/log.ts";
import { readConfig } from "../config.ts";
import { sql } from "../store/sql.ts";
import { findCommand } from "./run-command.ts";

const folder = await mkdtemp(join(tmpdir(), "surel-commands-"));
after(() => rm(folder, { recursive: true }));
const { database: db, url } = await openTestDatabase({ after });
const config = readConfig({
  SUREL_DATA_DIR: folder,
  SUREL_DATABASE_URL: url,
  SUREL_PUBLIC_URL: "http://surel.test",
});
await makeOrganisation(db);
const budi = await makeAccount(db, { address: "budi@uji.go.id" });
await makeAccount(db, { address: "dinkes@uji.go.id", kind: "unit" });
const secretKey = await openSecretKey(config.secretKeyPath, systemRandom);
const http = await openTestHttp({ after }, { db, clock: systemClock, secretKey });
const idp = await openLoopbackServer({ after });
const directory = await openTestDirectory({ after }, [{ uid: "budi", password: "Kata-Sandi-Direktori-5" }]);

async function surel(...words: string[]): Promise<string[]> {
  const lines: string[] = [];
  const { command, rest } = findCommand(words);
  const log = createLog({ level: "silent" });
  const print = (line: string) => void lines.push(line);
  await command.run(rest, { config, clock: systemClock, random: systemRandom, log, print });
  return lines;
}

const sso = (...words: string[]) => surel("organisation", "single-sign-on", ...words);
const refuses = (work: Promise<unknown>, message: RegExp) =>
  assert.rejects(work, (error) => error instanceof StartupError && message.test(error.message));

async function file(name: string, content: string): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

describe("surel organisation single-sign-on", { concurrency: 1 }, () => {
  test("what does not fit together is refused, in words", async () => {
    const secret = await file("rahasia", `${CLIENT_SECRET}\n`);
    await refuses(sso("set", "tiada", "openid"), /no organisation tiada/);
    await refuses(sso("set", "uji", "saml"), /openid or directory/);
    await refuses(sso("set", "uji", "openid", "--client-id", "surel"), /issuer/);
    const open = ["--client-id", "surel", "--secret-file", secret];
    await refuses(sso("set", "uji", "openid", "--issuer", "http://idp.contoh.go.id", ...open), /must be https/);
    await refuses(
      sso("set", "uji", "openid", "--issuer", "http://idp.contoh.go.id", "--plain", "yes", ...open),
      /https/,
    );
    await refuses(sso("set", "uji", "openid", "--issuer", "https://idp.contoh.go.id", "--client-id", "x"), /secret/);
    const weak = ["--issuer", "https://idp.contoh.go.id", ...open, "--algorithms"];
    await refuses(sso("set", "uji", "openid", ...weak, "none"), /algorithms/);
    await refuses(sso("set", "uji", "openid", ...weak, "HS256"), /algorithms/);
    await refuses(sso("set", "uji", "openid", "--urls", "ldaps://x", ...open), /no setting of openid/);
    const there = ["--base", BASE, "--search-as", READER.dn, "--secret-file", secret];
    await refuses(sso("set", "uji", "directory", "--urls", "ldap://ad.contoh.go.id", ...there), /ldaps/);
    await refuses(sso("set", "uji", "directory", "--urls", "ldaps://ad.contoh.go.id", "--base", BASE), /search-as/);
    await refuses(sso("show", "uji"), /neither a provider nor a directory/);
  });

  test("an OpenID provider is set, shown without its secret, tried, and used", async () => {
    const secret = await file("rahasia", `${CLIENT_SECRET}\n`);
    const words = ["--issuer", idp.url, "--client-id", "surel", "--secret-file", secret, "--plain", "yes"];
    const lines = await sso("set", "uji", "openid", "--name", "Akun Uji", ...words);
    const shown = Object.fromEntries((await sso("show", "uji")).map((line) => line.split("\t")));
    assert.deepEqual(shown, Object.fromEntries(lines.map((line) => line.split("\t"))));
    assert.match(String(shown.redirectUri), /^http:\/\/surel\.test\/sign-in\/single-sign-on\/\d+\/callback$/);
    assert.deepEqual([shown.secret, shown.links, shown.localSignIn], ["set", "0", "unlinked"]);
    assert.equal(lines.join("\n").includes(CLIENT_SECRET), false);
    const row = await db.read((tx) => tx.row(sql<{ secret: Buffer }>`select secret from identity_provider`));
    assert.equal(row?.secret.includes(CLIENT_SECRET), false, "sealed");

    await refuses(sso("test", "uji"), /openid-configuration cannot be used/);
    const redirect_uris = [String(shown.redirectUri)];
    serveOpenId(idp, { keys: [await createSigningKey("satu")], people: {}, client: { redirect_uris } });
    const tried = (await sso("test", "uji")).join("\n");
    assert.match(tried, /answers\./);
    assert.match(tried, /signs with RS256; 1 keys/);

    assert.deepEqual(await surel("account", "link", "budi@uji.go.id", "--subject", "s-budi"), [
      "budi@uji.go.id\tAkun Uji\ts-budi",
    ]);
    await refuses(surel("account", "link", "budi@uji.go.id", "--subject", "s-lain"), /has another/);
    await refuses(surel("account", "link", "dinkes@uji.go.id", "--subject", "s-unit"), /unit mailbox/);
    await refuses(surel("account", "link", "budi@uji.go.id"), /Usage/);
    const browser = createBrowser(http.app);
    const providerId = Number(/\d+(?=\/callback)/.exec(String(shown.redirectUri))?.[0]);
    assert.equal((await walkThrough(browser, { providerId, login: "s-budi" })).location, "/mail/");

    await sso("set", "uji", "openid", "--name", "Nama Baru", "--link-by", "nip");
    const changed = Object.fromEntries((await sso("show", "uji")).map((line) => line.split("\t")));
    assert.deepEqual([changed.name, changed.linkBy, changed.secret, changed.links], ["Nama Baru", "nip", "set", "1"]);
    assert.deepEqual(await surel("account", "unlink", "budi@uji.go.id"), ["budi@uji.go.id\t1 removed"]);
    assert.equal((await browser.get("/account")).status, 303);
    const left = await db.read((tx) =>
      tx.row(sql<{ count: number }>`select count(*)::int as count from session where account_id = ${budi}`),
    );
    assert.equal(left?.count, 0, "what it opened is closed");
    assert.match((await sso("remove", "uji", "openid"))[0] ?? "", /removed/);
    const events = await db.read((tx) =>
      tx.rows(sql<{ detail: object }>`select detail from audit_event where action = 'providerChange' order by id`),
    );
    assert.equal(events.length, 3);
    assert.equal(JSON.stringify(events).includes(CLIENT_SECRET), false);
  });

  test(
    "a directory is set, tried with a name and a password, and linked by name",
    { skip: missingDirectory },
    async () => {
      const ca = await file("ca.pem", directory.certificate);
      const secret = await file("pembaca", READER.password);
      const words = ["--urls", directory.secureUrl, "--ca-file", ca, "--base", BASE, "--search-as", READER.dn];
      await sso("set", "uji", "directory", "--name", "Direktori", ...words, "--secret-file", secret);
      const password = await file("sandi", "Kata-Sandi-Direktori-5\n");
      const tried = (await sso("test", "uji", "--name", "budi", "--password-file", password)).join("\n");
      assert.match(tried, /within TLS/);
      assert.match(tried, /entryUUID is [0-9a-f-]{36}/);
      assert.match(tried, /The password is right/);
      await refuses(sso("test", "uji", "--name", "tiada"), /No entry, or more than one/);
      const wrong = await file("salah", "salah");
      await refuses(sso("test", "uji", "--name", "budi", "--password-file", wrong), /password is wrong/);
      const [line = ""] = await surel("account", "link", "budi@uji.go.id", "--directory-name", "budi");
      assert.match(line, /^budi@uji\.go\.id\tDirektori\t[0-9a-f-]{36}$/);
      assert.equal((await createBrowser(http.app).signIn("uji\\budi", "Kata-Sandi-Direktori-5")).status, 303);
      await sso("set", "uji", "directory", "--secret-file", wrong);
      await refuses(sso("test", "uji"), /the account that looks people up is refused/);
      await sso("set", "uji", "directory", "--ca-file", "-", "--secret-file", secret);
      await refuses(sso("test", "uji"), /self-signed certificate/);
    },
  );
});
