// Which tests there are, which of them are pure, and in which order they are run.

import { globSync } from "node:fs";

import { repository } from "./source-files.ts";

/** Tests that take no server, database or browser: `npm run check` runs them all in one process, so they leave no global changed. */
const PURE = "{standards,server/base,tools,web}/**/*.test.ts";
/** Pure, but its thousands of messages take longer than a check may. */
const CORPUS = "standards/mime/corpus";

const BROWSER = "test/e2e/";
/** They start whole programs, or take long: each has a process of its own. */
const ALONE = [BROWSER, "test/load/", CORPUS];
const MOST_TOGETHER = 8;
/** What takes longest begins first, so that at the end no single file is waited for. */
const LONGEST_FIRST = [
  "test/e2e/accessibility",
  "test/e2e/mail",
  "test/e2e/list",
  "test/e2e/compose",
  "test/e2e/folders",
  "test/load/",
  "server/http/",
  "server/mail/",
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
  return files.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

/**
 * The same files, in the order in which they are run; those of a group in one process after another, because to begin one takes
 * longer than most of its tests.
 */
export function groupTests(files: readonly string[]): string[][] {
  const isAlone = (file: string): boolean => ALONE.some((path) => file.startsWith(path));
  const areas = Map.groupBy(files, (file) => (isAlone(file) ? file : file.split("/").slice(0, 2).join("/")));
  const groups = [...areas.values()].flatMap(divide);
  const isBrowser = ([file = ""]: string[]): boolean => file.startsWith(BROWSER);
  return spread(
    groups.filter(isBrowser),
    groups.filter((group) => !isBrowser(group)),
  );
}

/** Into parts of about the same size. */
function divide(files: readonly string[]): string[][] {
  const size = Math.ceil(files.length / Math.ceil(files.length / MOST_TOGETHER));
  return Array.from({ length: Math.ceil(files.length / size) }, (_, part) =>
    files.slice(part * size, (part + 1) * size),
  );
}

/** A browser keeps the processors busy, where other tests mostly wait: some of both run together, and no browser is the last. */
function spread<Item>(few: readonly Item[], many: readonly Item[]): Item[] {
  const step = Math.ceil(many.length / (2 * Math.max(1, few.length)));
  const pieces = few.map((item, place) => [item, ...many.slice(place * step, (place + 1) * step)]);
  return [...pieces.flat(), ...many.slice(few.length * step)];
}

function rank(file: string): number {
  const place = LONGEST_FIRST.findIndex((path) => file.startsWith(path));
  return place < 0 ? LONGEST_FIRST.length : place;
}
