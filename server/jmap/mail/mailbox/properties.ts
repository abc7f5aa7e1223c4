// Properties of a mailbox from a client's JSON: RFC 8621 §2.
import { isDeepStrictEqual } from "node:util";
import { mailboxSettableProperties, type Mailbox } from "../../../../standards/jmap/mailbox.ts";
import type { MailboxId } from "../../../base/ids.ts";
import type { MailboxChange, MailboxProperties } from "../../../mail/mailbox-rules.ts";
import { isBoolean, isObject, isString, isUnsignedInt } from "../../guards.ts";
import { parseMailboxId } from "../../ids.ts";
import type { MethodCall } from "../../method.ts";
import { invalidProperties } from "../../set-errors.ts";
import { toMailbox } from "./mailbox.ts";
import { mailboxRoles } from "./roles.ts";

/** RFC 8620 §5.3: whole objects may be passed on, so what the server sets may be named with what it sets. */
export function refuseServerSet(call: MethodCall, object: Record<string, unknown>): void {
  const counts = { totalEmails: 0, unreadEmails: 0, totalThreads: 0, unreadThreads: 0 };
  const settable = { name: "", parentId: null, role: null, sortOrder: 0, unsubscribed: [] };
  const made = toMailbox({ id: 0 as MailboxId, ...counts, ...settable }, call.account);
  const refused = Object.keys(object).filter(
    (name) =>
      !(mailboxSettableProperties as readonly string[]).includes(name) &&
      !(Object.hasOwn(made, name) && isDeepStrictEqual(object[name], made[name as keyof typeof made])),
  );
  if (refused.length > 0) throw invalidProperties(refused.flatMap((name) => pathsOf(name, object[name], made)));
}

/** Of the rights, those that are not as the server sets them. */
function pathsOf(name: string, given: unknown, { myRights }: Mailbox): string[] {
  if (name !== "myRights" || !isObject(given)) return [name];
  const rights: Record<string, unknown> = { ...myRights };
  return Object.keys(given).flatMap((right) => (given[right] === rights[right] ? [] : [`myRights/${right}`]));
}

/** The properties given, each of its type; null stands for the default (RFC 8620 §5.3). */
export function readMailboxProperties(call: MethodCall, object: Record<string, unknown>): MailboxChange {
  const properties: MailboxChange = {};
  const wrong: string[] = [];
  for (const [name, value] of Object.entries(object)) {
    if (name === "name" && isString(value)) properties.name = value;
    else if (name === "parentId" && (value === null || isString(value))) {
      const parentId = value === null ? null : readParent(call, value);
      if (parentId === undefined) wrong.push(name);
      else properties.parentId = parentId;
    } else if (name === "role" && (value === null || isRole(value))) properties.role = value;
    else if (name === "sortOrder" && (value === null || (isUnsignedInt(value) && value < 2 ** 31))) {
      properties.sortOrder = value ?? 0;
    } else if (name === "isSubscribed" && (value === null || isBoolean(value))) {
      properties.subscription = { personId: call.account.personId, isSubscribed: value ?? true };
    } else wrong.push(name);
  }
  if (wrong.length > 0) throw invalidProperties(wrong);
  return properties;
}

function isRole(value: unknown): value is MailboxProperties["role"] {
  return isString(value) && (mailboxRoles as readonly string[]).includes(value);
}

function readParent(call: MethodCall, id: string): MailboxId | undefined {
  const known = id.startsWith("#") ? call.created.get(id.slice(1)) : id;
  return known === undefined ? undefined : parseMailboxId(known);
}
