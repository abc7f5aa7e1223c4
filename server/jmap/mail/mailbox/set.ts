// Mailbox/set, RFC 8621 §2.5.
import { MAIL } from "../../../../standards/jmap/capabilities.ts";
import { mailboxSettableProperties, type Mailbox } from "../../../../standards/jmap/mailbox.ts";
import type { MailboxId } from "../../../base/ids.ts";
import {
  createMailbox,
  destroyMailbox,
  updateMailbox,
  type MailboxProperties,
  type MailboxRefusal,
} from "../../../mail/change-mailboxes.ts";
import { listMailboxes } from "../../../store/mailboxes.ts";
import { isBoolean, isString, isUnsignedInt } from "../../guards.ts";
import { formatMailboxId, parseMailboxId } from "../../ids.ts";
import { defineMethod, type MethodCall } from "../../method.ts";
import { invalidProperties, notFound, setError } from "../../set-errors.ts";
import {
  attempt,
  beginSet,
  change,
  patchObject,
  refuseUnknown,
  refuseWillDestroy,
  resolveId,
  setResponse,
  setShape,
  type SetCall,
  type SetRun,
} from "../../standard/set.ts";
import { toMailbox } from "./mailbox.ts";
import { mailboxRoles } from "./roles.ts";

type MailboxSetCall = SetCall & { onDestroyRemoveEmails?: boolean };

export const mailboxSet = defineMethod<MailboxSetCall>({
  capability: MAIL,
  right: "write",
  effect: "write",
  arguments: { ...setShape, guards: { ...setShape.guards, onDestroyRemoveEmails: isBoolean } },
  async run(call, args) {
    const run = await beginSet<Mailbox>(call, args, "mailbox");
    for (const [creationId, object] of parentsFirst(args.create ?? {})) {
      await attempt(run.notCreated, creationId, () => create(call, run, creationId, object));
    }
    for (const [key, patch] of Object.entries(args.update ?? {})) {
      await attempt(run.notUpdated, key, async () => {
        const id = resolveId(call, key);
        refuseWillDestroy(call, args, id);
        await update(call, run, id, patch);
      });
    }
    for (const [key, id] of await childrenFirst(call, args.destroy ?? [])) {
      await attempt(run.notDestroyed, key, () => destroy(call, run, id, args.onDestroyRemoveEmails ?? false));
    }
    return setResponse(run);
  },
});

async function create(
  call: MethodCall,
  run: SetRun<Mailbox>,
  creationId: string,
  object: Record<string, unknown>,
): Promise<void> {
  refuseUnknown(object, mailboxSettableProperties);
  if (!Object.hasOwn(object, "name")) throw invalidProperties(["name"], "is missing");
  const properties = readProperties(call, object) as Partial<MailboxProperties> & { name: string };
  const { accountId } = call.account;
  const { result } = await change(run, (options) =>
    createMailbox(call.deps.mail, accountId, { sortOrder: 0, isSubscribed: false, ...properties }, options),
  );
  if ("failure" in result) throw refusal(result);
  const id = formatMailboxId(result.id);
  call.created.set(creationId, id);
  const [row] = await call.read((tx) => listMailboxes(tx, accountId, [result.id]));
  if (!row) throw notFound();
  const made = toMailbox(row, call.account);
  // RFC 8620 §5.3: what the client did not give, or what became another value than it gave.
  run.created[creationId] = Object.fromEntries(
    Object.entries(made).filter(([name, value]) => name === "id" || object[name] !== value),
  );
}

async function update(
  call: MethodCall,
  run: SetRun<Mailbox>,
  id: string,
  patch: Record<string, unknown>,
): Promise<void> {
  const number = parseMailboxId(id);
  const { accountId } = call.account;
  const [row] = number === undefined ? [] : await call.read((tx) => listMailboxes(tx, accountId, [number]));
  if (!row) throw notFound();
  const { patched, properties } = patchObject(toMailbox(row, call.account), patch, mailboxSettableProperties);
  const changed = readProperties(call, Object.fromEntries(properties.map((name) => [name, patched[name]])));
  const { result } = await change(run, (options) =>
    updateMailbox(call.deps.mail, accountId, { id: row.id, properties: changed }, options),
  );
  if ("failure" in result) throw refusal(result);
  run.updated[id] = null;
}

async function destroy(call: MethodCall, run: SetRun<Mailbox>, id: string, removeEmails: boolean): Promise<void> {
  const number = parseMailboxId(resolveId(call, id));
  if (number === undefined) throw notFound();
  const { accountId } = call.account;
  const [row] = await call.read((tx) => listMailboxes(tx, accountId, [number]));
  if (row && !toMailbox(row, call.account).myRights.mayDelete) throw setError("forbidden", "this mailbox stays");
  const { result } = await change(run, (options) =>
    destroyMailbox(call.deps.mail, accountId, { id: number, removeEmails }, options),
  );
  if ("failure" in result) throw refusal(result);
  run.destroyed.push(formatMailboxId(number));
}

/** The properties given, each of its type; null stands for the default (RFC 8620 §5.3). */
function readProperties(call: MethodCall, object: Record<string, unknown>): Partial<MailboxProperties> {
  const properties: Partial<MailboxProperties> = {};
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
    } else if (name === "isSubscribed" && (value === null || isBoolean(value)))
      properties.isSubscribed = value ?? false;
    else wrong.push(name);
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

function refusal(result: MailboxRefusal): Error {
  return result.failure === "invalidProperties"
    ? invalidProperties(result.properties, result.description)
    : result.failure === "tooManyMailboxes"
      ? setError("overQuota", "there are too many mailboxes")
      : setError(result.failure);
}

/** A mailbox may name one of the same call as its parent, in any order; a circle stays as it is and is refused. */
function parentsFirst(create: Record<string, Record<string, unknown>>): [string, Record<string, unknown>][] {
  const ordered = new Map<string, Record<string, unknown>>();
  const visiting = new Set<string>();
  function visit(creationId: string): void {
    const object = create[creationId]!;
    const { parentId } = object;
    visiting.add(creationId);
    const parent = isString(parentId) && parentId.startsWith("#") ? parentId.slice(1) : undefined;
    if (parent !== undefined && Object.hasOwn(create, parent) && !visiting.has(parent)) visit(parent);
    ordered.set(creationId, object);
  }
  for (const creationId of Object.keys(create)) if (!visiting.has(creationId)) visit(creationId);
  return [...ordered];
}

/** A mailbox and its children can be destroyed by one call in any order: the deepest go first. */
async function childrenFirst(call: MethodCall, keys: readonly string[]): Promise<[key: string, id: string][]> {
  const named = [...new Set(keys)].map((key): [string, string] => [
    key,
    key.startsWith("#") ? (call.created.get(key.slice(1)) ?? key) : key,
  ]);
  if (named.length < 2) return named;
  const rows = await call.read((tx) => listMailboxes(tx, call.account.accountId));
  const parents = new Map(rows.map((row) => [row.id, row.parentId]));
  const depthOf = (id: string): number => {
    let depth = 0;
    for (let at = parseMailboxId(id) ?? null; at !== null && depth < 1000; depth++) at = parents.get(at) ?? null;
    return depth;
  };
  return named
    .map((entry) => ({ entry, depth: depthOf(entry[1]) }))
    .sort((a, b) => b.depth - a.depth)
    .map(({ entry }) => entry);
}
