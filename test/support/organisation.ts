// An organisation for tests, made by the verbs that make real ones.

import { setPassword } from "../../server/auth/initial-password.ts";
import { createDkimKey } from "../../server/base/dkim-key.ts";
import type { AccountId, OrganisationId } from "../../server/base/ids.ts";
import { createAccount, type AccountRequest } from "../../server/organisation/create-account.ts";
import { createOrganisation } from "../../server/organisation/create-organisation.ts";
import type { Database } from "../../server/store/database.ts";
import { quickHash } from "./quick-password.ts";

const made = new Date("2026-03-02T01:00:00Z");
let key: ReturnType<typeof createDkimKey> | undefined;

/** "Pemerintah Kota Uji", domain uji.go.id, prefix `uji\`, unless told otherwise. */
export async function makeOrganisation(
  db: Database,
  given: { name?: string; domain?: string; signInPrefix?: string; settings?: Record<string, unknown> } = {},
): Promise<OrganisationId> {
  const { name = "Pemerintah Kota Uji", domain = "uji.go.id", signInPrefix = "uji", settings } = given;
  key ??= createDkimKey(made);
  const request = { name, domain, signInPrefix, settings, key: await key };
  const id = await db.write((tx) => createOrganisation(tx, request));
  if (typeof id === "string") throw new Error(`the test's organisation was refused: ${id}`);
  return id;
}

/** A person who can sign in with `password`; without one nobody can. */
export async function makeAccount(
  db: Database,
  account: Pick<AccountRequest, "address"> & Partial<AccountRequest> & { password?: string; mustChange?: boolean },
): Promise<AccountId> {
  const { password, mustChange = false, ...request } = account;
  const hash = password === undefined ? undefined : await quickHash(password);
  return db.write(async (tx) => {
    const result = await createAccount(tx, { displayName: request.address, ...request });
    if (typeof result === "string") throw new Error(`the test's account was refused: ${result}`);
    if (hash !== undefined) await setPassword(tx, result.accountId, { hash, mustChange, now: made });
    return result.accountId;
  });
}
