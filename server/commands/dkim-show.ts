// `surel dkim show`: the TXT record to publish for a domain, so that others can check what it signs.

import { toAsciiDomain } from "../../standards/address/mailbox.ts";
import { dkimRecord } from "../base/dkim-key.ts";
import { StartupError } from "../base/errors.ts";
import { findSigningKey } from "../store/dkim-keys.ts";
import type { Command } from "./command.ts";
import { readWords } from "./read-words.ts";
import { withDatabase } from "./with-store.ts";

const usage = "dkim show DOMAIN";

export const dkimShow: Command = {
  usage,
  async run(words, tools) {
    const { DOMAIN: domain } = readWords(words, { usage, positions: ["DOMAIN"] });
    const key = await withDatabase(tools, (db) => db.read((tx) => findSigningKey(tx, toAsciiDomain(domain) ?? "")));
    if (!key) throw new StartupError(`The domain ${domain} is not one of ours.`);
    const { name, value } = dkimRecord(key);
    tools.print(`${name} TXT "${value}"`);
  },
};
