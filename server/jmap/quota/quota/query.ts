// Quota/query, RFC 9425 §4.4, over the one quota there is.
import { isString } from "../../guards.ts";
import { invalidArguments, unsupportedFilter } from "../../method-errors.ts";
import { defineMethod } from "../../method.ts";
import { queryShape, readFilter, readSort, windowOf, type QueryCall } from "../../standard/query.ts";
import { quotaCapability, readQuota } from "./quota.ts";
import type { Quota } from "../../../../standards/jmap/quota.ts";

export const quotaQuery = defineMethod<QueryCall>({
  capability: quotaCapability,
  right: "read",
  effect: "read",
  arguments: queryShape,
  async run(call, args) {
    const { state, quota } = await readQuota(call);
    readSort(args.sort, ["name", "used"]);
    const found = matches(quota, args.filter) ? [quota.id] : [];
    return {
      accountId: args.accountId,
      queryState: state,
      canCalculateChanges: false,
      ...windowOf(found, args),
      ...(args.calculateTotal && { total: found.length }),
    };
  },
});

type Tree = boolean | { operator: "AND" | "OR" | "NOT"; conditions: Tree[] };

function matches(quota: Quota, filter: Record<string, unknown> | null | undefined): boolean {
  const tree = readFilter<Tree>(filter, (condition) =>
    Object.entries(condition).every(([name, value]) => holds(quota, name, value)),
  );
  return tree === undefined || evaluate(tree);
}

function holds(quota: Quota, name: string, value: unknown): boolean {
  if (!["name", "scope", "resourceType", "type"].includes(name)) {
    throw unsupportedFilter(`quotas cannot be filtered by ${JSON.stringify(name.slice(0, 100))}`);
  }
  if (!isString(value)) throw invalidArguments(`the filter's ${name} is not of its type`);
  if (name === "name") return quota.name.toLowerCase().includes(value.toLowerCase());
  if (name === "type") return quota.types.includes(value);
  return name === "scope" ? quota.scope === value : quota.resourceType === value;
}

function evaluate(tree: Tree): boolean {
  if (typeof tree === "boolean") return tree;
  const results = tree.conditions.map(evaluate);
  if (tree.operator === "AND") return results.every(Boolean);
  return tree.operator === "OR" ? results.some(Boolean) : !results.some(Boolean);
}
