// The incoming port with everything on, in a process of its own: what bench/smtp.ts measures. Durable as in production.

import { join } from "node:path";

import { systemClock as clock } from "../../server/base/clock.ts";
import { createDkimKey } from "../../server/base/dkim-key.ts";
import { systemRandom as random } from "../../server/base/ids.ts";
import { createLog } from "../../server/base/log.ts";
import { rememberAnswers } from "../../server/base/resolver.ts";
import { openFolderStore } from "../../server/blobs/folder.ts";
import { createMail } from "../../server/mail/mail.ts";
import { createAccount } from "../../server/organisation/create-account.ts";
import { createOrganisation } from "../../server/organisation/create-organisation.ts";
import { createDirectory } from "../../server/organisation/directory.ts";
import { startSmtp } from "../../server/smtp/start-smtp.ts";
import { openStore } from "../../server/store/open-store.ts";
import { createTestResolver } from "../../test/support/dns.ts";

/** Makes the accounts pegawai1 to pegawaiN @contoh.go.id, sends the port to the parent process, serves until SIGTERM. */
export async function serve(folder: string, accounts: number): Promise<void> {
  const log = createLog({ level: "warn" });
  const store = await openStore({ dataDir: join(folder, "data"), log });
  const { db } = store;
  const blobStore = await openFolderStore(join(folder, "blobs"));
  const mail = await createMail({ db, blobStore, clock, log });
  const key = await createDkimKey(new Date());
  await db.write(async (tx) => {
    const request = { name: "Contoh", signInPrefix: "contoh", domain: "contoh.go.id", key };
    const made = await createOrganisation(tx, request);
    if (typeof made === "string") throw new Error(made);
    for (let number = 1; number <= accounts; number++) {
      const address = `pegawai${number}@contoh.go.id`;
      const account = await createAccount(tx, { address, displayName: `Pegawai ${number}` });
      if (typeof account === "string") throw new Error(account);
    }
  });
  const zone = {
    "luar.example": { TXT: ["v=spf1 ip4:127.0.0.1 -all"] },
    "_dmarc.luar.example": { TXT: ["v=DMARC1; p=reject"] },
  };
  const listener = await startSmtp({
    host: "127.0.0.1",
    port: 0,
    hostname: "mx.contoh.go.id",
    mail,
    directory: createDirectory({ db }),
    resolver: rememberAnswers(createTestResolver(zone), { clock }),
    random,
    log,
  });
  process.send?.(listener.address.port);
  await new Promise((resolve) => process.once("SIGTERM", resolve));
  await listener[Symbol.asyncDispose]();
  await mail[Symbol.asyncDispose]();
  await store[Symbol.asyncDispose]();
  process.exit();
}
