// A change to how somebody signs in is told within the application (their own mailbox) and at their recovery channels, so that a
// thief who made it cannot hide it. No link in it leads to a form.

import type { Account } from "../../store/accounts.ts";
import type { Database } from "../../store/database.ts";
import { listRecoveryChannels, type RecoveryChannel } from "../../store/recovery.ts";
import type { Messenger } from "../messenger.ts";

export interface Notice {
  subject: string;
  text: string;
  /** For a text message. */
  short: string;
}

/** `also`: channels that are just being removed or replaced; they hear of it too. */
export async function tellEverywhere(
  { db, messenger }: { db: Database; messenger: Messenger | undefined },
  {
    account,
    notice,
    also = [],
  }: {
    account: Pick<Account, "id" | "organisationId" | "address">;
    notice: Notice;
    also?: readonly Pick<RecoveryChannel, "kind" | "target">[];
  },
): Promise<void> {
  if (!messenger) return;
  const { id: accountId, organisationId, address } = account;
  const { subject, text, short } = notice;
  const known: Pick<RecoveryChannel, "kind" | "target">[] = await db.read((tx) => listRecoveryChannels(tx, accountId));
  const targets = new Map([...known, ...also].map((channel) => [channel.target, channel]));
  await Promise.all([
    messenger.tellPerson({ accountId, organisationId, to: address, subject, text }),
    ...[...targets.values()].map(({ kind, target }) =>
      kind === "email"
        ? messenger.sendMail({ organisationId, to: target, subject, text })
        : messenger.sendText?.({ number: target, text: short }),
    ),
  ]);
}
