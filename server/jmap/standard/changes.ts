// What every /changes has in common: RFC 8620 §5.2.
import type { ChangesResponse } from "../../../standards/jmap/methods.ts";
import { changesOf, type Changes, type ChangesType } from "../../store/changes.ts";
import { isId, isString, isUnsignedInt, nullable, type ArgumentShape } from "../guards.ts";
import { parseState } from "../ids.ts";
import { limits } from "../limits.ts";
import { cannotCalculateChanges, invalidArguments } from "../method-errors.ts";
import type { MethodCall } from "../method.ts";

export type ChangesCall = { accountId: string; sinceState: string; maxChanges?: number | null };

export const changesShape = {
  required: ["accountId", "sinceState"],
  guards: { accountId: isId, sinceState: isString, maxChanges: nullable(isUnsignedInt) },
} satisfies ArgumentShape;

/** A state that we never gave out is one whose changes cannot be calculated. `maxChanges` of 0 is refused (RFC 8620 §5.2). */
export async function changesResponse(
  call: MethodCall,
  args: ChangesCall,
  type: { state: ChangesType; format: (id: never) => string },
): Promise<{ response: ChangesResponse; changes: Changes }> {
  if (args.maxChanges === 0) throw invalidArguments("maxChanges is 0");
  const since = parseState(args.sinceState);
  if (since === undefined) throw cannotCalculateChanges();
  const maxChanges = Math.min(args.maxChanges ?? limits.maxChanges, limits.maxChanges);
  const { accountId } = call.account;
  const changes = await call.read((tx) => changesOf(tx, accountId, type.state, { since, maxChanges }));
  if (!changes) throw cannotCalculateChanges();
  const format = type.format as (id: number) => string;
  const response = {
    accountId: args.accountId,
    oldState: args.sinceState,
    newState: String(changes.newState),
    hasMoreChanges: changes.hasMoreChanges,
    created: changes.created.map(format),
    updated: changes.updated.map(format),
    destroyed: changes.destroyed.map(format),
  };
  return { response, changes };
}
