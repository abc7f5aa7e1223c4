// Builds the web client into dist/web when its sources differ from those of the last build.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { environmentForNode, findNode } from "./become-node.mjs";

const SOURCES = [
  "web",
  "standards/jmap",
  "standards/address",
  "standards/icalendar",
  "standards/zip",
  "vite.config.ts",
  "package-lock.json",
];

/** Leaves dist/web as it is when it is current. Throws with the builder's own words when the build fails. */
export function buildWeb(root) {
  if (!existsSync(join(root, "vite.config.ts"))) return;
  const stampPath = join(root, "dist", "web.stamp");
  const stamp = hashOf(root);
  if (existsSync(stampPath) && readFileSync(stampPath, "utf8") === stamp) return;
  console.error("Building the web client …");
  rmSync(stampPath, { force: true });
  const vite = join(root, "node_modules", "vite", "bin", "vite.js");
  const built = spawnSync(findNode(root), [vite, "build", "--logLevel", "warn"], {
    cwd: root,
    encoding: "utf8",
    env: environmentForNode(root),
  });
  if (built.status !== 0)
    throw new Error(`The web client could not be built:\n${built.stdout}${built.stderr}`.trimEnd());
  mkdirSync(join(root, "dist"), { recursive: true });
  writeFileSync(stampPath, stamp);
}

function hashOf(root) {
  const hash = createHash("sha256");
  for (const source of SOURCES) {
    for (const file of filesOf(root, source))
      hash
        .update(`${file}\0`)
        .update(readFileSync(join(root, file)))
        .update("\0");
  }
  return hash.digest("hex");
}

/** All files under a path, in an order that is the same everywhere; tests do not go into the build. */
function filesOf(root, path) {
  if (!existsSync(join(root, path))) return [];
  if (!path.includes(".") || path.endsWith("/")) {
    return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1))
      .sort();
  }
  return [path];
}
