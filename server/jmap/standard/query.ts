// What every /query has in common: RFC 8620 §5.5.
import {
  arrayOf,
  isBoolean,
  isId,
  isInt,
  isObject,
  isString,
  isUnsignedInt,
  nullable,
  type ArgumentShape,
} from "../guards.ts";
import { limits } from "../limits.ts";
import {
  anchorNotFound,
  invalidArguments,
  tooManyChanges,
  unsupportedFilter,
  unsupportedSort,
} from "../method-errors.ts";

export type QueryCall = {
  accountId: string;
  filter?: Record<string, unknown> | null;
  sort?: Record<string, unknown>[] | null;
  position?: number;
  anchor?: string | null;
  anchorOffset?: number;
  limit?: number | null;
  calculateTotal?: boolean;
};

export type QueryChangesCall = {
  accountId: string;
  filter?: Record<string, unknown> | null;
  sort?: Record<string, unknown>[] | null;
  sinceQueryState: string;
  maxChanges?: number | null;
  upToId?: string | null;
  calculateTotal?: boolean;
};

const what = {
  accountId: isId,
  filter: nullable(isObject),
  sort: nullable(arrayOf(isObject)),
  calculateTotal: isBoolean,
};

export const queryShape = {
  required: ["accountId"],
  guards: {
    ...what,
    position: isInt,
    anchor: nullable(isId),
    anchorOffset: isInt,
    limit: nullable(isUnsignedInt),
  },
} satisfies ArgumentShape;

export const queryChangesShape = {
  required: ["accountId", "sinceQueryState"],
  guards: { ...what, sinceQueryState: isString, maxChanges: nullable(isUnsignedInt), upToId: nullable(isId) },
} satisfies ArgumentShape;

/** The limit to use, and whether the client must be told that it is ours (RFC 8620 §5.5). */
export function effectiveLimit(asked: number | null | undefined): { limit: number; isOurs: boolean } {
  const isOurs = asked == null || asked > limits.maxQueryResults;
  return { limit: isOurs ? limits.maxQueryResults : asked, isOurs };
}

/** Reads a filter: operators here, conditions by `readCondition`. Undefined for none. */
export function readFilter<Condition>(
  filter: Record<string, unknown> | null | undefined,
  readCondition: (condition: Record<string, unknown>) => Condition,
): Condition | { operator: "AND" | "OR" | "NOT"; conditions: ReturnType<typeof readCondition>[] } | undefined {
  if (filter == null) return undefined;
  let conditions = 0;
  function read(node: Record<string, unknown>, depth: number): Condition {
    if (depth > limits.maxFilterDepth) throw unsupportedFilter("the filter is nested too deeply");
    if (!("operator" in node)) {
      if (++conditions > limits.maxFilterConditions) throw unsupportedFilter("the filter has too many conditions");
      return readCondition(node);
    }
    const { operator, conditions: inner, ...others } = node;
    if (operator !== "AND" && operator !== "OR" && operator !== "NOT") {
      throw invalidArguments("a filter's operator is not AND, OR or NOT");
    }
    if (!Array.isArray(inner) || !inner.every(isObject) || Object.keys(others).length > 0) {
      throw invalidArguments("a filter's conditions are not an array of filters");
    }
    return { operator, conditions: inner.map((child) => read(child, depth + 1)) } as Condition;
  }
  return read(filter, 1);
}

export type Predicate<T> = (object: T) => boolean;
type PredicateTree<T> = Predicate<T> | { operator: "AND" | "OR" | "NOT"; conditions: PredicateTree<T>[] };

/** Reads the filter of a type whose objects are few: what is found is told in memory. No filter finds everything. */
export function readPredicate<T>(
  filter: Record<string, unknown> | null | undefined,
  readTest: (name: string, value: unknown) => Predicate<T>,
): Predicate<T> {
  const tree = readFilter<PredicateTree<T>>(filter, (condition) => {
    const tests = Object.entries(condition).map(([name, value]) => readTest(name, value));
    return (object) => tests.every((test) => test(object));
  });
  return (object) => tree === undefined || holds(tree, object);
}

function holds<T>(tree: PredicateTree<T>, object: T): boolean {
  if (typeof tree === "function") return tree(object);
  const { operator, conditions } = tree;
  if (operator === "AND") return conditions.every((condition) => holds(condition, object));
  return conditions.some((condition) => holds(condition, object)) === (operator === "OR");
}

export type SortBy<Property extends string> = {
  property: Property;
  isAscending: boolean;
  keyword?: string;
  /** Absent: the server's choice (RFC 8620 §5.5). */
  collation?: "i;unicode-casemap";
};

/** Reads comparators; a property that is not among `properties`, or a collation that is not ours, cannot be sorted by. */
export function readSort<Property extends string>(
  sort: readonly Record<string, unknown>[] | null | undefined,
  properties: readonly Property[],
): SortBy<Property>[] {
  if ((sort?.length ?? 0) > limits.maxSortComparators) throw unsupportedSort("too many comparators");
  return (sort ?? []).map((comparator) => {
    const { property, isAscending = true, collation, keyword, ...others } = comparator;
    if (!isString(property) || !isBoolean(isAscending) || (collation != null && !isString(collation))) {
      throw invalidArguments("a comparator is not valid");
    }
    if (!(properties as readonly string[]).includes(property)) {
      throw unsupportedSort(`cannot sort by ${JSON.stringify(property.slice(0, 100))}`);
    }
    if (!isCollation(collation)) throw unsupportedSort("there is no such collation");
    if (Object.keys(others).length > 0) throw invalidArguments("a comparator has an unknown property");
    if (keyword !== undefined && !isString(keyword)) throw invalidArguments("a comparator's keyword is not a string");
    return {
      property: property as Property,
      isAscending,
      ...(keyword === undefined ? {} : { keyword }),
      ...(collation == null ? {} : { collation }),
    };
  });
}

function isCollation(value: string | null | undefined): value is "i;unicode-casemap" | null | undefined {
  return value == null || value === "i;unicode-casemap";
}

/** The window of `ids` that is asked for: anchor before position, both clamped as RFC 8620 §5.5 says. */
export function windowOf(
  ids: readonly string[],
  args: Pick<QueryCall, "position" | "anchor" | "anchorOffset" | "limit">,
): { position: number; ids: string[]; limit?: number } {
  const { limit, isOurs } = effectiveLimit(args.limit);
  const position = startOf(ids, args);
  return {
    position,
    ids: ids.slice(position, position + limit),
    ...(isOurs && ids.length - position > limit ? { limit } : {}),
  };
}

function startOf(
  ids: readonly string[],
  { position = 0, anchor, anchorOffset = 0 }: Pick<QueryCall, "position" | "anchor" | "anchorOffset">,
): number {
  if (anchor == null) return position >= 0 ? position : Math.max(0, ids.length + position);
  const at = ids.indexOf(anchor);
  if (at < 0) throw anchorNotFound();
  return Math.max(0, at + anchorOffset);
}

/**
 * The difference for a list whose order follows mutable properties (RFC 8620 §5.6): whatever changed is removed and, where
 * it still belongs, added at its new place.
 */
export function queryChangesOf(
  changed: ReadonlySet<string>,
  current: readonly string[],
  maxChanges: number | null | undefined,
): { removed: string[]; added: { id: string; index: number }[] } {
  const added: { id: string; index: number }[] = [];
  current.forEach((id, index) => {
    if (changed.has(id)) added.push({ id, index });
  });
  if (maxChanges != null && changed.size + added.length > maxChanges) throw tooManyChanges();
  return { removed: [...changed], added };
}
