// npm run bench [name …]: every measurement of this folder, or the named ones, one after the other and each in a process of
// its own, so that none inherits another's memory. Each prints a table; one that misses what it must reach fails.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";

const named = process.argv.slice(2);
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".ts") && file !== "main.ts" && !file.endsWith(".test.ts"))
  .map((file) => file.slice(0, -".ts".length))
  .filter((name) => named.length === 0 || named.includes(name))
  .sort();

const missed: string[] = [];
for (const name of names) {
  console.log(`\n${name}`);
  const [status] = await once(
    spawn(process.execPath, [join(import.meta.dirname, `${name}.ts`)], { stdio: "inherit" }),
    "exit",
  );
  if (status !== 0) missed.push(name);
}

if (names.length === 0) console.error(`There is no measurement ${named.join(", ")} in bench/.`);
if (missed.length > 0) console.error(`\nMissed or failed: ${missed.join(", ")}.`);
process.exitCode = names.length === 0 || missed.length > 0 ? 1 : 0;
