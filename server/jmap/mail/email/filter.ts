// A filter of emails from a client's JSON: RFC 8621 §4.4.1. Names that are not conditions are unsupportedFilter, values of a
// wrong type invalidArguments.
import { isUtcDate } from "../../../../standards/jmap/types.ts";
import type { MailboxId } from "../../../base/ids.ts";
import { isKeyword } from "../../../mail/email-limits.ts";
import type { EmailCondition, EmailFilter } from "../../../store/mail-types.ts";
import { isBoolean, isString, isUnsignedInt } from "../../guards.ts";
import { parseMailboxId } from "../../ids.ts";
import { invalidArguments, unsupportedFilter } from "../../method-errors.ts";
import type { MethodCall } from "../../method.ts";
import { readFilter } from "../../standard/query.ts";

const maxTextLength = 1_000;
/** No mailbox has it: what is not in any mailbox of the account is found nowhere. */
const nowhere = 0 as MailboxId;

type Reader = (value: unknown, call: MethodCall) => unknown;

const text: Reader = (value) => (isString(value) && value.length <= maxTextLength ? value : undefined);
const keyword: Reader = (value) => (isString(value) ? wantedKeyword(value) : undefined);
const number: Reader = (value) => (isUnsignedInt(value) ? value : undefined);
const date: Reader = (value) => (isUtcDate(value) ? new Date(value) : undefined);
const mailbox = (value: unknown, { created }: MethodCall) => {
  if (!isString(value)) return undefined;
  const id = value.startsWith("#") ? created.get(value.slice(1)) : value;
  return (id === undefined ? undefined : parseMailboxId(id)) ?? nowhere;
};

const readers: Record<keyof EmailCondition, Reader> = {
  inMailbox: mailbox,
  inMailboxOtherThan: (value, call) =>
    Array.isArray(value) && value.every(isString) ? value.map((id) => mailbox(id, call)) : undefined,
  before: date,
  after: date,
  minSize: number,
  maxSize: number,
  allInThreadHaveKeyword: keyword,
  someInThreadHaveKeyword: keyword,
  noneInThreadHaveKeyword: keyword,
  hasKeyword: keyword,
  notKeyword: keyword,
  hasAttachment: (value) => (isBoolean(value) ? value : undefined),
  text,
  from: text,
  to: text,
  cc: text,
  bcc: text,
  subject: text,
  body: text,
  header: (value) =>
    Array.isArray(value) &&
    (value.length === 1 || value.length === 2) &&
    value.every((item) => text(item, undefined as never) !== undefined)
      ? value
      : undefined,
};

/** As keywords are kept. What is no keyword (RFC 8621 §4.1.1) no email has, as it has not the empty one. */
export function wantedKeyword(value: string): string {
  return isKeyword(value) ? value.toLowerCase() : "";
}

/** Null: everything. */
export function readEmailFilter(
  call: MethodCall,
  filter: Record<string, unknown> | null | undefined,
): EmailFilter | null {
  return readFilter<EmailFilter>(filter, (condition) => readCondition(call, condition)) ?? null;
}

function readCondition(call: MethodCall, condition: Record<string, unknown>): EmailCondition {
  const read: Record<string, unknown> = {};
  for (const name in condition) {
    if (!Object.hasOwn(readers, name)) {
      throw unsupportedFilter(`emails cannot be filtered by ${JSON.stringify(name.slice(0, 100))}`);
    }
    const value = readers[name as keyof EmailCondition](condition[name], call);
    if (value === undefined) throw invalidArguments(`the filter's ${name} is not of its type`);
    read[name] = value;
  }
  return read;
}
