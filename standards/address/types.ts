// What an address is to everybody: the EmailAddress and EmailAddressGroup of RFC 8621 §4.1.2.3 and §4.1.2.4.

export type EmailAddress = {
  name: string | null;
  /** Usually an addr-spec; what was written when it is none, as drafts and broken mail need (RFC 8621 §4.1.2.3). */
  email: string;
};

export type AddressGroup = {
  /** Null for addresses outside any group. */
  name: string | null;
  addresses: EmailAddress[];
};

/** A Mailbox of RFC 5321 §4.1.2, without quotes where the local part does not need them. */
export type Mailbox = {
  local: string;
  /** Lower case; an A-label, a U-label as written, or a literal with its brackets. */
  domain: string;
  /** True when SMTPUTF8 is needed to carry it as written (RFC 6531 §3.3). */
  isUtf8: boolean;
};
