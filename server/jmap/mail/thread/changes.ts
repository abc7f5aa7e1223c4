// Thread/changes, RFC 8621 §3.2.
import { MAIL } from "../../../../standards/jmap/capabilities.ts";
import { formatThreadId } from "../../ids.ts";
import { defineMethod } from "../../method.ts";
import { changesResponse, changesShape, type ChangesCall } from "../../standard/changes.ts";

export const threadChanges = defineMethod<ChangesCall>({
  capability: MAIL,
  right: "read",
  effect: "read",
  arguments: changesShape,
  run: async (call, args) => (await changesResponse(call, args, { state: "thread", format: formatThreadId })).response,
});
