// The column `header` of an email: JSON text of what lists show, absent where null. An address is an array of its addr-spec and
// its name, if it has one: the names of properties would be half of what is stored.
import type { EmailAddress } from "../../standards/address/types.ts";
import type { AddressFields, EmailHeader, ReadHeader } from "./mail-types.ts";

type StoredAddress = [email: string, name?: string];

interface StoredHeader extends Partial<Record<keyof AddressFields, StoredAddress[]>> {
  /** The sender's zone, "+07:00": with the column `sent_at` it says what was written. */
  zone?: string;
  /** The whole, where that would not give it back. */
  sentAt?: string;
}

const addressFields: readonly (keyof AddressFields)[] = ["from", "sender", "to", "cc", "bcc"];

export function formatStoredHeader(header: EmailHeader): string {
  const { sentAt } = header;
  const zone = sentAt?.replace(/^.{19}/, "");
  const stored: StoredHeader = {};
  if (sentAt !== null && zone !== undefined) {
    if (sentAt === withZone(new Date(sentAt), zone)) stored.zone = zone;
    else stored.sentAt = sentAt;
  }
  for (const field of addressFields) {
    const addresses = header[field];
    if (addresses) stored[field] = addresses.map(({ email, name }) => (name === null ? [email] : [email, name]));
  }
  // PostgreSQL refuses NUL in text, and half characters in JSON.
  const text = JSON.stringify(stored, (_key, value: unknown) =>
    typeof value === "string" ? value.toWellFormed() : value,
  );
  return text.replaceAll("\\u0000", "");
}

/** `sentAt` is the column `sent_at`. */
export function parseStoredHeader(text: string, sentAt: Date | null): ReadHeader {
  const stored = JSON.parse(text) as StoredHeader;
  return { ...addressesOf(stored), sentAt: () => stored.sentAt ?? dateIn(stored.zone, sentAt) };
}

/** The addresses alone. */
export function parseStoredAddresses(text: string): AddressFields {
  return addressesOf(JSON.parse(text) as StoredHeader);
}

/** Written out: lists are made of thousands of these. */
function addressesOf({ from, sender, to, cc, bcc }: StoredHeader): AddressFields {
  return {
    from: toAddresses(from),
    sender: toAddresses(sender),
    to: toAddresses(to),
    cc: toAddresses(cc),
    bcc: toAddresses(bcc),
  };
}

function toAddresses(stored: StoredAddress[] | undefined): EmailAddress[] | null {
  if (stored === undefined) return null;
  return stored.map(([email, name = null]) => ({ name, email }));
}

function dateIn(zone: string | undefined, sentAt: Date | null): string | null {
  return sentAt && zone !== undefined ? (withZone(sentAt, zone) ?? null) : null;
}

/** RFC 3339 in the zone, "Z" or "+07:00"; undefined when there is none such. */
function withZone(instant: Date, zone: string): string | undefined {
  const [, sign, hours, minutes] = /^(?:Z|([+-])(\d\d):(\d\d))$/.exec(zone) ?? ["?", "?"];
  if (sign === "?" || Number.isNaN(instant.getTime())) return undefined;
  const offset = sign ? (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) : 0;
  return new Date(instant.getTime() + offset * 60_000).toISOString().slice(0, 19) + zone;
}
