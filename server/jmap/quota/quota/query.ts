// Quota/query, RFC 9425 §4.4, over the one quota there is.
import { isString } from "../../guards.ts";
import { invalidArguments, unsupportedFilter } from "../../method-errors.ts";
import { defineMethod } from "../../method.ts";
import { queryShape, readPredicate, readSort, windowOf, type Predicate, type QueryCall } from "../../standard/query.ts";
import { quotaCapability, readQuota } from "./quota.ts";
import type { Quota } from "../../../../standards/jmap/quota.ts";

export const quotaQuery = defineMethod<QueryCall>({
  capability: quotaCapability,
  right: "read",
  effect: "read",
  arguments: queryShape,
  async run(call, args) {
    const isFound = readPredicate(args.filter, readTest);
    readSort(args.sort, ["name", "used"]);
    const { state, quota } = await readQuota(call);
    const found = isFound(quota) ? [quota.id] : [];
    return {
      accountId: args.accountId,
      queryState: state,
      canCalculateChanges: false,
      ...windowOf(found, args),
      ...(args.calculateTotal && { total: found.length }),
    };
  },
});

function readTest(name: string, value: unknown): Predicate<Quota> {
  if (!["name", "scope", "resourceType", "type"].includes(name)) {
    throw unsupportedFilter(`quotas cannot be filtered by ${JSON.stringify(name.slice(0, 100))}`);
  }
  if (!isString(value)) throw invalidArguments(`the filter's ${name} is not of its type`);
  if (name === "name") return (quota) => quota.name.toLowerCase().includes(value.toLowerCase());
  if (name === "type") return (quota) => quota.types.includes(value);
  return name === "scope" ? (quota) => quota.scope === value : (quota) => quota.resourceType === value;
}
