// Makes the organisation to try, once; and sees to it that its passwords are known in demo.json.

import { setPassword } from "../../auth/initial-password.ts";
import { createPasswordHasher } from "../../auth/password-hash.ts";
import type { Clock } from "../../base/clock.ts";
import { createDkimKey } from "../../base/dkim-key.ts";
import type { AccountId, RandomSource } from "../../base/ids.ts";
import { createAccount } from "../../organisation/create-account.ts";
import { createOrganisation } from "../../organisation/create-organisation.ts";
import { insertAddress, insertDelegation } from "../../store/accounts.ts";
import type { Database, WriteTx } from "../../store/database.ts";
import { findRecipients } from "../../store/directory.ts";
import { listOrganisations, type Organisation } from "../../store/organisations.ts";
import { ACCOUNTS, ORGANISATION, UNIT_MAILBOX } from "./people.ts";

export interface DemoDependencies {
  db: Database;
  clock: Clock;
  random: RandomSource;
}

/** The organisation with its accounts, in one transaction. Undefined when this installation serves another one. */
export async function makeOrganisation({ db, clock }: DemoDependencies): Promise<Organisation | undefined> {
  const existing = await db.read(listOrganisations);
  if (existing.length === 0) {
    const key = await createDkimKey(new Date(clock.now()));
    await db.write(async (tx) => {
      const since = new Date(clock.now()).toISOString();
      const settings = { ...ORGANISATION.settings, demo: { since, complete: false } };
      const made = await createOrganisation(tx, { ...ORGANISATION, settings, key });
      if (typeof made === "string") throw new Error(`the organisation to try could not be made: ${made}`);
      for (const account of ACCOUNTS) {
        const id = await makeAccount(tx, account);
        for (const alias of "aliases" in account ? account.aliases : []) await insertAddress(tx, id, alias);
      }
      const unitAccountId = await makeAccount(tx, UNIT_MAILBOX.account);
      const found = await findRecipients(tx, UNIT_MAILBOX.people);
      for (const { accountId } of found.values()) {
        await insertDelegation(tx, { unitAccountId, personAccountId: accountId, maySend: true });
      }
    });
  }
  const organisations = await db.read(listOrganisations);
  return organisations.find(({ settings }) => "demo" in settings);
}

async function makeAccount(tx: WriteTx, account: Parameters<typeof createAccount>[1]): Promise<AccountId> {
  const made = await createAccount(tx, account);
  if (typeof made === "string") throw new Error(`${account.address} could not be made: ${made}`);
  return made.accountId;
}

/** The same password for all of them, as it will stand in demo.json. */
export async function setDemoPasswords({ db, clock, random }: DemoDependencies, password: string): Promise<void> {
  const hasher = createPasswordHasher({ random });
  const hashes = await Promise.all(ACCOUNTS.map(() => hasher.hash(password)));
  await db.write(async (tx) => {
    const found = await findRecipients(
      tx,
      ACCOUNTS.map(({ address }) => address),
    );
    for (const [index, account] of ACCOUNTS.entries()) {
      const [recipient, hash] = [found.get(account.address), hashes[index]];
      if (!recipient || hash === undefined) continue;
      const mustChange = "mustChange" in account && account.mustChange;
      await setPassword(tx, recipient.accountId, { hash, mustChange, now: new Date(clock.now()) });
    }
  });
}
