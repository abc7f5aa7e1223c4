// The trace of a message, RFC 5321 §4.4: reads what others have left in its header and writes ours before it. Nothing else
// of the message is touched, but Authentication-Results that claim to be from us are removed (RFC 8601 §5).

import { normalizeAddress } from "../../standards/address/normalize-address.ts";
import { formatMailbox } from "../../standards/address/mailbox.ts";
import { formatDate } from "../../standards/mime/date.ts";
import { scanHeader, type HeaderBlock } from "../../standards/mime/scan-header.ts";
import type { HeaderField } from "../../standards/mime/types.ts";
import { MAX_RECEIVED_FIELDS } from "../base/limits.ts";
import { receptionId, type Session, type Transaction } from "./session.ts";

const unlimited = { maxHeaderBytes: Number.POSITIVE_INFINITY, maxHeaderFields: Number.POSITIVE_INFINITY };

/** All of the header, however large: what must go must not be missed. */
export function readHeader(raw: Buffer): HeaderBlock {
  return scanHeader(raw, 0, unlimited, () => false);
}

export function fieldsNamed(header: HeaderBlock, name: string): HeaderField[] {
  return header.fields.filter((field) => field.name.length === name.length && field.name.toLowerCase() === name);
}

function valueOf(raw: Buffer, field: HeaderField): string {
  return raw.toString("utf8", field.valueStart, field.end).trim();
}

/** RFC 5321 §6.3: too many hops; or one of its recipients has had it before. */
export function isLoop(raw: Buffer, header: HeaderBlock, recipients: readonly string[]): boolean {
  if (fieldsNamed(header, "received").length > MAX_RECEIVED_FIELDS) return true;
  const ours = new Set(recipients);
  return fieldsNamed(header, "delivered-to").some((field) => ours.has(normalizeAddress(valueOf(raw, field)) ?? ""));
}

export interface TraceFields {
  hostname: string;
  session: Session;
  transaction: Transaction;
  receivedAt: Date;
  /** The value of Authentication-Results; absent: none is written. */
  authenticationResults?: string;
  /** A Return-Path is written by the last server only (RFC 5321 §4.4). */
  isFinal: boolean;
}

/** The message as it is kept or sent on: our fields first, those that pretend to be ours left out. */
export function addTrace(raw: Buffer, header: HeaderBlock, trace: TraceFields): Buffer {
  const pieces: Buffer[] = [Buffer.from(traceFields(trace))];
  let from = header.start;
  for (const field of header.fields) {
    const name = field.name.toLowerCase();
    const isForged = name === "authentication-results" && isFrom(trace.hostname, valueOf(raw, field));
    if (!isForged && !(trace.isFinal && name === "return-path")) continue;
    pieces.push(raw.subarray(from, field.start));
    from = Math.min(raw.length, field.end + 2);
  }
  pieces.push(raw.subarray(from));
  return Buffer.concat(pieces);
}

function traceFields({
  hostname,
  session,
  transaction,
  receivedAt,
  authenticationResults,
  isFinal,
}: TraceFields): string {
  const { mailFrom, recipients } = transaction;
  const returnPath = isFinal ? `Return-Path: <${mailFrom ? formatMailbox(mailFrom) : ""}>\r\n` : "";
  const results = authenticationResults ? `Authentication-Results: ${authenticationResults}\r\n` : "";
  const only = recipients.length === 1 ? recipients[0] : undefined;
  // RFC 5321 §7.2: with more than one recipient, "for" would tell each about the others.
  const recipient = only ? `\r\n for <${formatMailbox(only.path)}>` : "";
  const literal = session.remoteAddress.includes(":") ? `IPv6:${session.remoteAddress}` : session.remoteAddress;
  const from = `${session.greeting?.domain ?? "unknown"} ([${literal}])`;
  const tls = session.tls ? ` (${session.tls})` : "";
  return (
    `${returnPath}${results}Received: from ${from}\r\n by ${hostname} (Surel) with ${protocolOf(session, transaction)}` +
    ` id ${receptionId(session)}${tls}${recipient};\r\n ${formatDate(receivedAt)}\r\n`
  );
}

/** The registry of RFC 5321 §7.7 with RFC 3848 and RFC 6531 §4.3. */
export function protocolOf(session: Session, transaction: Transaction): string {
  const suffix = `${session.tls ? "S" : ""}${session.accountId === undefined ? "" : "A"}`;
  if (transaction.parameters.has("SMTPUTF8")) return `UTF8SMTP${suffix}`;
  return session.greeting?.isExtended ? `ESMTP${suffix}` : "SMTP";
}

function isFrom(hostname: string, value: string): boolean {
  const identifier = /^(?:\s|\([^)]*\))*"?([^\s;"(]+)/.exec(value)?.[1] ?? "";
  return identifier.toLowerCase() === hostname.toLowerCase();
}
