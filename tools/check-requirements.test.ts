import assert from "node:assert/strict";
import { test } from "node:test";

import { findProofs, judgePage, numbersIn, withProofs } from "./check-requirements.ts";

// Written in pieces, so that this file proves nothing itself.
const [R, D] = ["R", "D"] as const;

test("numbers, lists and ranges in a test's name are understood, RFC numbers are not ours", () => {
  assert.deepEqual(numbersIn(`${R}48: one submit`), [`${R}48`]);
  assert.deepEqual(numbersIn(`${R}27, ${R}28, ${D}9: names`), [`${R}27`, `${R}28`, `${D}9`]);
  assert.deepEqual(numbersIn(`${R}86-${R}88: the composer`), [`${R}86`, `${R}87`, `${R}88`]);
  assert.deepEqual(numbersIn("RFC 5321 §4.5.2: a dot"), []);
});

test("only names of tests prove something", () => {
  const name = `${R}12: works`;
  const text = `// ${R}13\ntest("${name}", () => {});\nconst x = "${R}14";`;
  const proofs = findProofs([
    { path: "server/mail/send.test.ts", text },
    { path: "server/mail/send.ts", text },
  ]);
  assert.deepEqual([...proofs], [[`${R}12`, ["server/mail/send.test.ts"]]]);
});

test("the page gets the files, and what is not proven says so", () => {
  const page = "<!-- counts -->\n\n| R1 | text | source | old |\n| D2 | text | source | old |\n";
  const written = withProofs(page, new Map([[`${R}1`, ["a.test.ts", "b.test.ts"]]]));
  assert.match(written, /^\| R1 \| text \| source \| `a\.test\.ts`, `b\.test\.ts` \|$/m);
  assert.match(written, /^\| D2 \| text \| source \| not yet \|$/m);
  assert.match(written, /^Proven: 1 of 147 requirements, 0 of 17 decisions\.$/m);
  assert.equal(withProofs(written, new Map([[`${R}1`, ["a.test.ts", "b.test.ts"]]])), written);
});

test("a number that is no requirement is a mistake", () => {
  assert.match(
    judgePage("", new Map([[`${R}148`, ["a.test.ts"]]])).at(-1) ?? "",
    /a\.test\.ts: there is no requirement/,
  );
});
