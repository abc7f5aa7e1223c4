// What every npm script runs: makes ready what is missing (packages, the web client, what tests need), then becomes the
// program asked for on our own Node; `build` only makes ready. Plain JavaScript, because the shell's Node may be as old as
// 20; npm scripts call it by `exec`, so that npm's signals reach it and not a shell.

import { join } from "node:path";

import { buildWeb } from "./build-web.mjs";
import { installPackages } from "./install-packages.mjs";
import { installTestPrograms } from "./install-test-programs.mjs";
import { becomeNode } from "./become-node.mjs";

const root = join(import.meta.dirname, "../..");
const [target = "", ...rest] = process.argv.slice(2);
const serves = rest[0] === "serve";

// `development`: whether the packages of development are needed; `web`: whether the built web client is.
const targets = {
  build: { development: true, web: true },
  start: { development: true, web: true, run: ["server/main.ts", "serve", "--demo"] },
  surel: { development: serves, web: serves, run: ["server/main.ts"] },
  dev: { development: true, web: false, run: ["tools/dev.ts"] },
  test: { development: true, web: true, tests: true, run: ["tools/test.ts"] },
  check: { development: true, web: false, run: ["tools/check.ts"] },
  bench: { development: true, web: true, run: ["bench/main.ts"] },
};

try {
  const chosen = targets[target];
  if (!chosen) throw new Error(`Choose one of ${Object.keys(targets).join(", ")}.`);
  process.chdir(root);
  installPackages(root, { development: chosen.development });
  if (chosen.web) buildWeb(root);
  if (chosen.tests) installTestPrograms();
  if (chosen.run) {
    const [program, ...fixed] = chosen.run;
    becomeNode(root, [join(root, program), ...fixed, ...rest]);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
