// What `npm start` has beyond a server: an organisation to try, with mail in it. Every step can be interrupted and is then
// done at the next start.

import type { Clock } from "../../base/clock.ts";
import { createReadableCode, type RandomSource } from "../../base/ids.ts";
import type { Mail } from "../../mail/mail.ts";
import type { WriteTx } from "../../store/database.ts";
import { updateOrganisationSettings } from "../../store/organisations.ts";
import { readDemoFile, writeDemoFile, type DemoFile } from "./demo-file.ts";
import { makeOrganisation, setDemoPasswords } from "./organisation.ts";
import { ACCOUNTS } from "./people.ts";

export interface DemoOptions {
  mail: Mail;
  clock: Clock;
  random: RandomSource;
  dataDir: string;
  publicUrl: string;
  /** Absent: made at the first start. */
  password?: string;
}

/** Undefined when this installation already serves an organisation of its own. */
export async function prepareDemo(options: DemoOptions): Promise<DemoFile | undefined> {
  const { mail, clock, random, dataDir, publicUrl } = options;
  const dependencies = { db: mail.db, clock, random };
  const organisation = await makeOrganisation(dependencies);
  if (!organisation) return undefined;

  const demo = organisation.settings.demo as { since: string; complete: boolean };
  if (!demo.complete) {
    const settings = { ...organisation.settings, demo: { ...demo, complete: true } };
    const done = (tx: WriteTx) => updateOrganisationSettings(tx, organisation.id, settings);
    const { deliverLetters } = await import("./deliver-letters.ts");
    await deliverLetters({ mail, organisationId: organisation.id, now: new Date(demo.since) }, done);
  }

  const before = await readDemoFile(dataDir);
  const url = `${publicUrl}/`;
  if (before?.url === url) return before;
  const password = options.password ?? createReadableCode(random, 3);
  if (!before) await setDemoPasswords(dependencies, password);
  const accounts = before?.accounts ?? ACCOUNTS.map(({ address, role }) => ({ address, password, role }));
  await writeDemoFile(dataDir, { url, accounts });
  return { url, accounts };
}
