// Filters and sorts, RFC 8620 §5.5.

export type FilterOperator<Condition> = { operator: "AND" | "OR" | "NOT"; conditions: Filter<Condition>[] };
export type Filter<Condition> = FilterOperator<Condition> | Condition;

export type Comparator = { property: string; isAscending?: boolean; collation?: string };

export function isFilterOperator<Condition extends object>(
  filter: Filter<Condition>,
): filter is FilterOperator<Condition> {
  return "operator" in filter;
}
