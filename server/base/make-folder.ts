// Folders that the operator names. Node's own recursive mkdir never returns where the system refuses a folder with ENOENT, as
// /proc does.

import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

import { hasCode } from "./errors.ts";

/** Makes the folder and those above it that are missing, all for their owner only. Rejects when that cannot be. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await makeOne(path);
  } catch (error) {
    if (!hasCode(error, "ENOENT") || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await makeOne(path);
  }
}

async function makeOne(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (hasCode(error, "ENOENT") || !(await isFolder(path))) throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
