import assert from "node:assert/strict";
import { test } from "node:test";
import { matchesFilter } from "./matches-filter.ts";
import type { EmailSummary } from "./types.ts";

const email = { mailboxIds: { m1: true } } as unknown as EmailSummary;

test("RFC 8621 §4.4.1: mailboxes are known here, everything else is the server's to say", () => {
  assert.equal(matchesFilter(null, email), true);
  assert.equal(matchesFilter({ inMailbox: "m1" }, email), true);
  assert.equal(matchesFilter({ inMailbox: "m2" }, email), false);
  assert.equal(matchesFilter({ inMailboxOtherThan: ["m1"] }, email), false);
  assert.equal(matchesFilter({ text: "rapat" }, email), undefined);
  assert.equal(matchesFilter({ text: "rapat", inMailbox: "m2" }, email), false);
});

test("RFC 8620 §5.5: operators with what is not known stay not known unless the rest decides", () => {
  const unknown = { text: "rapat" };
  const [yes, no] = [{ inMailbox: "m1" }, { inMailbox: "m2" }];
  const of = (operator: "AND" | "OR" | "NOT", ...conditions: object[]) =>
    matchesFilter({ operator, conditions }, email);
  assert.deepEqual([of("AND", yes, unknown), of("AND", no, unknown), of("AND", yes)], [undefined, false, true]);
  assert.deepEqual([of("OR", yes, unknown), of("OR", no, unknown), of("OR", no)], [true, undefined, false]);
  assert.deepEqual([of("NOT", yes), of("NOT", no), of("NOT", unknown)], [false, true, undefined]);
});
