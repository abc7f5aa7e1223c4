// Which certificate is obtained, from whom, and whom the authority may write to.

import type { ExternalAccount } from "../../standards/acme/client.ts";

export const LETS_ENCRYPT = "https://acme-v02.api.letsencrypt.org/directory";

export interface AcmeSettings {
  /** The address of the authority's directory. */
  directory: string;
  contact: string;
  /** Where the authority knows its customers: what it gave us to say who we are. */
  external?: ExternalAccount;
  /** Host names in ASCII and small letters, in order. */
  names: readonly string[];
}
