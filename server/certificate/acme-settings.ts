// Which certificate is obtained, from whom, and whom the authority may write to.

export const LETS_ENCRYPT = "https://acme-v02.api.letsencrypt.org/directory";

export interface AcmeSettings {
  /** The address of the authority's directory. */
  directory: string;
  contact: string;
  /** Host names in ASCII and small letters, in order. */
  names: readonly string[];
}
