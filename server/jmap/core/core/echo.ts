// Core/echo, RFC 8620 §4.
import { CORE } from "../../../../standards/jmap/capabilities.ts";
import { defineMethod } from "../../method.ts";

export const coreEcho = defineMethod<Record<string, unknown>>({
  capability: CORE,
  right: "self",
  effect: "nothing",
  arguments: { required: [], guards: "any" },
  run: (_, args) => Promise.resolve(args),
});
