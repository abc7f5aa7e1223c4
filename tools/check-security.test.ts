import assert from "node:assert/strict";
import { test } from "node:test";

import { judgeControls, readControls } from "./check-security.ts";

const page = `# Security

| control | where | proof |
| --- | --- | --- |
| a slow hash | \`server/a.ts\`, the proxy | \`server/a.test.ts\` "R5: is slow" |
| limits | \`server/gone.ts\` | \`server/a.test.ts\` "is limited" |
| hopes | nowhere | none |

| control | of another table |
`;
const files = { exists: (path: string) => path === "server/a.ts", testsOf: () => ["R5: is slow, and salted"] };

test("a control has a place and a test, and both are there", () => {
  const controls = readControls(page);
  assert.deepEqual(
    controls.map(({ name }) => name),
    ["a slow hash", "limits", "hopes"],
  );
  assert.deepEqual(judgeControls(controls, files), [
    '"limits": there is no server/gone.ts.',
    '"limits": server/a.test.ts has no test "is limited".',
    '"hopes" does not say where it is.',
    '"hopes" names no test that proves it.',
  ]);
});
