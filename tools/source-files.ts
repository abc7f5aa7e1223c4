// The source files of the repository, as the checks read them.

import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface SourceFile {
  /** Relative to the repository, with slashes. */
  path: string;
  text: string;
}

export const repository = join(import.meta.dirname, "..");

/** All TypeScript (and plain JavaScript) of ours, sorted by path. */
export function readSourceFiles(): SourceFile[] {
  return globSync("{standards,server,web,test,tools,bench}/**/*.{ts,tsx,mjs}", { cwd: repository })
    .filter((path) => !path.startsWith("test/fixtures/"))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(repository, path), "utf8") }));
}

export function isTest(path: string): boolean {
  return path.endsWith(".test.ts") || path.startsWith("test/");
}

/** Prints what is wrong and sets the exit status; says nothing when all is well. */
export function report(problems: readonly string[]): void {
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}
