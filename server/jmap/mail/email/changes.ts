// Email/changes, RFC 8621 §4.3.
import { MAIL } from "../../../../standards/jmap/capabilities.ts";
import { formatEmailId } from "../../ids.ts";
import { defineMethod } from "../../method.ts";
import { changesResponse, changesShape, type ChangesCall } from "../../standard/changes.ts";

export const emailChanges = defineMethod<ChangesCall>({
  capability: MAIL,
  right: "read",
  effect: "read",
  arguments: changesShape,
  run: async (call, args) => (await changesResponse(call, args, { state: "email", format: formatEmailId })).response,
});
