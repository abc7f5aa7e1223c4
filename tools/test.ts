// npm test [path …]: all tests, or those below the given paths, on PostgreSQL 18; the store's also on PostgreSQL 15.
// `--after-check` leaves out what `npm run check` has just run.

import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "node:test";

import { startTestPostgres } from "../test/support/postgres.ts";
import { makeSample } from "../test/support/sample.ts";
import { repository } from "./source-files.ts";
import { createTestReport } from "./test-report.ts";
import { allTests, groupTests, pureTests } from "./test-files.ts";

const DEBIAN_15 = "/usr/lib/postgresql/15/bin";
const DEBIAN_SLAPD = "/usr/sbin/slapd";
/** Several times what the longest takes, so that only one that hangs is ended. */
const FILE_TIMEOUT_MS = 600_000;
/** More than processors: much of a test is waiting, for a browser, a disk or a moment. */
const CONCURRENCY = availableParallelism() + 1;

const words = process.argv.slice(2);
const chosen = words.filter((word) => word !== "--after-check");
const checked = new Set(words.includes("--after-check") ? pureTests() : []);
const files = allTests().filter((file) => isChosen(file) && !checked.has(file));
const folder = mkdtempSync(join(tmpdir(), "surel-run-"));
const report = createTestReport((line) => console.log(line));

try {
  const { url, postmaster } = await startTestPostgres(join(folder, "18"));
  if (files.filter((file) => /^test\/(e2e|load)\//.test(file)).length > 1) {
    const sample = join(folder, "sample");
    await makeSample(sample);
    process.env.SUREL_TEST_SAMPLE_DIR = sample;
  }
  await report.follow(start(files, url));
  await postmaster.stop();
  if (files.some((file) => file.includes("single-sign-on")) && !existsSync(DEBIAN_SLAPD)) {
    console.log("slapd is not installed: signing in with a directory was not tested");
  }
  await runOnDebian(files.filter((file) => file.startsWith("server/store/") && !file.includes("/embedded-postgres/")));
  process.exitCode = report.finish() ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function runOnDebian(storeFiles: string[]): Promise<void> {
  if (storeFiles.length === 0) return;
  if (!existsSync(DEBIAN_15)) return console.log("PostgreSQL 15 is not installed: the store was tested on 18 only");
  const programs = { postgres: join(DEBIAN_15, "postgres"), initdb: join(DEBIAN_15, "initdb"), environment: {} };
  const { url, postmaster } = await startTestPostgres(join(folder, "15"), programs);
  await report.follow(start(storeFiles, url), "PostgreSQL 15");
  await postmaster.stop();
}

function start(testFiles: string[], databaseUrl: string): ReturnType<typeof run> {
  return run({
    files: groupTests(testFiles).map(oneFileOf),
    concurrency: CONCURRENCY,
    timeout: FILE_TIMEOUT_MS,
    env: { ...process.env, SUREL_TEST_DATABASE_URL: databaseUrl },
  });
}

/** A group of several is a file that reads them one after the other, each with its own beginning and end. */
function oneFileOf(group: readonly string[]): string {
  const [first = ""] = group;
  if (group.length === 1) return join(repository, first);
  const path = join(folder, `${first.replaceAll("/", "-").replace(/\.test\.ts$/, "")}.mjs`);
  const suites = group.map((file) => `await suite("${file}", () => import("${join(repository, file)}"));`);
  writeFileSync(path, ['import { suite } from "node:test";', ...suites, ""].join("\n"));
  return path;
}

function isChosen(file: string): boolean {
  return chosen.length === 0 || chosen.some((path) => file.startsWith(path.replace(/^\.\//, "")));
}
