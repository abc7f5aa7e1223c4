// npm run bench [name [part] …]: every measurement of this folder, or the named ones, one after the other and each in a process
// of its own, so that none inherits another's memory. A word that is no measurement's name is a part of the one before it. Each
// prints a table; one that misses what it must reach fails.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";

const words = process.argv.slice(2);
const all = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".ts") && file !== "main.ts" && !file.endsWith(".test.ts"))
  .map((file) => file.slice(0, -".ts".length))
  .sort();
const chosen: [name: string, ...parts: string[]][] = words.length === 0 ? all.map((name) => [name]) : [];
const unknown: string[] = [];
for (const word of words) {
  if (all.includes(word)) chosen.push([word]);
  else (chosen.at(-1) ?? unknown).push(word);
}

const missed: string[] = [];
for (const [name, ...parts] of chosen) {
  console.log(`\n${[name, ...parts].join(" ")}`);
  const [status] = await once(
    spawn(process.execPath, [...process.execArgv, join(import.meta.dirname, `${name}.ts`), ...parts], {
      stdio: "inherit",
    }),
    "exit",
  );
  if (status !== 0) missed.push(name);
}

if (unknown.length > 0) console.error(`There is no measurement ${unknown.join(", ")} in bench/.`);
if (missed.length > 0) console.error(`\nMissed or failed: ${missed.join(", ")}.`);
process.exitCode = unknown.length > 0 || missed.length > 0 ? 1 : 0;
