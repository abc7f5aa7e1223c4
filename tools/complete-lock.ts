// node tools/complete-lock.ts [--write]: `npm ci` refuses a lock file that does not list every platform's optional
// packages, and npm leaves out those that a registry does not have. They are listed here by what their names say.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { report, repository } from "./source-files.ts";

interface Locked {
  version: string;
  dev?: boolean;
  optional?: boolean;
  optionalDependencies?: Record<string, string>;
  os?: string[];
  cpu?: string[];
  libc?: string[];
}

const SYSTEMS = ["android", "darwin", "freebsd", "linux", "openharmony", "win32"];
const PROCESSORS = ["arm64", "arm", "ia32", "ppc64", "riscv64", "s390x", "x64"];

/** The entries that the packages' own lists of optional packages ask for and the lock file lacks. */
function findMissing(packages: Readonly<Record<string, Locked>>): Record<string, Locked> {
  const missing: Record<string, Locked> = {};
  for (const parent of Object.values(packages)) {
    for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
      const path = `node_modules/${name}`;
      const platform = /^\d/.test(version) ? platformOf(name) : undefined;
      if (!packages[path] && platform) missing[path] = { version, dev: parent.dev, ...platform, optional: true };
    }
  }
  return missing;
}

function platformOf(name: string): Pick<Locked, "cpu" | "libc" | "os"> | undefined {
  const words = name.split(/[/-]/);
  const os = SYSTEMS.find((system) => words.includes(system));
  const cpu = PROCESSORS.find((processor) => words.includes(processor));
  if (!os || !cpu) return undefined;
  const libc = words.some((word) => word.startsWith("musl"))
    ? "musl"
    : words.some((word) => word.startsWith("gnu"))
      ? "glibc"
      : undefined;
  return { cpu: [cpu], ...(os === "linux" && libc ? { libc: [libc] } : {}), os: [os] };
}

const path = join(repository, "package-lock.json");
const lock = JSON.parse(readFileSync(path, "utf8")) as { packages: Record<string, Locked> };
const missing = findMissing(lock.packages);

if (process.argv.includes("--write")) {
  const complete = Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(path, `${JSON.stringify({ ...lock, packages: Object.fromEntries(complete) }, undefined, 2)}\n`);
} else if (Object.keys(missing).length > 0) {
  report(["package-lock.json lacks packages of other platforms: run `node tools/complete-lock.ts --write`."]);
}
