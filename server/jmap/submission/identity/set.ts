// Identity/set, RFC 8621 §6.3. One transaction; whoever may send for the account may change how it presents itself.
import { SUBMISSION } from "../../../../standards/jmap/capabilities.ts";
import { identityProperties, type Identity } from "../../../../standards/jmap/identity.ts";
import type { PatchObject } from "../../../../standards/jmap/types.ts";
import { createIdentity, destroyIdentity, listIdentities, updateIdentity } from "../../../store/identities.ts";
import type { WriteTx } from "../../../store/database.ts";
import type { AccountChange } from "../../../store/mail-account.ts";
import { formatIdentityId, parseIdentityId } from "../../ids.ts";
import { defineMethod, type MethodCall } from "../../method.ts";
import { invalidProperties, notFound, setError } from "../../set-errors.ts";
import {
  attempt,
  beginSet,
  patchObject,
  refuseUnknown,
  refuseWillDestroy,
  resolveId,
  setResponse,
  setShape,
  type SetCall,
  type SetRun,
} from "../../standard/set.ts";
import { changeAccount } from "../../standard/change-account.ts";
import { readIdentityProperties } from "./properties.ts";

const settable = identityProperties.filter((name) => name !== "id" && name !== "mayDelete");

export const identitySet = defineMethod<SetCall>({
  capability: SUBMISSION,
  right: "submit",
  effect: "write",
  arguments: setShape,
  async run(call, args) {
    const run = await beginSet<Identity>(call, args, "identity");
    const usable = await usableAddresses(call, args);
    await changeAccount(call, run, "identity", async (tx, change) => {
      clear(run);
      for (const [creationId, object] of Object.entries(args.create ?? {})) {
        await attempt(run.notCreated, creationId, () => create({ call, run, tx, change }, creationId, object, usable));
      }
      for (const [key, patch] of Object.entries(args.update ?? {})) {
        await attempt(run.notUpdated, key, async () => {
          const id = resolveId(call, key);
          refuseWillDestroy(call, args, id);
          await update({ call, run, tx, change }, id, patch);
        });
      }
      for (const key of new Set(args.destroy ?? [])) {
        await attempt(run.notDestroyed, key, () => destroy({ call, run, tx, change }, resolveId(call, key)));
      }
      return [run.created, run.updated].some((map) => Object.keys(map).length > 0) || run.destroyed.length > 0;
    });
    return setResponse(run);
  },
});

type Step = { call: MethodCall; run: SetRun<Identity>; tx: WriteTx; change: AccountChange };

/** Asked before the transaction: the directory reads on a connection of its own. */
async function usableAddresses(call: MethodCall, { create }: SetCall): Promise<Set<string>> {
  const addresses = new Set(Object.values(create ?? {}).map(({ email }) => email));
  const usable = new Set<string>();
  for (const address of addresses) {
    if (typeof address !== "string") continue;
    if (await call.deps.directory.mayUseAddress(call.account.accountId, address)) usable.add(address);
  }
  return usable;
}

async function create(
  { call, run, tx, change }: Step,
  creationId: string,
  object: Record<string, unknown>,
  usable: ReadonlySet<string>,
): Promise<void> {
  refuseUnknown(object, settable);
  const given = readIdentityProperties(object);
  const { email } = given;
  if (email === undefined) throw invalidProperties(["email"], "is missing");
  if (!usable.has(email)) throw setError("forbiddenFrom", "you may not send as this address");
  const defaults = { name: "", replyTo: null, bcc: null, textSignature: "", htmlSignature: "" };
  const identity = { ...defaults, ...given, email, mayDelete: true };
  const id = formatIdentityId(await createIdentity(tx, change, identity));
  call.created.set(creationId, id);
  const made: Identity = { ...identity, id };
  run.created[creationId] = Object.fromEntries(
    Object.entries(made).filter(([name]) => name === "id" || !Object.hasOwn(object, name)),
  );
}

async function update({ call, run, tx, change }: Step, id: string, patch: PatchObject): Promise<void> {
  const number = parseIdentityId(id);
  const [row] = number === undefined ? [] : await listIdentities(tx, call.account.accountId, [number]);
  if (!row) throw notFound();
  // RFC 8621 §6: the address is immutable.
  const { patched, properties } = patchObject(
    { ...row, id },
    patch,
    settable.filter((name) => name !== "email"),
  );
  const changed = readIdentityProperties(Object.fromEntries(properties.map((name) => [name, patched[name]])));
  if (!(await updateIdentity(tx, change, { ...changed, id: row.id }))) throw notFound();
  run.updated[id] = null;
}

async function destroy({ call, run, tx, change }: Step, id: string): Promise<void> {
  const number = parseIdentityId(id);
  const [row] = number === undefined ? [] : await listIdentities(tx, call.account.accountId, [number]);
  if (!row) throw notFound();
  if (!row.mayDelete) throw setError("forbidden", "this identity stays");
  await destroyIdentity(tx, change, row.id);
  run.destroyed.push(id);
}

/** What an attempt before this one had noted, which was rolled back. */
function clear(run: SetRun<Identity>): void {
  for (const map of [run.created, run.updated, run.notCreated, run.notUpdated, run.notDestroyed]) {
    for (const key of Object.keys(map)) delete map[key];
  }
  run.destroyed.length = 0;
}
