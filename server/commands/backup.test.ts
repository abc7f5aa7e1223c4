import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { makeAccount, makeOrganisation } from "../../test/support/organisation.ts";
import { systemClock } from "../base/clock.ts";
import { StartupError } from "../base/errors.ts";
import { systemRandom, type AccountId } from "../base/ids.ts";
import { createLog } from "../base/log.ts";
import { openBlobStore } from "../blobs/open-blob-store.ts";
import { readConfig } from "../config.ts";
import { createMailbox } from "../mail/change-mailboxes.ts";
import { createMail } from "../mail/mail.ts";
import { changesOf } from "../store/changes.ts";
import { statesOf } from "../store/mail-account.ts";
import { openStore, type Store } from "../store/open-store.ts";
import { sql } from "../store/sql.ts";
import { findCommand } from "./run-command.ts";

const log = createLog({ level: "silent" });
const folder = await mkdtemp(join(tmpdir(), "surel-backup-"));
after(() => rm(folder, { recursive: true }));

async function surel(dataDir: string, ...words: string[]): Promise<string[]> {
  const lines: string[] = [];
  const { command, rest } = findCommand(words);
  const config = readConfig({ SUREL_DATA_DIR: dataDir });
  await command.run(rest, {
    config,
    clock: systemClock,
    random: systemRandom,
    log,
    print: (line) => void lines.push(line),
  });
  return lines;
}

async function makeMailbox({ db }: Store, accountId: AccountId, name: string): Promise<number> {
  const blobStore = await openBlobStore({ kind: "folder", path: join(folder, "blobs") }, systemClock);
  await using mail = await createMail({ db, blobStore, clock: systemClock, log });
  const made = await createMailbox(mail, accountId, { name });
  assert.ok(made.outcome === "done" && "id" in made.result);
  return made.result.id;
}

test("R6: a backup of a server at work has everything that was acknowledged before it, and can be restored", async () => {
  const [first, second, copy] = ["first", "second", "copy"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await mkdir(join(first, "blobs/ab"), { recursive: true });
  await writeFile(join(first, "blobs/ab/abcd"), "content");
  const server = await openStore({ dataDir: first, log });
  await makeOrganisation(server.db);
  const accountId = await makeAccount(server.db, { address: "budi@uji.go.id" });
  await server.db.write(async (tx) => {
    await tx.run(sql`create table kept (number int)`);
    await tx.run(sql`insert into kept select generate_series(1, 50000)`);
  });
  let working = true;
  const work = (async () => {
    while (working) await server.db.write((tx) => tx.run(sql`insert into kept select generate_series(1, 100)`));
  })();
  assert.deepEqual(await surel(first, "backup", copy), [copy]);
  working = false;
  await work;
  // What the copy will not have: a program has seen its state and its mailbox.
  const lostId = await makeMailbox(server, accountId, "setelah cadangan");
  const lostState = (await server.db.read((tx) => statesOf(tx, accountId)))!.mailbox;
  await server[Symbol.asyncDispose]();

  await assert.rejects(
    surel(first, "backup", copy),
    (error) => error instanceof StartupError && /not empty/.test(error.message),
  );
  assert.match((await surel(second, "restore", copy))[0] ?? "", /^\d{4}-\d\d-\d\dT/);
  await using restored = await openStore({ dataDir: second, log });
  const row = await restored.db.read((tx) => tx.row(sql<{ count: number }>`select count(*) as count from kept`));
  assert.ok(row && row.count >= 50_000 && row.count % 100 === 0, "whole transactions only");
  assert.deepEqual(
    await restored.db.read((tx) => tx.rows(sql`select slot_name from pg_replication_slots`)),
    [],
    "nothing is left behind",
  );
  const newId = await makeMailbox(restored, accountId, "setelah pemulihan");
  assert.ok(newId > lostId, "no id is given again");
  const range = { since: lostState, maxChanges: 100 };
  assert.equal(await restored.db.read((tx) => changesOf(tx, accountId, "mailbox", range)), undefined);
  await assert.rejects(surel(second, "restore", copy), /A server runs on the data folder/);
  await assert.rejects(surel(join(folder, "third"), "restore", folder), /holds no complete backup/);
});
