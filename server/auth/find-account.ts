// The account behind what somebody typed as a name. One statement whichever form it has, whether it exists or not.

import {
  findAccountByPrefix,
  findAccountsByAddresses,
  findAccountsByLoginName,
  type Account,
} from "../store/accounts.ts";
import type { ReadTx } from "../store/database.ts";
import { parseSignInName } from "./sign-in-name.ts";

/** A bare name that people of two organisations have is nobody's: they type their address. */
export async function findAccountByName(tx: ReadTx, typed: string): Promise<Account | undefined> {
  const name = parseSignInName(typed);
  if (name.form === "prefix") return findAccountByPrefix(tx, name.prefix, name.name);
  if (name.form === "bare") {
    const [account, other] = await findAccountsByLoginName(tx, name.name);
    return other === undefined ? account : undefined;
  }
  const found = await findAccountsByAddresses(tx, name.addresses);
  return name.addresses.map((address) => found.get(address)).find((account) => account !== undefined);
}
