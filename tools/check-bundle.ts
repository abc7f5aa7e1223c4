// Weighs the built web client against its budgets: what a browser fetches before the first message is read, and the rest.
// Usage: node tools/check-bundle.ts (after a build). Fails with the chunk list when a budget is exceeded.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";

type Chunk = { file: string; imports?: string[]; dynamicImports?: string[]; css?: string[] };
type Budget = { name: string; entries: string[]; apartFrom?: string[]; kind: "js" | "css"; limitBytes: number };

const FOLDER = "dist/web";
const ENTRY = "mail/index.html";
const READING = "mail/reading/conversation.tsx";
const COMPOSING = "mail/compose/compose-dock.tsx";
const DRAFTING = "client/compose/create-compose.ts";
const COMPOSE_WORDS = "i18n/id.ts?part=compose";

const budgets: Budget[] = [
  { name: "until the list is painted", entries: [ENTRY, "i18n/id.ts"], kind: "js", limitBytes: 46_000 },
  { name: "until the first message is read", entries: [ENTRY, "i18n/id.ts", READING], kind: "js", limitBytes: 60_000 },
  { name: "styles until then", entries: [ENTRY, READING], kind: "css", limitBytes: 12_000 },
  {
    name: "the composer",
    entries: [COMPOSING, DRAFTING, COMPOSE_WORDS],
    apartFrom: [ENTRY, READING],
    kind: "js",
    limitBytes: 34_000,
  },
];

const manifest = JSON.parse(readFileSync(join(FOLDER, ".vite/manifest.json"), "utf8")) as Record<string, Chunk>;
let failed = false;
for (const budget of budgets) {
  const before = new Set((budget.apartFrom ?? []).flatMap((entry) => filesOf(entry, budget.kind)));
  const files = [...new Set(budget.entries.flatMap((entry) => filesOf(entry, budget.kind)))].filter(
    (file) => !before.has(file),
  );
  const sizes = files.map((file) => ({ file, bytes: brotliCompressSync(readFileSync(join(FOLDER, file))).length }));
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const isOver = total > budget.limitBytes;
  failed ||= isOver;
  console.log(`${isOver ? "OVER" : "ok  "} ${kB(total)} of ${kB(budget.limitBytes)}  ${budget.kind} ${budget.name}`);
  if (isOver || process.argv.includes("--files")) {
    for (const { file, bytes } of sizes.sort((a, b) => b.bytes - a.bytes)) console.log(`       ${kB(bytes)}  ${file}`);
  }
}
if (failed) process.exitCode = 1;

/** A chunk, what it imports before it runs, and their styles. */
function filesOf(entry: string, kind: "js" | "css", seen = new Set<string>()): string[] {
  const chunk = manifest[entry];
  if (!chunk)
    throw new Error(`The manifest has no ${entry}: was it renamed? Then rename it in tools/check-bundle.ts too`);
  if (seen.has(entry)) return [];
  seen.add(entry);
  const own = kind === "js" ? [chunk.file] : (chunk.css ?? []);
  return [...own, ...(chunk.imports ?? []).flatMap((name) => filesOf(name, kind, seen))];
}

function kB(bytes: number): string {
  return `${(bytes / 1000).toFixed(1).padStart(5)} kB`;
}
