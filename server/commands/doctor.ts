// `surel doctor`: looks at everything that a server depends on, and says what is wrong.

import { openSecretKey } from "../auth/open-secret-key.ts";
import { StartupError, messageOf } from "../base/errors.ts";
import { readCertificateFiles } from "../base/tls.ts";
import { openBlobStore } from "../blobs/open-blob-store.ts";
import { describeCertificate, describeObtained } from "../certificate/describe-certificate.ts";
import { createKeptCertificate } from "../certificate/kept-certificate.ts";
import { readPolicies } from "../organisation/policies.ts";
import { ping } from "../store/database.ts";
import { listDomains, listOrganisations } from "../store/organisations.ts";
import { findCertificate } from "../store/tls-certificates.ts";
import type { Command, CommandTools } from "./command.ts";
import { readWords } from "./read-words.ts";
import { withDatabase } from "./with-store.ts";

type Check = [name: string, check: (tools: CommandTools) => Promise<string>];

const checks: readonly Check[] = [
  ["settings", checkSettings],
  ["database", (tools) => withDatabase(tools, (db) => ping(db).then(() => "answers, schema is current"))],
  ["blobs", async ({ config, clock }) => openBlobStore(config.blobs, clock).then(() => "can be read and written")],
  ["certificate", checkCertificate],
  ["organisations", checkOrganisations],
];

export const doctor: Command = {
  usage: "doctor",
  async run(words, tools) {
    readWords(words, { usage: "doctor", positions: [] });
    let wrong = 0;
    for (const [name, check] of checks) {
      try {
        tools.print(`ok     ${name}: ${await check(tools)}`);
      } catch (error) {
        wrong += 1;
        tools.print(`wrong  ${name}: ${messageOf(error)}`);
      }
    }
    if (wrong > 0) throw new StartupError(`${wrong} of ${checks.length} checks found something wrong.`);
  },
};

async function checkSettings({ config }: CommandTools): Promise<string> {
  const [unknown] = config.unknownSettings;
  if (unknown !== undefined) throw new Error(`${unknown} is no setting of Surel`);
  return `public address ${config.publicUrl}, data in ${config.dataDir}`;
}

async function checkCertificate(tools: CommandTools): Promise<string> {
  const { tls, acme, publicUrl, httpsPort, secretKeyPath } = tools.config;
  const host = httpsPort === undefined ? undefined : new URL(publicUrl).hostname;
  const circumstances = { host, now: tools.clock.now() };
  if (acme) {
    const row = await withDatabase(tools, (db) => db.read((tx) => findCertificate(tx, acme)));
    createKeptCertificate(await openSecretKey(secretKeyPath, tools.random), tools.random, acme.names).open(row);
    return describeObtained(row, circumstances);
  }
  const { current } = tls ? await readCertificateFiles(tls) : {};
  return current ? describeCertificate(current.chain, circumstances) : "none: no STARTTLS, and HTTPS only by a proxy";
}

async function checkOrganisations(tools: CommandTools): Promise<string> {
  return withDatabase(tools, (db) =>
    db.read(async (tx) => {
      const organisations = await listOrganisations(tx);
      if (organisations.length === 0) throw new Error("there is none: surel organisation create");
      for (const { id, name, settings } of organisations) {
        readPolicies(settings);
        if ((await listDomains(tx, id)).length === 0) throw new Error(`${name} has no domain`);
      }
      return organisations.map(({ name }) => name).join(", ");
    }),
  );
}
