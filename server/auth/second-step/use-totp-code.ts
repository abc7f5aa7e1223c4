// A code of the person's app, taken once.

import type { Account } from "../../store/accounts.ts";
import type { WriteTx } from "../../store/database.ts";
import { findTotpSecret, useTotpStep } from "../../store/second-factors.ts";
import type { SecretBox } from "../secret-box.ts";
import { findTotpStep } from "./totp.ts";

/** Whether it is a code of the person's app whose time step was not used before; from now on it was. */
export async function useTotpCode(
  tx: WriteTx,
  secrets: SecretBox,
  { account, code, now }: { account: Pick<Account, "id">; code: string; now: Date },
): Promise<boolean> {
  const sealed = await findTotpSecret(tx, account.id);
  const step = sealed && findTotpStep(secrets.open(sealed, totpContext(account)), code, now.getTime());
  return step !== undefined && (await useTotpStep(tx, account.id, step, now));
}

export function totpContext({ id }: Pick<Account, "id">): string {
  return `totp ${id}`;
}
