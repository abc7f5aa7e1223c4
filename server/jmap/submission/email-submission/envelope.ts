// The envelope of a submission: as the client gives it, or made from the email's header (RFC 8621 §7), and when it is to go.
import { parseMailbox } from "../../../../standards/address/mailbox.ts";
import type { EmailAddress } from "../../../../standards/address/types.ts";
import type { Envelope, EnvelopeAddress } from "../../../../standards/jmap/email-submission.ts";
import { isJmapDate } from "../../../../standards/jmap/types.ts";
import type { AddressFields } from "../../../store/mail-types.ts";
import { isObject, isString } from "../../guards.ts";
import { limits } from "../../limits.ts";
import { invalidProperties } from "../../set-errors.ts";

const maxParameters = 20;

/** As given by the client; whether the addresses can be sent to is for `submit` to say. */
export function readEnvelope(value: unknown): Envelope {
  if (!isObject(value)) throw invalidProperties(["envelope"]);
  const { mailFrom, rcptTo, ...others } = value;
  if (!Array.isArray(rcptTo) || Object.keys(others).length > 0) throw invalidProperties(["envelope"]);
  return { mailFrom: readAddress(mailFrom), rcptTo: rcptTo.map(readAddress) };
}

function readAddress(value: unknown): EnvelopeAddress {
  const { email, parameters = null, ...others } = isObject(value) ? value : {};
  if (!isString(email) || Object.keys(others).length > 0) throw invalidProperties(["envelope"]);
  if (parameters !== null && !areParameters(parameters)) throw invalidProperties(["envelope"]);
  return { email, parameters };
}

/** RFC 5321 §4.1.2: names and values of parameters. */
function areParameters(value: unknown): value is Record<string, string | null> {
  return (
    isObject(value) &&
    Object.keys(value).length <= maxParameters &&
    Object.entries(value).every(
      ([name, given]) =>
        /^[A-Za-z0-9][A-Za-z0-9-]{0,60}$/.test(name) &&
        (given === null || (isString(given) && /^[\x21-\x3c\x3e-\x7e]{1,500}$/.test(given))),
    )
  );
}

/** RFC 8621 §7: Sender or else From; To, Cc and Bcc, each address once. `identityEmail` where the header names none. */
export function envelopeOf(header: AddressFields, identityEmail: string): Envelope {
  const authors = header.sender ?? header.from ?? [];
  if (header.sender && header.sender.length > 1) throw invalidProperties(["emailId"], "the email has several senders");
  const recipients = new Map<string, EnvelopeAddress>();
  for (const { email } of [header.to, header.cc, header.bcc].flatMap((list): EmailAddress[] => list ?? [])) {
    recipients.set(keyOf(email), { email, parameters: null });
  }
  const author = authors[0]?.email;
  // An address that the identity does not stand for is replaced by the identity's.
  const isIdentity = author !== undefined && keyOf(author) === keyOf(identityEmail);
  return {
    mailFrom: { email: isIdentity ? author : identityEmail, parameters: null },
    rcptTo: [...recipients.values()],
  };
}

/** The domain does not tell upper from lower case. */
function keyOf(email: string): string {
  const mailbox = parseMailbox(email);
  return mailbox ? `${mailbox.local}@${mailbox.domain}` : email;
}

/** RFC 4865 §4: HOLDFOR in seconds, or HOLDUNTIL; undefined: now. */
export function releaseTime({ mailFrom }: Envelope, now: number): Date | undefined {
  const parameters = Object.entries(mailFrom.parameters ?? {}).map(([name, value]): [string, string | null] => [
    name.toUpperCase(),
    value,
  ]);
  const hold = parameters.filter(([name]) => name === "HOLDFOR" || name === "HOLDUNTIL");
  if (hold.length === 0) return undefined;
  const [name, value] = hold[0]!;
  const until =
    name === "HOLDFOR" && value !== null && /^\d{1,9}$/.test(value)
      ? now + Number(value) * 1000
      : name === "HOLDUNTIL" && isJmapDate(value)
        ? Date.parse(value)
        : Number.NaN;
  if (hold.length > 1 || Number.isNaN(until) || until > now + limits.maxDelayedSend * 1000) {
    throw invalidProperties(["envelope"], "the time to hold is not valid");
  }
  return new Date(Math.max(until, now));
}
