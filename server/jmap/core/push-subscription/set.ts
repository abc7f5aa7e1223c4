// PushSubscription/set, RFC 8620 §7.2.2. A new one is sent a code that the device must send back before it is told anything.
import { CORE } from "../../../../standards/jmap/capabilities.ts";
import type { SetError } from "../../../../standards/jmap/errors.ts";
import { createToken } from "../../../base/ids.ts";
import type { PatchObject } from "../../../../standards/jmap/types.ts";
import {
  beginTelling,
  deletePushSubscription,
  insertPushSubscription,
  listPushSubscriptions,
  updatePushSubscription,
} from "../../../store/push-subscriptions.ts";
import { formatPushSubscriptionId, parsePushSubscriptionId } from "../../ids.ts";
import { limits } from "../../limits.ts";
import { defineMethod, type MethodCall } from "../../method.ts";
import { invalidProperties, notFound, setError } from "../../set-errors.ts";
import {
  attempt,
  checkSize,
  orNull,
  patchObject,
  refuseWillDestroy,
  resolveId,
  setSelfShape,
  type SetCall,
} from "../../standard/set.ts";
import { deliverPush } from "./deliver-push.ts";
import { readExpires, readNewSubscription, readTypes } from "./properties.ts";
import { toPushSubscription } from "./push-subscription.ts";

export const pushSubscriptionSet = defineMethod<Omit<SetCall, "accountId">>({
  capability: CORE,
  right: "self",
  effect: "write",
  arguments: setSelfShape,
  async run(call, args) {
    checkSize(args);
    const created: Record<string, unknown> = {};
    const updated: Record<string, unknown> = {};
    const destroyed: string[] = [];
    const notCreated: Record<string, SetError> = {};
    const notUpdated: Record<string, SetError> = {};
    const notDestroyed: Record<string, SetError> = {};
    for (const [creationId, object] of Object.entries(args.create ?? {})) {
      await attempt(notCreated, creationId, async () => {
        created[creationId] = await create(call, creationId, object);
      });
    }
    for (const [key, patch] of Object.entries(args.update ?? {})) {
      await attempt(notUpdated, key, async () => {
        const id = resolveId(call, key);
        refuseWillDestroy(call, { accountId: "", ...args }, id);
        updated[id] = await update(call, id, patch);
      });
    }
    for (const key of new Set(args.destroy ?? [])) {
      await attempt(notDestroyed, key, async () => {
        const id = resolveId(call, key);
        const number = parsePushSubscriptionId(id);
        const { accountId } = call.account;
        if (number === undefined || !(await call.db.write((tx) => deletePushSubscription(tx, accountId, number)))) {
          throw notFound();
        }
        destroyed.push(id);
      });
    }
    await call.deps.pushes.refresh();
    return {
      created: orNull(created),
      updated: orNull(updated),
      destroyed: destroyed.length > 0 ? destroyed : null,
      notCreated: orNull(notCreated),
      notUpdated: orNull(notUpdated),
      notDestroyed: orNull(notDestroyed),
    };
  },
});

async function create(call: MethodCall, creationId: string, object: Record<string, unknown>): Promise<object> {
  const { clock, random, log, allowLoopbackPush = false } = call.deps;
  const { sessionHash = null, isPublicComputer = false } = call.principal;
  const given = readNewSubscription(object, {
    now: clock.now(),
    allowLoopback: allowLoopbackPush,
    isSession: sessionHash !== null && !isPublicComputer,
  });
  const verificationCode = createToken(random);
  const row = { ...given, accountId: call.account.accountId, verificationCode, verified: false, sessionHash };
  const number = await call.db.write((tx) => insertPushSubscription(tx, row, limits.maxPushSubscriptionsPerAccount));
  if (number === undefined) throw setError("overQuota", "there are too many push subscriptions");
  const id = formatPushSubscriptionId(number);
  call.created.set(creationId, id);
  // RFC 8620 §7.2.2: sent at once; whether the service takes it does not decide the answer.
  const verification = { "@type": "PushVerification", pushSubscriptionId: id, verificationCode } as const;
  void deliverPush(call.deps, row, verification).catch((error: unknown) =>
    log.info({ err: error, accountId: row.accountId }, "a push verification could not be delivered"),
  );
  const { expires } = toPushSubscription({ ...row, id: number });
  return { id, keys: null, expires, types: row.types, ...onlyServerSet(object) };
}

/** What the client has given itself is not repeated, but for what the server may have changed. */
function onlyServerSet(object: Record<string, unknown>): object {
  return Object.hasOwn(object, "types") ? { types: object.types } : {};
}

async function update(call: MethodCall, id: string, patch: PatchObject): Promise<object | null> {
  const { accountId } = call.account;
  const now = call.deps.clock.now();
  const rows = await call.read((tx) => listPushSubscriptions(tx, accountId, new Date(now)));
  const row = rows.find((candidate) => formatPushSubscriptionId(candidate.id) === id);
  if (!row) throw notFound();
  const { patched, properties } = patchObject(toPushSubscription(row), patch, ["verificationCode", "expires", "types"]);
  if (properties.includes("verificationCode") && patched.verificationCode !== row.verificationCode) {
    throw invalidProperties(["verificationCode"]);
  }
  const verified = row.verified || properties.includes("verificationCode");
  const expiresAt = properties.includes("expires") ? readExpires(patched.expires, now) : row.expiresAt;
  const types = properties.includes("types") ? readTypes(patched.types) : row.types;
  const visible = verified && !row.verified ? await call.deps.directory.listActingAccounts(accountId) : undefined;
  const isThere = await call.db.write(async (tx) => {
    if (!(await updatePushSubscription(tx, { ...row, verified, expiresAt, types }))) return false;
    if (visible)
      await beginTelling(
        tx,
        row,
        visible.map((each) => each.accountId),
      );
    return true;
  });
  if (!isThere) throw notFound();
  const { expires } = toPushSubscription({ ...row, expiresAt });
  return properties.includes("expires") && expires !== patched.expires ? { expires } : null;
}
