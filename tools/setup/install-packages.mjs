// Installs the locked packages when they are missing or are not those of the lock file. Compares with the list that npm
// leaves in node_modules, so an installation by hand counts and nothing is installed twice.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { findNode, MAJOR } from "./become-node.mjs";
import { findLibraries, mendNode } from "./mend-node.mjs";

/** `development: false` is content without the packages that only building and testing need. */
export function installPackages(root, { development }) {
  if (!isInstalled(root, development)) install(root);
  // On our own Node already, it evidently runs.
  if (Number.parseInt(process.versions.node, 10) < MAJOR && !findLibraries(root)) mendNode(root, findNode(root));
}

function install(root) {
  console.error("Installing the packages (once; about a minute) …");
  // The npm that runs this script, on the Node that runs it: ours may be about to be replaced.
  const npm = process.env.npm_execpath;
  const [program, ...words] = npm ? [process.env.npm_node_execpath ?? process.execPath, npm] : ["npm"];
  const { status, stdout, stderr, error } = spawnSync(program, [...words, "ci", "--no-progress", "--loglevel=error"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) {
    throw new Error(
      `The packages could not be installed in ${root}:\n${error?.message ?? ""}${stdout ?? ""}${stderr ?? ""}`.trimEnd(),
    );
  }
}

function isInstalled(root, development) {
  const listPath = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(listPath)) return false;
  const locked = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const installed = JSON.parse(readFileSync(listPath, "utf8")).packages;
  return Object.entries(locked).every(([path, entry]) => {
    if (path === "" || (entry.dev && !development)) return true;
    const found = installed[path];
    if (found) return found.version === entry.version && found.integrity === entry.integrity;
    return entry.optional || entry.devOptional || (entry.peer && !existsSync(join(root, dirname(path))));
  });
}
