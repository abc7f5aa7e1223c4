// Quota/changes, RFC 9425 §4.3. The one quota has changed when the state has.
import { parseState } from "../../ids.ts";
import { cannotCalculateChanges, invalidArguments } from "../../method-errors.ts";
import { defineMethod } from "../../method.ts";
import { changesShape, type ChangesCall } from "../../standard/changes.ts";
import { quotaCapability, quotaId, readQuota } from "./quota.ts";

export const quotaChanges = defineMethod<ChangesCall>({
  capability: quotaCapability,
  right: "read",
  effect: "read",
  arguments: changesShape,
  async run(call, args) {
    if (args.maxChanges === 0) throw invalidArguments("maxChanges is 0");
    const { state } = await readQuota(call);
    const since = parseState(args.sinceState);
    if (since === undefined || since > Number(state)) throw cannotCalculateChanges();
    const changed = args.sinceState !== state;
    return {
      accountId: args.accountId,
      oldState: args.sinceState,
      newState: state,
      hasMoreChanges: false,
      created: [],
      updated: changed ? [quotaId] : [],
      destroyed: [],
      updatedProperties: changed ? ["used"] : null,
    };
  },
});
