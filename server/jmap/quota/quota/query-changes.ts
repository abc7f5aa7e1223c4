// Quota/queryChanges, RFC 9425 §4.5. One quota is quicker asked for again.
import { cannotCalculateChanges } from "../../method-errors.ts";
import { defineMethod } from "../../method.ts";
import { queryChangesShape, type QueryChangesCall } from "../../standard/query.ts";
import { quotaCapability } from "./quota.ts";

export const quotaQueryChanges = defineMethod<QueryChangesCall>({
  capability: quotaCapability,
  right: "read",
  effect: "read",
  arguments: queryChangesShape,
  run: () => Promise.reject(cannotCalculateChanges()),
});
