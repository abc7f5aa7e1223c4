// What every /set has in common: RFC 8620 §5.3. Each object succeeds or fails for itself; the state before and after tells
// the client whether anybody else was in between.
import { isDeepStrictEqual } from "node:util";
import type { SetError } from "../../../standards/jmap/errors.ts";
import type { SetResponse } from "../../../standards/jmap/methods.ts";
import { applyPatch, patchedProperties } from "../../../standards/jmap/patch.ts";
import type { PatchObject } from "../../../standards/jmap/types.ts";
import type { StateType } from "../../store/mail-account.ts";
import { arrayOf, isId, isIdOrCreationId, isObject, isString, mapOf, nullable, type ArgumentShape } from "../guards.ts";
import { parseState } from "../ids.ts";
import { limits } from "../limits.ts";
import { requestTooLarge, stateMismatch } from "../method-errors.ts";
import type { MethodCall } from "../method.ts";
import { invalidPatch, invalidProperties, notFound, SetFailure, willDestroy } from "../set-errors.ts";

export type SetCall = {
  accountId: string;
  ifInState?: string | null;
  create?: Record<string, Record<string, unknown>> | null;
  update?: Record<string, PatchObject> | null;
  destroy?: string[] | null;
};

export const setSelfShape = {
  required: [],
  guards: {
    create: nullable(mapOf(isObject, isId)),
    update: nullable(mapOf(isObject, isIdOrCreationId)),
    destroy: nullable(arrayOf(isIdOrCreationId)),
  },
} satisfies ArgumentShape;

export const setShape = {
  required: ["accountId"],
  guards: { accountId: isId, ifInState: nullable(isString), ...setSelfShape.guards },
} satisfies ArgumentShape;

/** A /set under way. Whoever fills the maps answers with `setResponse`. */
export interface SetRun<T> {
  readonly accountId: string;
  oldState: number;
  newState: number;
  /** What the first change must still find; later ones follow our own. */
  ifInState: number | undefined;
  touched: boolean;
  readonly created: Record<string, Partial<T>>;
  readonly updated: Record<string, Partial<T> | null>;
  readonly destroyed: string[];
  readonly notCreated: Record<string, SetError>;
  readonly notUpdated: Record<string, SetError>;
  readonly notDestroyed: Record<string, SetError>;
}

/** Refuses too many objects, and another state than the client has seen, before anything is done. */
export async function beginSet<T>(call: MethodCall, args: SetCall, type: StateType): Promise<SetRun<T>> {
  checkSize(args);
  const state = (await call.states(call.account.accountId))[type];
  const ifInState = args.ifInState == null ? undefined : parseState(args.ifInState);
  if (args.ifInState != null && ifInState !== state) throw stateMismatch();
  return {
    accountId: args.accountId,
    oldState: state,
    newState: state,
    ifInState,
    touched: false,
    created: emptyMap(),
    updated: emptyMap(),
    destroyed: [],
    notCreated: emptyMap(),
    notUpdated: emptyMap(),
    notDestroyed: emptyMap(),
  };
}

/** Without a prototype: clients choose the names, and "__proto__" is one. */
function emptyMap<V>(): Record<string, V> {
  return Object.create(null) as Record<string, V>;
}

export function checkSize({ create, update, destroy }: Pick<SetCall, "create" | "update" | "destroy">): void {
  const objects = Object.keys(create ?? {}).length + Object.keys(update ?? {}).length + (destroy?.length ?? 0);
  if (objects > limits.maxObjectsInSet) throw requestTooLarge("more objects than maxObjectsInSet");
}

type Outcome = { outcome: "stateMismatch" } | { outcome: "done"; oldState: number; newState: number };

/** Runs one verb of the store, the first of a run only if the state is still the one asked for. */
export async function change<T, O extends Outcome>(
  run: SetRun<T>,
  verb: (options: { ifInState?: number }) => Promise<O>,
): Promise<Extract<O, { outcome: "done" }>> {
  const outcome = await verb(run.ifInState === undefined ? {} : { ifInState: run.ifInState });
  if (outcome.outcome === "stateMismatch") throw stateMismatch();
  run.ifInState = undefined;
  if (!run.touched) run.oldState = outcome.oldState;
  // Somebody else's change in between is not skipped: the new state stays before it, and /changes tells of both.
  if (!run.touched || outcome.oldState === run.newState) run.newState = outcome.newState;
  run.touched = true;
  return outcome as Extract<O, { outcome: "done" }>;
}

/** Notes a refusal of this object under its key; every other failure goes on. */
export async function attempt(
  refusals: Record<string, SetError>,
  key: string,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof SetFailure)) throw error;
    refusals[key] = error.error;
  }
}

/** The id that a key of `update` or an entry of `destroy` means; refuses a creation id that is unknown (RFC 8620 §5.3). */
export function resolveId(call: MethodCall, id: string): string {
  if (!id.startsWith("#")) return id;
  const created = call.created.get(id.slice(1));
  if (created === undefined) throw notFound();
  return created;
}

/** What is destroyed by this call is not updated first. */
export function refuseWillDestroy(call: MethodCall, args: SetCall, id: string): void {
  if (!args.destroy) return;
  for (const other of args.destroy) {
    if (other === id || (other.startsWith("#") && call.created.get(other.slice(1)) === id)) throw willDestroy();
  }
}

/** `object` after the patch. Properties outside `settable` may be named only with the value that they have. */
export function patchObject<T extends object>(
  object: T,
  patch: PatchObject,
  settable: readonly string[],
): { patched: Record<string, unknown>; properties: string[] } {
  const result = applyPatch(object, patch);
  if ("invalidPath" in result) throw invalidPatch(result.invalidPath);
  const properties = patchedProperties(patch);
  const refused = properties.filter(
    (name) =>
      !settable.includes(name) &&
      !(Object.hasOwn(object, name) && isDeepStrictEqual(result.patched[name], object[name as keyof T])),
  );
  if (refused.length > 0) throw invalidProperties(refused, "cannot be changed");
  return { patched: result.patched, properties: properties.filter((name) => settable.includes(name)) };
}

/** RFC 8620 §5.3: a property of a new object that the type does not have, or that the server sets. */
export function refuseUnknown(object: Record<string, unknown>, settable: readonly string[]): void {
  const refused = Object.keys(object).filter((name) => !settable.includes(name));
  if (refused.length > 0) throw invalidProperties(refused, "cannot be set");
}

export function setResponse<T>(run: SetRun<T>): SetResponse<T> {
  const { created, updated, destroyed, notCreated, notUpdated, notDestroyed } = run;
  return {
    accountId: run.accountId,
    oldState: String(run.oldState),
    newState: String(run.newState),
    created: orNull(created),
    updated: orNull(updated),
    destroyed: destroyed.length > 0 ? destroyed : null,
    notCreated: orNull(notCreated),
    notUpdated: orNull(notUpdated),
    notDestroyed: orNull(notDestroyed),
  };
}

export function orNull<V>(map: Record<string, V>): Record<string, V> | null {
  for (const _ in map) return map;
  return null;
}
