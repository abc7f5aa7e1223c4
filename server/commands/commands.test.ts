import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";

import { openTestDatabase } from "../../test/support/database.ts";
import { createBrowser, openTestHttp } from "../../test/support/http.ts";
import { StartupError } from "../base/errors.ts";
import { systemClock } from "../base/clock.ts";
import { systemRandom } from "../base/ids.ts";
import { createLog } from "../base/log.ts";
import { readConfig } from "../config.ts";
import { sql } from "../store/sql.ts";
import { findCommand } from "./run-command.ts";

const folder = await mkdtemp(join(tmpdir(), "surel-commands-"));
after(() => rm(folder, { recursive: true }));
const { database: db, url } = await openTestDatabase({ after });
const config = readConfig({ SUREL_DATA_DIR: folder, SUREL_DATABASE_URL: url });
const { app, auth } = await openTestHttp({ after }, { db, clock: systemClock });

async function surel(...words: string[]): Promise<string[]> {
  const lines: string[] = [];
  const { command, rest } = findCommand(words);
  const log = createLog({ level: "silent" });
  await command.run(rest, {
    config,
    clock: systemClock,
    random: systemRandom,
    log,
    print: (line) => void lines.push(line),
  });
  return lines;
}

const refuses = (words: string[], message: RegExp) =>
  assert.rejects(surel(...words), (error) => error instanceof StartupError && message.test(error.message));

async function file(name: string, content: string): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

describe("commands", { concurrency: 1 }, () => {
  test("R17: an organisation has its domain, and prints the record that others check its mail by", async () => {
    const [record] = await surel("organisation", "create", "Kota Uji", "--domain", "Uji.go.id", "--prefix", "uji");
    assert.match(record ?? "", /^surel\d{6}\._domainkey\.uji\.go\.id TXT "v=DKIM1; k=rsa; p=MII[\w+/=]+"$/);
    assert.deepEqual(await surel("dkim", "show", "uji.go.id"), [record]);
    await refuses(["organisation", "create", "Lain", "--domain", "uji.go.id", "--prefix", "lain"], /has this domain/);
    await refuses(["organisation", "create", "Lain", "--domain", "lain.go.id", "--prefix", "uji"], /has this prefix/);
    await refuses(
      ["organisation", "create", "Lain", "--domain", "tidak sah", "--prefix", "lain"],
      /domain is not valid/,
    );
    await refuses(["organisation", "create", "Lain"], /Usage: surel organisation create/);
    const count = await db.read((tx) =>
      tx.row(sql<{ count: number }>`select count(*)::int as count from organisation`),
    );
    assert.equal(count?.count, 1, "a refusal leaves nothing behind");
  });

  test("R44, R76: a new account prints its address and an initial password that must be replaced", async () => {
    const [line = ""] = await surel("account", "create", "Andi@uji.go.id", "--name", "Andi Wijaya", "--unit", "BPKAD");
    const [address, password = ""] = line.split("\t");
    assert.equal(address, "andi@uji.go.id");
    assert.match(password, /^[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}$/);
    const { status, body } = await createBrowser(app).signIn("andi", password);
    assert.equal(status, 200);
    assert.match(body, /Kata Sandi Baru/);
    await refuses(["account", "create", "andi@uji.go.id", "--name", "Andi"], /is taken/);
    await refuses(["account", "create", "x@lain.go.id", "--name", "X"], /is in no domain of ours/);
    await refuses(["account", "create", '"a b"@uji.go.id', "--name", "X"], /is not an address/);
    await refuses(["account", "create", "y@uji.go.id"], /needs a name/);
    await refuses(["account", "create"], /ADDRESS is missing/);
  });

  test("R74, R78, R79: many accounts from a spreadsheet's table, each with a password of its own", async () => {
    const table =
      'address;name;unit;nip;kind\nrina@uji.go.id;"Rina ""Ina"" S.";Dinkes;1990;\ndinkes@uji.go.id;Dinas Kesehatan;;;unit\n';
    const lines = await surel("account", "create", "--from", await file("orang.csv", `\uFEFF${table}`));
    assert.equal(lines.length, 2);
    assert.match(lines[0] ?? "", /^rina@uji\.go\.id\t/);
    assert.equal(lines[1], "dinkes@uji.go.id", "D12: a unit mailbox has no password");
    const list = await surel("account", "list");
    assert.ok(list.includes('rina@uji.go.id\tRina "Ina" S.\tperson\temployee\tactive\tDinkes'));
    await refuses(["account", "create", "--from", await file("tanpa.csv", "a,b\n1,2\n")], /must name the columns/);
    await refuses(
      ["account", "create", "--from", join(folder, "tidak-ada.csv")],
      /cannot be read: there is no such file/,
    );
  });

  test("R79: of a table with mistakes nobody is made, and every mistake is told with its row", async () => {
    const before = await surel("account", "list");
    const table =
      "address,name,role\nbaru@uji.go.id,Baru,\nrina@uji.go.id,Rina,\nlain@lain.go.id,Lain,\nx@uji.go.id,X,raja\nbaru@uji.go.id,Lagi,\n";
    await refuses(
      ["account", "create", "--from", await file("salah.csv", table)],
      /nobody was made:\n {2}row 2: rina@uji\.go\.id is taken\.\n {2}row 3: lain@lain\.go\.id is in no domain of ours: .*\n {2}row 4: x@uji\.go\.id: the role is one of .*\n {2}row 5: baru@uji\.go\.id is taken\.$/,
    );
    assert.deepEqual(await surel("account", "list"), before);
  });

  test("an app password works for what it is for, however it is typed, and stops with the account", async () => {
    const [secret = ""] = await surel("app-password", "create", "rina@uji.go.id", "Ponsel", "--scopes", "smtp");
    assert.ok(await auth.verifyAppPassword("rina@uji.go.id", secret, "smtp", "127.0.0.1"), "before the first sign-in");
    assert.ok(
      await auth.verifyAppPassword("uji\\rina", secret.toLowerCase().replaceAll("-", " "), "smtp", "127.0.0.1"),
    );
    assert.equal(await auth.verifyAppPassword("rina@uji.go.id", secret, "jmap", "127.0.0.1"), undefined);
    assert.equal(await auth.verifyAppPassword("andi@uji.go.id", secret, "smtp", "127.0.0.1"), undefined);
    assert.equal(await auth.verifyAppPassword("rina@uji.go.id", "", "smtp", "127.0.0.1"), undefined);
    const basic = `Basic ${Buffer.from(`rina@uji.go.id:${secret}`).toString("base64")}`;
    assert.equal(await auth.authenticate({ authorization: basic }, "127.0.0.1"), undefined, "not for JMAP");
    await refuses(["app-password", "create", "dinkes@uji.go.id", "x"], /unit mailbox/);
    await refuses(["app-password", "create", "tiada@uji.go.id", "x"], /no account/);
    await refuses(["app-password", "create", "rina@uji.go.id", "x", "--scopes", "root"], /scopes are any of/);

    assert.deepEqual(await surel("account", "disable", "rina@uji.go.id"), ["rina@uji.go.id\tdisabled"]);
    const other = await openTestHttp({ after }, { db, clock: systemClock });
    assert.equal(await other.auth.verifyAppPassword("rina@uji.go.id", secret, "smtp", "127.0.0.1"), undefined);
    await surel("account", "enable", "rina@uji.go.id");
    assert.ok(await other.auth.verifyAppPassword("rina@uji.go.id", secret, "smtp", "127.0.0.1"));
  });

  test("an app password made before a password that must be changed waits for the change", async () => {
    const [secret = ""] = await surel("app-password", "create", "andi@uji.go.id", "Ponsel");
    const later = new Date(Date.now() + 1000);
    await db.write((tx) => tx.run(sql`update password set must_change = true, changed_at = ${later}`));
    const verify = () => auth.verifyAppPassword("andi@uji.go.id", secret, "smtp", "127.0.0.1");
    assert.equal(await verify(), undefined);
    await db.write((tx) => tx.run(sql`update password set must_change = false`));
    assert.ok(await verify());
  });

  test("mail of another system comes in once, with its dates, into the mailbox that is named", async () => {
    const mbox = await file(
      "arsip.mbox",
      "From a@luar.example Mon Mar  2 08:00:00 2026\nFrom: a@luar.example\nSubject: Satu\n\nIsi\n>From awal baris\n\n" +
        "From b@luar.example Tue Mar  3 08:00:00 2026\nSubject: Dua\n\nIsi kedua\n",
    );
    assert.deepEqual(await surel("import", "mbox", mbox, "--to", "rina@uji.go.id", "--mailbox", "Pindahan"), ["2"]);
    assert.deepEqual(await surel("import", "mbox", mbox, "--to", "rina@uji.go.id", "--mailbox", "Pindahan"), ["0"]);
    const rows = await db.read((tx) =>
      tx.rows(sql<{ subject: string; received: Date; name: string }>`
      select subject, received_at as received, mailbox.name from email
      join mailbox on mailbox.account_id = email.account_id and mailbox.id = any(mailbox_ids) order by received_at`),
    );
    assert.deepEqual(
      rows.map(({ subject, received, name }) => [subject, received.toISOString(), name]),
      [
        ["Satu", "2026-03-02T08:00:00.000Z", "Pindahan"],
        ["Dua", "2026-03-03T08:00:00.000Z", "Pindahan"],
      ],
    );
    const eml = await file("satu.eml", "Date: Wed, 4 Mar 2026 09:00:00 +0700\r\nSubject: Tiga\r\n\r\nx\r\n");
    assert.deepEqual(await surel("import", "eml", eml, "--to", "rina@uji.go.id"), ["1"]);
    assert.deepEqual(await surel("import", "eml", folder, "--to", "andi@uji.go.id"), ["1"]);
    await refuses(["import", "mbox", join(folder, "tidak-ada"), "--to", "rina@uji.go.id"], /cannot be read/);
    await refuses(["import", "mbox", mbox], /--to is missing/);
    const noMbox = await file("surat.txt", "\nYth. Bapak,\n");
    await refuses(["import", "mbox", noMbox, "--to", "rina@uji.go.id"], /is no mbox: its first line/);
  });

  test("an mbox comes in with what mutt, Dovecot or Thunderbird wrote of it, without what was deleted there", async () => {
    const entry = (subject: string, header: string) =>
      `From a@luar.example Mon Mar  2 08:00:00 2026\nSubject: ${subject}\n${header}\n\nStatus: RO\n\n`;
    const mbox = await file(
      "status.mbox",
      entry("Dibalas", "Status: RO\nX-Status: AF") +
        entry("Belum dibaca", "Status: O") +
        entry("Diteruskan", "X-Mozilla-Status: 1005\nX-Mozilla-Status2: 00000000") +
        entry("Dihapus", "X-Mozilla-Status: 0009") +
        entry("Tanpa keterangan", "X-Mailer: lama"),
    );
    assert.deepEqual(await surel("import", "mbox", mbox, "--to", "rina@uji.go.id", "--mailbox", "Dari Mbox"), ["4"]);
    const rows = await db.read((tx) =>
      tx.rows(sql<{ subject: string; keywords: string[] }>`
      select subject, keywords from email
      join mailbox on mailbox.account_id = email.account_id and mailbox.id = any(mailbox_ids)
      where mailbox.name = 'Dari Mbox' order by email.id`),
    );
    assert.deepEqual(
      rows.map(({ subject, keywords }) => [subject, keywords]),
      [
        ["Dibalas", ["$answered", "$flagged", "$seen"]],
        ["Belum dibaca", []],
        ["Diteruskan", ["$flagged", "$forwarded", "$seen"]],
        ["Tanpa keterangan", ["$seen"]],
      ],
    );
  });

  test("a Maildir comes in with what was read, answered and starred in it", async () => {
    const maildir = join(folder, "Maildir");
    for (const part of ["cur", "new", "tmp"]) await mkdir(join(maildir, part), { recursive: true });
    await writeFile(join(maildir, "cur/1767225600.M1P2.mail,S=40:2,FRSa"), "Subject: Dibalas\n\nIsi\n");
    await writeFile(join(maildir, "cur/1767225700.M1P3.mail:2,"), "Subject: Dilihat dari jauh\n\nIsi\n");
    await writeFile(join(maildir, "new/1767225800.M1P4.mail"), "Subject: Belum dibaca\n\nIsi\n");
    await writeFile(join(maildir, "tmp/1767225900.M1P5.mail"), "Subject: Belum lengkap\n\nIs");
    const words = ["import", "maildir", maildir, "--to", "rina@uji.go.id", "--mailbox", "Dari Maildir"];
    assert.deepEqual(await surel(...words), ["3"]);
    assert.deepEqual(await surel(...words), ["0"]);
    const rows = await db.read((tx) =>
      tx.rows(sql<{ subject: string; keywords: string[]; received: Date }>`
      select subject, keywords, received_at as received from email
      join mailbox on mailbox.account_id = email.account_id and mailbox.id = any(mailbox_ids)
      where mailbox.name = 'Dari Maildir' order by received_at`),
    );
    assert.deepEqual(
      rows.map(({ subject, keywords, received }) => [subject, keywords, received.toISOString()]),
      [
        ["Dibalas", ["$answered", "$flagged", "$seen"], "2026-01-01T00:00:00.000Z"],
        ["Dilihat dari jauh", [], "2026-01-01T00:01:40.000Z"],
        ["Belum dibaca", [], "2026-01-01T00:03:20.000Z"],
      ],
    );
    await refuses(["import", "maildir", folder, "--to", "rina@uji.go.id"], /is no Maildir: it has no folder "cur"/);
  });

  test("doctor says what is well, and fails when something is not", async () => {
    const lines = await surel("doctor");
    assert.ok(lines.every((line) => line.startsWith("ok ")));
    await db.write((tx) => tx.run(sql`update organisation set settings = '{"session": {"idleMs": -1}}'`));
    await refuses(["doctor"], /1 of 5 checks/);
  });

  test("help shows them all", async () => {
    const lines = await surel("help");
    assert.match(lines.join("\n"), /surel serve[^]*surel account create[^]*surel restore/);
  });

  test("an unknown command shows those there are", () => {
    assert.throws(() => findCommand(["apa"]), /There is no command "apa"[^]*surel account create[^]*surel restore/);
  });

  test("the first word of a command alone shows those that begin with it, and no others", () => {
    for (const words of [["account"], ["account", "apa"]])
      assert.throws(
        () => findCommand(words),
        ({ message }: Error) => message.includes("surel account unlock") && !message.includes("surel restore"),
      );
  });
});
