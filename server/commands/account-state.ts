// `surel account list`, `account disable`, `account enable`.

import { StartupError } from "../base/errors.ts";
import { normalizeAddress } from "../../standards/address/normalize-address.ts";
import { setAccountState } from "../auth/set-account-state.ts";
import { findAccountByAddress, listAccounts, type Account } from "../store/accounts.ts";
import type { ReadTx } from "../store/database.ts";
import { findOrganisation } from "../store/organisations.ts";
import type { Command } from "./command.ts";
import { readWords } from "./read-words.ts";
import { withDatabase } from "./with-store.ts";

export const accountList: Command = {
  usage: "account list",
  async run(words, tools) {
    readWords(words, { usage: "account list", positions: [] });
    const accounts = await withDatabase(tools, (db) => db.read((tx) => listAccounts(tx)));
    for (const { address, displayName, kind, role, state, unitName } of accounts) {
      tools.print([address, displayName, kind, role, state, unitName ?? ""].join("\t"));
    }
  },
};

/** Disabling ends the account's sessions at once; a running server notices within seconds. Mail goes on being accepted. */
export function accountState(state: Account["state"]): Command {
  const usage = `account ${state === "active" ? "enable" : "disable"} ADDRESS`;
  return {
    usage,
    async run(words, tools) {
      const { ADDRESS: address } = readWords(words, { usage, positions: ["ADDRESS"] });
      await withDatabase(tools, (db) =>
        db.write(async (tx) => {
          const account = await requireAccount(tx, address);
          const organisation = await findOrganisation(tx, account.organisationId);
          if (!organisation) throw new Error("an account without an organisation");
          await setAccountState(tx, tools, { account, organisation, state, event: { detail: { by: "command" } } });
        }),
      );
      tools.print(`${address}\t${state}`);
    },
  };
}

/** The account behind an address that the operator typed. */
export async function requireAccount(tx: ReadTx, typed: string): Promise<Account> {
  const account = await findAccountByAddress(tx, normalizeAddress(typed) ?? "");
  if (!account) throw new StartupError(`There is no account ${typed}.`);
  return account;
}
