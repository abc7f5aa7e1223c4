// node tools/check-requirements.ts [--write]: docs/requirements.md says of every requirement which tests carry its number.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { isTest, readSourceFiles, report, repository, type SourceFile } from "./source-files.ts";

const REQUIREMENTS = 147;
const DECISIONS = 17;
const NOT_YET = "not yet";

const TEST_NAME = /\b(?:test|describe|it|suite)(?:\.\w+)?\(\s*(["'`])((?:\\.|(?!\1)[^\\])*)\1/g;
const NUMBERS = /\b([RD])(\d{1,3})(?:\s*[-–]\s*\1?(\d{1,3}))?\b/g;

/** The numbers in a test's name: `R48: …`, `R27, R28: …`, `R86-R92: …`. */
export function numbersIn(name: string): string[] {
  const found: string[] = [];
  for (const [, letter = "", first = "", last = first] of name.matchAll(NUMBERS)) {
    for (let number = Number(first); number <= Number(last); number++) found.push(`${letter}${number}`);
  }
  return found;
}

/** For each number the test files whose tests carry it, in order. */
export function findProofs(files: readonly SourceFile[]): Map<string, string[]> {
  const proofs = new Map<string, string[]>();
  for (const { path, text } of files.filter((file) => isTest(file.path) && file.path.endsWith(".test.ts"))) {
    const numbers = new Set([...text.matchAll(TEST_NAME)].flatMap(([, , name = ""]) => numbersIn(name)));
    for (const number of numbers) proofs.set(number, [...(proofs.get(number) ?? []), path]);
  }
  return proofs;
}

/** The page with its last column and its counts as the tests have them. */
export function withProofs(page: string, proofs: ReadonlyMap<string, readonly string[]>): string {
  const rows = page.replace(/^(\| ([RD]\d+) \|.*\|) [^|]* \|$/gm, (_, before: string, number: string) => {
    return `${before} ${
      proofs
        .get(number)
        ?.map((path) => `\`${path}\``)
        .join(", ") ?? NOT_YET
    } |`;
  });
  const proven = (letter: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${letter}${index + 1}`).filter((number) => proofs.has(number)).length;
  const counts =
    `Proven: ${proven("R", REQUIREMENTS)} of ${REQUIREMENTS} requirements, ` +
    `${proven("D", DECISIONS)} of ${DECISIONS} decisions.`;
  return rows.replace(/^<!-- counts -->(?:\n[^\n]+)?/m, `<!-- counts -->\n${counts}`);
}

/** What is wrong with the page itself: every number once, and no test with a number that is none. */
export function judgePage(page: string, proofs: ReadonlyMap<string, readonly string[]>): string[] {
  const listed = [...page.matchAll(/^\| ([RD]\d+) \|/gm)].map(([, number = ""]) => number);
  const expected = [
    ...Array.from({ length: REQUIREMENTS }, (_, index) => `R${index + 1}`),
    ...Array.from({ length: DECISIONS }, (_, index) => `D${index + 1}`),
  ];
  const missing = expected.filter((number) => listed.filter((one) => one === number).length !== 1);
  const unknown = [...proofs].filter(([number]) => !expected.includes(number));
  return [
    ...missing.map((number) => `docs/requirements.md: ${number} must stand there once.`),
    ...unknown.map(
      ([number, paths]) => `${paths.join(", ")}: there is no requirement ${number} (docs/requirements.md).`,
    ),
  ];
}

if (import.meta.main) {
  const path = join(repository, "docs/requirements.md");
  const page = readFileSync(path, "utf8");
  const proofs = findProofs(readSourceFiles());
  const current = withProofs(page, proofs);
  if (process.argv.includes("--write")) writeFileSync(path, current);
  else if (current !== page)
    report(["docs/requirements.md is not current: run `node tools/check-requirements.ts --write`."]);
  report(judgePage(current, proofs));
}
