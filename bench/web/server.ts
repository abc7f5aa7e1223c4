// The whole program with its sample organisation, in a process of its own, and in it an employee with a large inbox.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { systemClock } from "../../server/base/clock.ts";
import { createLog } from "../../server/base/log.ts";
import { openFolderStore } from "../../server/blobs/folder.ts";
import { deliver } from "../../server/mail/deliver.ts";
import { createMail } from "../../server/mail/mail.ts";
import { openStore } from "../../server/store/open-store.ts";
import { fillLargeInbox } from "../../test/support/large-inbox.ts";
import { shortHtml } from "../../test/support/office-messages.ts";

export interface BenchServer extends AsyncDisposable {
  url: string;
  username: string;
  password: string;
  /** A new message in the inbox, told to whoever listens. */
  deliverOne(number: number): Promise<void>;
}

const repository = join(import.meta.dirname, "../..");
const build = `import { buildWeb } from "./tools/setup/build-web.mjs"; buildWeb(process.cwd());`;
const password = "Uji-Kecepatan-2026";

export async function startServer({ port, count }: { port: number; count: number }): Promise<BenchServer> {
  const options = { cwd: repository, stdio: "inherit" } as const;
  const built = spawnSync(process.execPath, ["--input-type=module", "--eval", build], options);
  if (built.status !== 0) throw new Error("the web client could not be built");
  const folder = await mkdtemp(join(tmpdir(), "surel-bench-web-"));
  const server = spawn(
    process.execPath,
    [...process.execArgv, "server/main.ts", "serve", "--demo", "--services=http"],
    {
      cwd: repository,
      env: {
        ...process.env,
        SUREL_DATA_DIR: folder,
        SUREL_HTTP_PORT: String(port),
        SUREL_DEMO_PASSWORD: password,
        SUREL_LOG_LEVEL: "warn",
      },
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  process.on("exit", () => server.kill());
  const url = `http://127.0.0.1:${port}`;
  await untilServing(url, server);
  const log = createLog({ level: "warn" });
  const store = await openStore({ dataDir: folder, join: true, log });
  const blobStore = await openFolderStore(join(folder, "blobs"));
  const mail = await createMail({ db: store.db, blobStore, clock: systemClock, log });
  const account = await fillLargeInbox(mail, { count, password });
  return {
    url,
    username: account.address,
    password,
    async deliverOne(number) {
      await deliver(mail, {
        message: shortHtml(`Kabar nomor ${number}`),
        organisationId: account.organisationId,
        direction: "in",
        envelope: { mailFrom: "kabar@luar.example", recipients: [account.address] },
        targets: [{ accountId: account.accountId, mailbox: "inbox" }],
        receivedAt: new Date(),
      });
    },
    async [Symbol.asyncDispose]() {
      await mail[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
      server.kill();
      await once(server, "exit");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilServing(url: string, server: { exitCode: number | null }): Promise<void> {
  for (;;) {
    if (server.exitCode !== null) throw new Error("the server did not start");
    const answer = await fetch(`${url}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
