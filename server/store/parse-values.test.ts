import assert from "node:assert/strict";
import { after, test } from "node:test";

import { openTestDatabase } from "../../test/support/database.ts";
import { parseInstant } from "./parse-values.ts";
import { sql } from "./sql.ts";

const { database } = await openTestDatabase({ after });

async function valueOf(literal: string): Promise<unknown> {
  const statement = { ...sql<{ value: unknown }>``, strings: [`select ${literal} as value`] };
  return (await database.read((tx) => tx.row(statement)))?.value;
}

test("every millisecond of a second is read as it is written", () => {
  for (let count = 0; count < 1000; count++) {
    const written = new Date(Date.UTC(2026, 1, 3) + count);
    const text = written
      .toISOString()
      .replace("T", " ")
      .replace(/(?:\.000|(\.\d*?[1-9])0*)Z$/, "$1+00");
    assert.deepEqual(parseInstant(text), written);
  }
});

test("values come as PostgreSQL has them, in common and in rare forms", async () => {
  for (const [literal, expected] of [
    ["'2026-03-02 08:00:00+00'::timestamptz", new Date("2026-03-02T08:00:00Z")],
    ["'2026-03-02 08:00:00.5+07'::timestamptz", new Date("2026-03-02T01:00:00.500Z")],
    ["'2026-03-02 08:00:00.123456+00'::timestamptz", new Date("2026-03-02T08:00:00.123Z")],
    ["'0044-03-15 12:00:00+00'::timestamptz", new Date("0044-03-15T12:00:00Z")],
    ["'0999-12-31 23:59:59.25+00'::timestamptz", new Date("0999-12-31T23:59:59.250Z")],
    ["'1000-01-01 00:00:00+00'::timestamptz", new Date("1000-01-01T00:00:00Z")],
    ["'9999-12-31 23:59:59.999+00'::timestamptz", new Date("9999-12-31T23:59:59.999Z")],
    ["'10000-01-01 00:00:00+00'::timestamptz", new Date("+010000-01-01T00:00:00Z")],
    ["'1970-01-01 00:00:00+00'::timestamptz", new Date(0)],
    ["null::timestamptz", null],
    ["'{}'::int[]", []],
    ["'{1,-2,2147483647}'::int[]", [1, -2, 2_147_483_647]],
    ["'{1,null}'::int[]", [1, null]],
    [
      "'{{1,2},{3,4}}'::int[]",
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ["'{}'::text[]", []],
    ["array['$seen','a-b','naïve']", ["$seen", "a-b", "naïve"]],
    [`array['a,b','"','', 'NULL', '\\', ' x ']`, ["a,b", '"', "", "NULL", "\\", " x "]],
    ["array['a',null]", ["a", null]],
    ["9007199254740991::bigint", 9_007_199_254_740_991],
    ["1.5::numeric", 1.5],
  ] as const) {
    assert.deepEqual(await valueOf(literal), expected, literal);
  }
});
