// Who is behind an address, and which addresses and mailboxes an account may act with.

import { normalizeAddress } from "../../standards/address/normalize-address.ts";
import type { AccountId, OrganisationId } from "../base/ids.ts";
import type { Database } from "../store/database.ts";
import {
  findAdministrator,
  findDomain,
  findMainDomain,
  findRecipients,
  listActingAccounts,
  mayUseAddress,
  type ActingAccount,
  type Recipient,
} from "../store/directory.ts";

export type { ActingAccount, Recipient };

export interface Directory {
  /** Keyed by the addresses as given; an address that is nobody's is absent. One statement for all of them. */
  resolveRecipients(addresses: readonly string[]): Promise<Map<string, Recipient>>;
  /** Whether mail may leave this account under `address`: its own, its aliases, those of units it may send for. */
  mayUseAddress(accountId: AccountId, address: string): Promise<boolean>;
  /** The account itself first, then the unit mailboxes it acts for, by name. */
  listActingAccounts(accountId: AccountId): Promise<ActingAccount[]>;
  /** The organisation that mail for this domain (A-labels, lower case) is accepted for. */
  findDomain(name: string): Promise<{ organisationId: OrganisationId } | undefined>;
  /** The domain of what is addressed to this server itself; undefined while there is none. */
  findMainDomain(): Promise<string | undefined>;
  /** Who gets mail for postmaster and abuse where no account has these addresses (RFC 2142); undefined: nobody can. */
  findAdministrator(organisationId: OrganisationId): Promise<Recipient | undefined>;
}

export function createDirectory({ db }: { db: Database }): Directory {
  return {
    async resolveRecipients(addresses) {
      const keys = new Map(addresses.map((address) => [address, normalizeAddress(address)]));
      const wanted = [...new Set([...keys.values()].filter((key) => key !== null))];
      if (wanted.length === 0) return new Map();
      const found = await db.read((tx) => findRecipients(tx, wanted));
      const recipients = new Map<string, Recipient>();
      for (const [address, key] of keys) {
        const recipient = key === null ? undefined : found.get(key);
        if (recipient) recipients.set(address, recipient);
      }
      return recipients;
    },
    async mayUseAddress(accountId, address) {
      const key = normalizeAddress(address);
      return key !== null && (await db.read((tx) => mayUseAddress(tx, accountId, key)));
    },
    listActingAccounts: (accountId) => db.read((tx) => listActingAccounts(tx, accountId)),
    findDomain: (name) => db.read((tx) => findDomain(tx, name)),
    findMainDomain: () => db.read(findMainDomain),
    findAdministrator: (organisationId) => db.read((tx) => findAdministrator(tx, organisationId)),
  };
}
