// Which submissions a query finds, in order: RFC 8621 §7.3.
import { emailSubmissionSortProperties } from "../../../../standards/jmap/email-submission.ts";
import { isUtcDate } from "../../../../standards/jmap/types.ts";
import type { Submission } from "../../../store/submissions.ts";
import { isString } from "../../guards.ts";
import { formatSubmissionId, parseEmailId, parseIdentityId, parseThreadId } from "../../ids.ts";
import { invalidArguments, unsupportedFilter } from "../../method-errors.ts";
import { readPredicate, readSort, type Predicate } from "../../standard/query.ts";

export type SubmissionSearch = { filter?: Record<string, unknown> | null; sort?: Record<string, unknown>[] | null };

/** Reads the search, refusing what is not valid, and gives the function that applies it. */
export function prepareSearch(search: SubmissionSearch): (submissions: readonly Submission[]) => string[] {
  const isFound = readPredicate(search.filter, readTest);
  const sort = readSort(search.sort, emailSubmissionSortProperties);
  const keys = { emailId: "emailId", threadId: "threadId", sentAt: "sendAt", sendAt: "sendAt" } as const;
  function compare(a: Submission, b: Submission): number {
    for (const { property, isAscending } of sort) {
      const order = Number(a[keys[property]]) - Number(b[keys[property]]);
      if (order !== 0) return isAscending ? order : -order;
    }
    return a.id - b.id;
  }
  return (submissions) =>
    submissions
      .filter(isFound)
      .sort(compare)
      .map(({ id }) => formatSubmissionId(id));
}

const tests: Record<string, (value: unknown) => Predicate<Submission> | undefined> = {
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

function readTest(name: string, value: unknown): Predicate<Submission> {
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
): Predicate<Submission> | undefined {
  if (!Array.isArray(value) || !value.every(isString)) return undefined;
  const ids = new Set(value.map(parse));
  return (submission) => ids.has(idOf(submission));
}
