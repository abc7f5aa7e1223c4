// npm run check: everything that needs no database and no browser, in well under half a minute.

import { spawn } from "node:child_process";

import { repository } from "./source-files.ts";
import { pureTests } from "./test-files.ts";

const unit = ["--test", "--test-isolation=none", "--test-reporter=dot", ...pureTests()];

// The longest first: they run two at a time.
const CHECKS: readonly (readonly [name: string, program: string, ...words: string[]])[] = [
  ["unit tests of pure code", process.execPath, ...unit],
  ["types", "node_modules/.bin/tsc", "--noEmit", "-p", "."],
  ["lint", "node_modules/.bin/oxlint", "--format=unix"],
  ["format", "node_modules/.bin/oxfmt", "--check"],
  ["imports", process.execPath, "tools/check-imports.ts"],
  ["requirements", process.execPath, "tools/check-requirements.ts"],
  ["specifications", process.execPath, "tools/check-specs.ts"],
  ["security controls", process.execPath, "tools/check-security.ts"],
  ["lock file", process.execPath, "tools/complete-lock.ts"],
];

const waiting = [...CHECKS];
let failed = 0;

async function work(): Promise<void> {
  for (let check = waiting.shift(); check; check = waiting.shift()) {
    const [name, program, ...words] = check;
    const started = performance.now();
    const { status, output } = await run(program, words);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${status === 0 ? "✔" : "✖"} ${name} (${seconds} s)`);
    if (status !== 0) {
      failed += 1;
      console.log(output.trim());
    }
  }
}

function run(program: string, words: string[]): Promise<{ status: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { cwd: repository, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    }
    child.once("error", reject);
    child.once("close", (status) => resolve({ status, output }));
  });
}

await Promise.all([work(), work()]);
if (failed > 0) {
  console.log(`${failed} of ${CHECKS.length} checks failed.`);
  process.exitCode = 1;
}
