// node tools/check-security.ts: docs/security.md names for each control where it is and which test proves it; both must be there.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { readSourceFiles, report, repository } from "./source-files.ts";

const HEAD = "| control | where | proof |";
const PROOF = /`([^`]+\.test\.ts)` "([^"]+)"/g;
const NAME = /\b(?:test|describe)\(\s*(["'`])((?:\\.|(?!\1)[^\\])*)\1/g;

export interface Control {
  name: string;
  places: string[];
  proofs: { file: string; test: string }[];
}

/** The rows of the table of controls. */
export function readControls(page: string): Control[] {
  const table = page.slice(page.indexOf(HEAD)).split("\n\n", 1)[0] ?? "";
  return table
    .split("\n")
    .slice(2)
    .map((row) => {
      const [, name = "", where = "", proof = ""] = row.split("|").map((cell) => cell.trim());
      const places = [...where.matchAll(/`([^`]+)`/g)].map(([, place = ""]) => place);
      const proofs = [...proof.matchAll(PROOF)].map(([, file = "", test = ""]) => ({ file, test }));
      return { name, places, proofs };
    });
}

/** `testsOf` gives the names of a file's tests, undefined for no file; a proof may leave out the end of a name. */
export function judgeControls(
  controls: readonly Control[],
  { exists, testsOf }: { exists(path: string): boolean; testsOf(file: string): readonly string[] | undefined },
): string[] {
  return controls.flatMap(({ name, places, proofs }) => [
    ...(places.length === 0 ? [`"${name}" does not say where it is.`] : []),
    ...(proofs.length === 0 ? [`"${name}" names no test that proves it.`] : []),
    ...places.filter((place) => !exists(place)).map((place) => `"${name}": there is no ${place}.`),
    ...proofs
      .filter(({ file, test }) => !testsOf(file)?.some((one) => one.startsWith(test)))
      .map(({ file, test }) => `"${name}": ${file} has no test "${test}".`),
  ]);
}

if (import.meta.main) {
  const controls = readControls(readFileSync(join(repository, "docs/security.md"), "utf8"));
  const tests = new Map(
    readSourceFiles().map(({ path, text }) => [path, [...text.matchAll(NAME)].map(([, , name = ""]) => name)]),
  );
  const exists = (path: string) => existsSync(join(repository, path));
  const problems = judgeControls(controls, { exists, testsOf: (file) => tests.get(file) });
  report(
    (controls.length === 0 ? ["there is no table of controls."] : problems).map((one) => `docs/security.md: ${one}`),
  );
}
