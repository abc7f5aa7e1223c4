// Identity/changes, RFC 8621 §6.2.
import { SUBMISSION } from "../../../../standards/jmap/capabilities.ts";
import { formatIdentityId } from "../../ids.ts";
import { defineMethod } from "../../method.ts";
import { changesResponse, changesShape, type ChangesCall } from "../../standard/changes.ts";

export const identityChanges = defineMethod<ChangesCall>({
  capability: SUBMISSION,
  right: "read",
  effect: "read",
  arguments: changesShape,
  run: async (call, args) =>
    (await changesResponse(call, args, { state: "identity", format: formatIdentityId })).response,
});
