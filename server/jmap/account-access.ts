// Which accounts a person sees and what they may do there: their own, and the unit mailboxes they act for. Nothing else.
import type { Clock } from "../base/clock.ts";
import type { AccountId } from "../base/ids.ts";
import type { Principal } from "../auth/principal.ts";
import type { ActingAccount, Directory } from "../organisation/directory.ts";

export interface Account {
  readonly accountId: AccountId;
  /** The account of who acts for it: the same where `isOwn`. */
  readonly personId: AccountId;
  readonly isOwn: boolean;
  readonly mayWrite: boolean;
  readonly maySubmit: boolean;
  readonly name: string;
}

export interface AccountAccess {
  /** Their own first. What has been taken away is seen at most a few seconds longer. */
  list(principal: Principal): Promise<readonly Account[]>;
  find(principal: Principal, accountId: AccountId | undefined): Promise<Account | undefined>;
}

const keptMs = 3_000;
const maxKept = 10_000;

export function createAccountAccess(options: {
  directory: Pick<Directory, "listActingAccounts">;
  clock: Clock;
}): AccountAccess {
  const { directory, clock } = options;
  const kept = new Map<AccountId, { at: number; accounts: Promise<readonly Account[]> }>();

  async function list({ accountId }: Principal): Promise<readonly Account[]> {
    const now = clock.now();
    const found = kept.get(accountId);
    if (found && now - found.at < keptMs && now >= found.at) return found.accounts;
    if (kept.size >= maxKept) kept.clear();
    const accounts = directory
      .listActingAccounts(accountId)
      .then((rows) => rows.map((row) => toAccount(row, accountId)));
    kept.set(accountId, { at: now, accounts });
    try {
      return await accounts;
    } catch (error) {
      kept.delete(accountId);
      throw error;
    }
  }

  return {
    list,
    async find(principal, accountId) {
      return (await list(principal)).find((account) => account.accountId === accountId);
    },
  };
}

function toAccount(row: ActingAccount, ownId: AccountId): Account {
  const isOwn = row.accountId === ownId;
  return {
    accountId: row.accountId,
    personId: ownId,
    isOwn,
    mayWrite: true,
    maySubmit: isOwn || row.maySend,
    name: row.address,
  };
}
