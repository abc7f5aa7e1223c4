// node tools/print-settings.ts [--write]: the table of settings, and into docs/operations.md.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { settingsTable } from "../server/config.ts";

const page = join(import.meta.dirname, "../docs/operations.md");

if (process.argv.includes("--write")) {
  const text = readFileSync(page, "utf8");
  writeFileSync(
    page,
    text.replace(/\| setting \|[^\n]*(?:\n\|[^\n]*)*/, () => settingsTable()),
  );
} else {
  console.log(settingsTable());
}
