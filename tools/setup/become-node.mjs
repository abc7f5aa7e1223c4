// Finds the Node that this project brings and runs it in place of this process.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";

import { findLibraries } from "./mend-node.mjs";

export const MAJOR = 26;

/**
 * V8 14.6 compiles generators and async functions wrong in rare moments: what a function within changes of their variables is read
 * as it was before (its optimizer loses track of context cells in functions that resume). Cells only save some allocations.
 */
const MENDED = "--no-function-context-cells";

/** The path of a Node that is new enough: the installed package's, or the one that runs this. */
export function findNode(root) {
  const platform = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const packaged = join(root, "node_modules", platform, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(packaged)) return packaged;
  if (Number.parseInt(process.versions.node, 10) >= MAJOR) return process.execPath;
  throw new Error(
    `Surel needs Node ${MAJOR}, and npm has no package of it for this machine (${platform}): install Node ${MAJOR}.`,
  );
}

/** This process's environment with what our Node needs on this machine. */
export function environmentForNode(root) {
  const libraries = findLibraries(root);
  return libraries ? { ...process.env, LD_LIBRARY_PATH: libraries } : process.env;
}

/** Replaces this process where Node can do that; otherwise stays as a shell around it that passes signals and status. */
export function becomeNode(root, commandLine) {
  const node = findNode(root);
  // What a library only asks of Web Crypto (may it do ML-DSA?) is no news for the operator.
  const words = ["--disable-warning=ExperimentalWarning", MENDED, ...commandLine];
  // Compiled code is kept between starts; where the folder cannot be written Node goes without.
  const environment = {
    NODE_COMPILE_CACHE: join(root, "node_modules", ".cache", "compile"),
    // Large pieces of memory (19 MiB for each password that is checked) go back to the system at once; without this glibc
    // learns to keep them, on each thread, and the server stays 70 MB larger.
    MALLOC_MMAP_THRESHOLD_: "1048576",
    ...environmentForNode(root),
  };
  if (typeof process.execve === "function") process.execve(node, [node, ...words], environment);
  const child = spawn(node, words, { stdio: "inherit", env: environment });
  for (const name of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(name, () => child.kill(name));
  child.on("error", (error) => {
    console.error(`Node could not be started: ${error.message}.`);
    process.exit(1);
  });
  child.on("exit", (status, signal) => process.exit(status ?? 128 + constants.signals[signal]));
}
