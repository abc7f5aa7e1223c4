// `surel organisation create`: a new organisation with its first domain. Prints the DNS record that its mail needs.

import { toAsciiDomain } from "../../standards/address/mailbox.ts";
import { createDkimKey, dkimRecord } from "../base/dkim-key.ts";
import { StartupError } from "../base/errors.ts";
import { createOrganisation, type OrganisationRefusal } from "../organisation/create-organisation.ts";
import type { Command } from "./command.ts";
import { readWords } from "./read-words.ts";
import { withDatabase } from "./with-store.ts";

const usage = "organisation create NAME --domain DOMAIN --prefix PREFIX";

const refusals: Record<OrganisationRefusal, string> = {
  invalidDomain: "The domain is not valid.",
  invalidPrefix: "The prefix may have letters, digits, dots and hyphens.",
  prefixTaken: "Another organisation has this prefix.",
  domainTaken: "Another organisation has this domain.",
};

export const organisationCreate: Command = {
  usage,
  async run(words, tools) {
    const {
      NAME: name,
      domain,
      prefix,
    } = readWords(words, { usage, positions: ["NAME"], options: ["domain", "prefix"] });
    if (domain === undefined || prefix === undefined) throw new StartupError(`Usage: surel ${usage}`);
    await withDatabase(tools, async (db) => {
      const key = await createDkimKey(new Date(tools.clock.now()));
      const request = { name, domain, signInPrefix: prefix, key };
      // A refusal takes back everything, also the organisation when only its domain is taken.
      await db.write(async (tx) => {
        const made = await createOrganisation(tx, request);
        if (typeof made === "string") throw new StartupError(refusals[made]);
      });
      const record = dkimRecord({ domain: toAsciiDomain(domain) ?? domain, ...key });
      tools.print(`${record.name} TXT "${record.value}"`);
    });
  },
};
