// `surel account unlock`, `account reset-second-factor`: what the desk's pages do, for the operator at the machine. Each is one row of the
// audit trail, and the person is told.

import { readIdentity, resetSecondFactors } from "../auth/reset-second-factors.ts";
import { noticeText, type NoticeKind } from "../auth/recovery/message-texts.ts";
import { tellEverywhere } from "../auth/recovery/tell-everywhere.ts";
import { unlockAccount } from "../auth/unlock-account.ts";
import { StartupError } from "../base/errors.ts";
import { createTextGateway } from "../base/text-gateway.ts";
import type { Mail } from "../mail/mail.ts";
import { createMessenger } from "../mail/system-mail.ts";
import type { Account } from "../store/accounts.ts";
import { findOrganisation } from "../store/organisations.ts";
import { requireAccount } from "./account-state.ts";
import type { Command, CommandTools } from "./command.ts";
import { readWords } from "./read-words.ts";
import { withMail } from "./with-store.ts";

const unlockUsage = "account unlock ADDRESS";
const resetUsage = 'account reset-second-factor ADDRESS --identity "HOW IT WAS CHECKED"';

export const accountUnlock: Command = {
  usage: unlockUsage,
  async run(words, tools) {
    const { ADDRESS: address } = readWords(words, { usage: unlockUsage, positions: ["ADDRESS"] });
    const ended = await withMail(tools, async (mail) => {
      const { account, locks } = await mail.db.write(async (tx) => {
        const found = await requireAccount(tx, address);
        const { id: accountId, organisationId } = found;
        return { account: found, locks: await unlockAccount(tx, tools, { accountId, organisationId }) };
      });
      await tell(mail, tools, { account, kind: "unlocked" });
      return locks;
    });
    tools.print(`${address}\t${ended} ${ended === 1 ? "lock" : "locks"} ended`);
  },
};

export const accountResetSecondFactor: Command = {
  usage: resetUsage,
  async run(words, tools) {
    const shape = { usage: resetUsage, positions: ["ADDRESS"], options: ["identity"] } as const;
    const { ADDRESS: address, identity: typed = "" } = readWords(words, shape);
    const identity = readIdentity(typed);
    if (identity === undefined) {
      throw new StartupError(`--identity says how the identity of who asks was checked.\nUsage: surel ${resetUsage}`);
    }
    await withMail(tools, async (mail) => {
      const account = await mail.db.write(async (tx) => {
        const found = await requireAccount(tx, address);
        if (found.kind !== "person") throw new StartupError(`${address} is a unit mailbox: nobody signs in to it.`);
        await resetSecondFactors(tx, tools, { account: found, identity, event: { by: "command" } });
        return found;
      });
      await tell(mail, tools, { account, kind: "secondFactorReset" });
    });
    tools.print(`${address}\tsecond factors removed`);
  },
};

async function tell(
  mail: Mail,
  { config, random, clock }: CommandTools,
  { account, kind }: { account: Account; kind: NoticeKind },
): Promise<void> {
  const { db } = mail;
  const organisation = await db.read((tx) => findOrganisation(tx, account.organisationId));
  if (!organisation) throw new Error("an account without an organisation");
  const sendText = config.textGateway && createTextGateway(config.textGateway);
  const messenger = createMessenger({ mail, random, sendText });
  const notice = noticeText(kind, { account, organisation, now: new Date(clock.now()) });
  await tellEverywhere({ db, messenger }, { account, notice });
}
