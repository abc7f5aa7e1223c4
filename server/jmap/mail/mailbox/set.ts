// Mailbox/set, RFC 8621 §2.5.
import type { SetError } from "../../../../standards/jmap/errors.ts";
import { MAIL } from "../../../../standards/jmap/capabilities.ts";
import { mailboxSettableProperties, type Mailbox } from "../../../../standards/jmap/mailbox.ts";
import type { PatchObject } from "../../../../standards/jmap/types.ts";
import type { MailboxId } from "../../../base/ids.ts";
import { createMailbox, destroyMailbox, updateMailboxes } from "../../../mail/change-mailboxes.ts";
import type { MailboxChange, MailboxRefusal } from "../../../mail/mailbox-rules.ts";
import { listMailboxes } from "../../../store/mailboxes.ts";
import { isBoolean, isString } from "../../guards.ts";
import { formatMailboxId, parseMailboxId } from "../../ids.ts";
import { defineMethod, type MethodCall } from "../../method.ts";
import { invalidProperties, notFound, SetFailure, setError } from "../../set-errors.ts";
import {
  attempt,
  beginSet,
  change,
  patchObject,
  refuseWillDestroy,
  resolveId,
  setResponse,
  setShape,
  type SetCall,
  type SetRun,
} from "../../standard/set.ts";
import { toMailbox } from "./mailbox.ts";
import { readMailboxProperties, refuseServerSet } from "./properties.ts";

type MailboxSetCall = SetCall & { onDestroyRemoveEmails?: boolean };

export const mailboxSet = defineMethod<MailboxSetCall>({
  capability: MAIL,
  right: "write",
  effect: "write",
  arguments: { ...setShape, guards: { ...setShape.guards, onDestroyRemoveEmails: isBoolean } },
  async run(call, args) {
    const run = await beginSet<Mailbox>(call, args, "mailbox");
    const creations = parentsFirst(args.create ?? {});
    const updates = Object.entries(args.update ?? {});
    await createAll(call, run, creations);
    await updateAll(call, run, { args, updates });
    for (const [key, id] of await childrenFirst(call, args.destroy ?? [])) {
      await attempt(run.notDestroyed, key, () => destroy(call, run, id, args.onDestroyRemoveEmails ?? false));
    }
    // RFC 8620 §5.3: what is valid in the end is allowed; what stood in the way may be gone by now.
    if (run.destroyed.length > 0 || Object.keys(run.updated).length > 0) {
      const creationsLeft = creations.filter(([key]) => isAboutAnother(run.notCreated[key]));
      const updatesLeft = updates.filter(([key]) => isAboutAnother(run.notUpdated[key]));
      await createAll(call, run, creationsLeft);
      await updateAll(call, run, { args, updates: updatesLeft });
    }
    return setResponse(run);
  },
});

function isAboutAnother(error: SetError | undefined): boolean {
  return error?.type === "alreadyExists" || (error?.properties?.includes("role") ?? false);
}

async function createAll(
  call: MethodCall,
  run: SetRun<Mailbox>,
  creations: readonly [string, Record<string, unknown>][],
): Promise<void> {
  for (const [creationId, object] of creations) {
    delete run.notCreated[creationId];
    await attempt(run.notCreated, creationId, () => create(call, run, creationId, object));
  }
}

async function create(
  call: MethodCall,
  run: SetRun<Mailbox>,
  creationId: string,
  object: Record<string, unknown>,
): Promise<void> {
  refuseServerSet(call, object);
  if (!Object.hasOwn(object, "name")) throw invalidProperties(["name"], "is missing");
  const given = mailboxSettableProperties.filter((name) => Object.hasOwn(object, name));
  const settable = Object.fromEntries(given.map((name) => [name, object[name]]));
  const properties = readMailboxProperties(call, settable) as MailboxChange & { name: string };
  const { accountId } = call.account;
  const { result } = await change(run, (options) => createMailbox(call.deps.mail, accountId, properties, options));
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

/** All in one transaction. */
async function updateAll(
  call: MethodCall,
  run: SetRun<Mailbox>,
  { args, updates }: { args: SetCall; updates: readonly [string, PatchObject][] },
): Promise<void> {
  const { accountId } = call.account;
  const rows = updates.length > 0 ? await call.read((tx) => listMailboxes(tx, accountId)) : [];
  const changes = new Map<MailboxId, MailboxChange>();
  const keys = new Map<MailboxId, string>();
  for (const [key, patch] of updates) {
    delete run.notUpdated[key];
    await attempt(run.notUpdated, key, () => {
      const id = resolveId(call, key);
      refuseWillDestroy(call, args, id);
      const row = rows.find((candidate) => formatMailboxId(candidate.id) === id);
      if (!row) throw notFound();
      const { patched, properties } = patchObject(toMailbox(row, call.account), patch, mailboxSettableProperties);
      const changed = readMailboxProperties(call, Object.fromEntries(properties.map((name) => [name, patched[name]])));
      changes.set(row.id, { ...changes.get(row.id), ...changed });
      keys.set(row.id, key);
      return Promise.resolve();
    });
  }
  if (changes.size === 0) return;
  const { result: refused } = await change(run, (options) =>
    updateMailboxes(call.deps.mail, accountId, changes, options),
  );
  for (const [id, key] of keys) {
    const refusedFor = refused.get(id);
    if (refusedFor) run.notUpdated[key] = refusal(refusedFor).error;
    else run.updated[formatMailboxId(id)] = null;
  }
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

function refusal(result: MailboxRefusal): SetFailure {
  switch (result.failure) {
    case "invalidProperties":
      return invalidProperties(result.properties, result.description);
    case "alreadyExists":
      return new SetFailure({ type: "alreadyExists", existingId: formatMailboxId(result.existingId) });
    case "tooManyMailboxes":
      return setError("overQuota", "there are too many mailboxes");
    default:
      return setError(result.failure);
  }
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
