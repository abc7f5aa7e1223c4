// Which tests there are, which of them are pure, and in which order they are run.

import { globSync } from "node:fs";

import { repository } from "./source-files.ts";

/** Tests that take no server, database or browser: `npm run check` runs them all in one process, so they leave no global changed. */
const PURE = "{standards,server/base,tools,web}/**/*.test.ts";
/** Pure, but its thousands of messages take longer than a check may. */
const CORPUS = "standards/mime/corpus";

const BROWSER = "test/e2e/";
/** What takes longest begins first, so that at the end no single file is waited for. */
const LONGEST_FIRST = [
  "test/e2e/accessibility",
  "test/e2e/mail",
  "test/e2e/list",
  "test/load/",
  "server/commands/",
  "server/http/sign-in/",
  CORPUS,
  "test/",
  "server/",
];

export function pureTests(): string[] {
  const files = globSync(PURE, { cwd: repository }).filter((file) => !file.startsWith(CORPUS));
  return [...files, "server/config.test.ts"].sort();
}

export function allTests(): string[] {
  const files = globSync("{standards,server,web,test,tools,bench}/**/*.test.ts", { cwd: repository });
  files.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  return spread(
    files.filter((file) => file.startsWith(BROWSER)),
    files.filter((file) => !file.startsWith(BROWSER)),
  );
}

/** A browser keeps the processors busy, where other tests mostly wait: some of both run together, and no browser is the last. */
function spread(few: readonly string[], many: readonly string[]): string[] {
  const step = Math.ceil(many.length / (2 * Math.max(1, few.length)));
  const pieces = few.map((file, place) => [file, ...many.slice(place * step, (place + 1) * step)]);
  return [...pieces.flat(), ...many.slice(few.length * step)];
}

function rank(file: string): number {
  const place = LONGEST_FIRST.findIndex((path) => file.startsWith(path));
  return place < 0 ? LONGEST_FIRST.length : place;
}
