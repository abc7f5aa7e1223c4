// `surel certificate renew`: the running server tries at once, as after mending what a try failed by.

import { StartupError } from "../base/errors.ts";
import { hastenCertificate } from "../store/tls-certificates.ts";
import type { Command } from "./command.ts";
import { readWords } from "./read-words.ts";
import { withDatabase } from "./with-store.ts";

const usage = "certificate renew";

export const certificateRenew: Command = {
  usage,
  async run(words, tools) {
    readWords(words, { usage, positions: [] });
    const { acme } = tools.config;
    if (!acme) throw new StartupError("No certificate is obtained by this server: set SUREL_ACME_CONTACT first.");
    const now = new Date(tools.clock.now());
    await withDatabase(tools, (db) => db.write((tx) => hastenCertificate(tx, acme, now)));
    tools.print("The running server tries within half a minute; surel doctor says what came of it.");
  },
};
