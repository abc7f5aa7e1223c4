// What a submission agent may and must do to a message before it leaves (RFC 6409 §8, RFC 5322 §3.6): who claims to have
// written it, which fields are missing, which must not be seen.

import { asAddresses } from "../../standards/mime/header-forms.ts";
import { addMissingHeaderFields, removeHeaderFields } from "../../standards/mime/edit-header.ts";
import { scanHeader } from "../../standards/mime/scan-header.ts";
import { domainOf } from "../../standards/address/normalize-address.ts";
import { createToken, type RandomSource } from "../base/ids.ts";

/** The addresses that a message says it is from. Empty `from`: there is no usable From, or more than one. */
export interface Authors {
  from: string[];
  /** Of Sender, RFC 5322 §3.6.2. */
  sender: string[];
  /** Whether the header itself needs SMTPUTF8 (RFC 6532). */
  isUtf8: boolean;
}

const unlimited = { maxHeaderBytes: Number.POSITIVE_INFINITY, maxHeaderFields: Number.POSITIVE_INFINITY };

export function authorsOf(raw: Uint8Array): Authors {
  const buffer = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const header = scanHeader(buffer, 0, unlimited, () => false);
  const addressesOf = (name: string): string[][] =>
    header.fields
      .filter((field) => field.name.toLowerCase() === name)
      .map((field) => asAddresses(raw.subarray(field.valueStart, field.end)).map(({ email }) => email));
  const from = addressesOf("from");
  return {
    from: from.length === 1 ? (from[0] ?? []) : [],
    sender: addressesOf("sender").flat(),
    isUtf8: buffer.subarray(0, header.bodyStart).some((octet) => octet > 0x7f),
  };
}

export interface Completion {
  now: Date;
  /** Of the Message-ID; the author's domain, usually. */
  author: string;
  hostname: string;
  random: RandomSource;
}

/** The same octets when nothing is missing and nothing has to go. */
export function completeMessage(raw: Uint8Array, { now, author, hostname, random }: Completion): Uint8Array {
  const domain = domainOf(author) ?? hostname;
  // Bcc: RFC 5322 §3.6.3. Return-Path: only the last server writes one (RFC 5321 §4.4).
  return addMissingHeaderFields(removeHeaderFields(raw, ["Bcc", "Resent-Bcc", "Return-Path"]), [
    { name: "Date", date: now.toISOString() },
    { name: "Message-ID", messageIds: [`${createToken(random, 18)}@${domain}`] },
  ]);
}
