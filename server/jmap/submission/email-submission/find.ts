// Which submissions a query finds, in order: RFC 8621 §7.3.
import { emailSubmissionSortProperties } from "../../../../standards/jmap/email-submission.ts";
import { isUtcDate } from "../../../../standards/jmap/types.ts";
import type { Submission } from "../../../store/submissions.ts";
import { isString } from "../../guards.ts";
import { formatSubmissionId, parseEmailId, parseIdentityId, parseThreadId } from "../../ids.ts";
import { invalidArguments, unsupportedFilter } from "../../method-errors.ts";
import { readFilter, readSort } from "../../standard/query.ts";

type Predicate = (submission: Submission) => boolean;
type FilterTree = Predicate | { operator: "AND" | "OR" | "NOT"; conditions: FilterTree[] };

export type SubmissionSearch = { filter?: Record<string, unknown> | null; sort?: Record<string, unknown>[] | null };

/** Reads the search, refusing what is not valid, and gives the function that applies it. */
export function prepareSearch(search: SubmissionSearch): (submissions: readonly Submission[]) => string[] {
  const filter = readFilter<FilterTree>(search.filter, readCondition);
  const sort = readSort(search.sort, emailSubmissionSortProperties);
  const keys = { emailId: "emailId", threadId: "threadId", sentAt: "sendAt" } as const;
  function compare(a: Submission, b: Submission): number {
    for (const { property, isAscending } of sort) {
      const order = Number(a[keys[property]]) - Number(b[keys[property]]);
      if (order !== 0) return isAscending ? order : -order;
    }
    return a.id - b.id;
  }
  return (submissions) =>
    submissions
      .filter((submission) => filter === undefined || holds(filter, submission))
      .sort(compare)
      .map(({ id }) => formatSubmissionId(id));
}

function holds(filter: FilterTree, submission: Submission): boolean {
  if (typeof filter === "function") return filter(submission);
  const results = filter.conditions.map((condition) => holds(condition, submission));
  if (filter.operator === "AND") return results.every(Boolean);
  return filter.operator === "OR" ? results.some(Boolean) : !results.some(Boolean);
}

function readCondition(condition: Record<string, unknown>): Predicate {
  const tests = Object.entries(condition).map(([name, value]) => readTest(name, value));
  return (submission) => tests.every((test) => test(submission));
}

const tests: Record<string, (value: unknown) => Predicate | undefined> = {
  identityIds: (value) => among(value, parseIdentityId, ({ identityId }) => identityId),
  emailIds: (value) => among(value, parseEmailId, ({ emailId }) => emailId),
  threadIds: (value) => among(value, parseThreadId, ({ threadId }) => threadId),
  undoStatus: (value) =>
    value === "pending" || value === "final" || value === "canceled"
      ? ({ undoStatus }) => undoStatus === value
      : undefined,
  before: (value) => (isUtcDate(value) ? ({ sendAt }) => sendAt < new Date(value) : undefined),
  after: (value) => (isUtcDate(value) ? ({ sendAt }) => sendAt >= new Date(value) : undefined),
};

function readTest(name: string, value: unknown): Predicate {
  const read = Object.hasOwn(tests, name) ? tests[name] : undefined;
  if (!read) throw unsupportedFilter(`submissions cannot be filtered by ${JSON.stringify(name.slice(0, 100))}`);
  const test = read(value);
  if (!test) throw invalidArguments(`the filter's ${name} is not of its type`);
  return test;
}

function among<Id>(
  value: unknown,
  parse: (id: string) => Id | undefined,
  idOf: (submission: Submission) => Id,
): Predicate | undefined {
  if (!Array.isArray(value) || !value.every(isString)) return undefined;
  const ids = new Set(value.map(parse));
  return (submission) => ids.has(idOf(submission));
}
