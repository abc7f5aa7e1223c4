// The column `header` of an email: JSON text of what lists show, absent where null. An address is an array of its addr-spec and
// its name, if it has one: the names of properties would be half of what is stored.
import type { EmailAddress } from "../../standards/address/types.ts";
import type { EmailHeader } from "./mail-types.ts";

type StoredAddress = [email: string, name?: string];
type AddressField = Exclude<keyof EmailHeader, "sentAt">;

interface StoredHeader extends Partial<Record<AddressField, StoredAddress[]>> {
  /** The sender's zone, "+07:00": with the column `sent_at` it says what was written. */
  zone?: string;
  /** The whole, where that would not give it back. */
  sentAt?: string;
}

const addressFields: readonly AddressField[] = ["from", "sender", "to", "cc", "bcc"];

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

/** `sentAt` is the column `sent_at`; the header's own is worked out where it is asked for, which lists do not. */
export function parseStoredHeader(text: string, sentAt: Date | null): EmailHeader {
  const stored = JSON.parse(text) as StoredHeader;
  const addresses = (field: AddressField): EmailAddress[] | null =>
    stored[field]?.map(([email, name = null]) => ({ name, email })) ?? null;
  return {
    from: addresses("from"),
    sender: addresses("sender"),
    to: addresses("to"),
    cc: addresses("cc"),
    bcc: addresses("bcc"),
    get sentAt() {
      const { zone } = stored;
      return stored.sentAt ?? (sentAt && zone !== undefined ? (withZone(sentAt, zone) ?? null) : null);
    },
  };
}

/** RFC 3339 in the zone, "Z" or "+07:00"; undefined when there is none such. */
function withZone(instant: Date, zone: string): string | undefined {
  const [, sign, hours, minutes] = /^(?:Z|([+-])(\d\d):(\d\d))$/.exec(zone) ?? ["?", "?"];
  if (sign === "?" || Number.isNaN(instant.getTime())) return undefined;
  const offset = sign ? (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) : 0;
  return new Date(instant.getTime() + offset * 60_000).toISOString().slice(0, 19) + zone;
}
