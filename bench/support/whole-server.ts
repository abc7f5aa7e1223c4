// The whole program in a process of its own, on an embedded database in a temporary folder, with an organisation and its people.

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { createAppPasswordSecret, hashAppPassword } from "../../server/auth/app-password.ts";
import { setPassword } from "../../server/auth/initial-password.ts";
import { createPasswordHasher } from "../../server/auth/password-hash.ts";
import { createDkimKey } from "../../server/base/dkim-key.ts";
import { systemRandom as random } from "../../server/base/ids.ts";
import { createLog } from "../../server/base/log.ts";
import { createAccount } from "../../server/organisation/create-account.ts";
import { createOrganisation } from "../../server/organisation/create-organisation.ts";
import { insertAppPassword } from "../../server/store/app-passwords.ts";
import { openStore } from "../../server/store/open-store.ts";

export const PASSWORD = "Perahu-kuning-37-berlabuh";

export interface WholeServer extends AsyncDisposable {
  process: ChildProcess;
  url: string;
  smtpPort: number;
  /** pegawai1@contoh.go.id and on, all with PASSWORD. */
  people: { address: string; accountId: string; authorization: string }[];
}

/** Listens on three ports from `firstPort`, and believes this machine's X-Forwarded-For. */
export async function startWholeServer(firstPort: number, people: number): Promise<WholeServer> {
  const folder = await mkdtemp(join(tmpdir(), "surel-bench-whole-"));
  const dataDir = join(folder, "data");
  const url = `http://127.0.0.1:${firstPort}`;
  const other = await fetch(url, { redirect: "manual" }).catch(() => undefined);
  if (other) throw new Error(`${url} is another server's; set SUREL_BENCH_PORT`);
  const server = spawn(process.execPath, [...process.execArgv, "server/main.ts", "serve"], {
    cwd: join(import.meta.dirname, "../.."),
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...process.env,
      SUREL_DATA_DIR: dataDir,
      SUREL_HTTP_PORT: String(firstPort),
      SUREL_SMTP_PORT: String(firstPort + 1),
      SUREL_SUBMISSION_PORT: String(firstPort + 2),
      SUREL_IMAP_PORT: String(firstPort + 3),
      SUREL_TRUST_PROXY: "127.0.0.1",
      SUREL_LOG_LEVEL: "error",
    },
  });
  const end = async (): Promise<void> => {
    if (server.exitCode === null && server.kill("SIGTERM")) await once(server, "exit");
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await untilReady(url, server);
    return {
      process: server,
      url,
      smtpPort: firstPort + 1,
      people: await makePeople(dataDir, people),
      [Symbol.asyncDispose]: end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

async function untilReady(url: string, server: ChildProcess): Promise<void> {
  while (server.exitCode === null) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(50);
  }
  throw new Error("the server ended");
}

async function makePeople(dataDir: string, count: number): Promise<WholeServer["people"]> {
  await using store = await openStore({ dataDir, join: true, log: createLog({ level: "warn" }) });
  const { db } = store;
  const now = new Date();
  const key = await createDkimKey(now);
  const hash = await createPasswordHasher({ random }).hash(PASSWORD);
  await db.write((tx) =>
    createOrganisation(tx, { name: "Contoh", signInPrefix: "contoh", domain: "contoh.go.id", key }),
  );
  const people: WholeServer["people"] = [];
  for (let number = 1; number <= count; number++) {
    const address = `pegawai${number}@contoh.go.id`;
    const secret = createAppPasswordSecret(random);
    const accountId = await db.write(async (tx) => {
      const account = await createAccount(tx, { address, displayName: `Pegawai ${number}` });
      if (typeof account === "string") throw new Error(account);
      await setPassword(tx, account.accountId, { hash, mustChange: false, now });
      const password = { accountId: account.accountId, name: "bench", secretHash: hashAppPassword(secret)! };
      await insertAppPassword(tx, { ...password, scopes: ["jmap"], createdAt: now });
      return account.accountId;
    });
    people.push({ address, accountId: `a${accountId}`, authorization: `Bearer ${secret}` });
  }
  return people;
}
