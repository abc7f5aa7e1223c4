// The key with which a domain's outgoing mail is signed.

import type { ReadTx } from "./database.ts";
import { sql } from "./sql.ts";

export interface SigningKey {
  domain: string;
  selector: string;
  /** PEM. */
  privateKey: string;
}

/** Undefined when the domain is not one of ours. */
export function findSigningKey(tx: ReadTx, domain: string): Promise<SigningKey | undefined> {
  return tx.row(sql<SigningKey>`
    select name as domain, dkim_selector as selector, dkim_private_key as "privateKey" from domain where name = ${domain}`);
}
