// `surel restore FOLDER`: puts a backup into an empty data folder, and starts the database once, which mends itself by it.
// `surel restored`: what else is to be done, for a database of one's own.

import { chown, cp, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

import { hasCode, StartupError } from "../base/errors.ts";
import { findPlaces, lockDataDir, prepareDataDir, prepareFolder } from "../store/embedded-postgres/places.ts";
import { chooseIdentity } from "../store/embedded-postgres/unprivileged.ts";
import { forgetStates } from "../store/mail-account.ts";
import { COMPLETE_MARK, requireEmbedded } from "./backup.ts";
import type { Command, CommandTools } from "./command.ts";
import { readWords } from "./read-words.ts";
import { withDatabase } from "./with-store.ts";

const usage = "restore FOLDER";

export const restore: Command = {
  usage,
  async run(words, tools) {
    const { FOLDER: folder } = readWords(words, { usage, positions: ["FOLDER"] });
    requireEmbedded(tools);
    const mark = await readMark(folder);
    await copyBack(folder, mark, tools);
    await withDatabase(tools, (db) => db.write(forgetStates));
    tools.print(mark.at);
  },
};

export const restored: Command = {
  usage: "restored",
  async run(words, tools) {
    readWords(words, { usage: "restored", positions: [] });
    await withDatabase(tools, (db) => db.write(forgetStates));
  },
};

interface Mark {
  at: string;
  blobs: string;
}

async function copyBack(folder: string, { blobs }: Mark, { config }: CommandTools): Promise<void> {
  const dataDir = await prepareDataDir(config.dataDir);
  using lock = lockDataDir(dataDir);
  if (!lock) throw new StartupError(`A server runs on the data folder ${dataDir}: stop it first.`);
  const identity = await chooseIdentity();
  const { cluster } = findPlaces(dataDir, identity);
  if (await exists(cluster)) {
    throw new StartupError(`The data folder ${dataDir} has a database already: set SUREL_DATA_DIR to a new folder.`);
  }
  if (blobs === "folder" && config.blobs.kind === "folder") {
    await cp(join(folder, "blobs"), config.blobs.path, { recursive: true });
  }
  await prepareFolder(cluster, identity);
  await cp(join(folder, "postgres"), cluster, { recursive: true });
  if (identity.owner) await giveTo(cluster, identity.owner);
}

async function readMark(folder: string): Promise<Mark> {
  try {
    return JSON.parse(await readFile(join(folder, COMPLETE_MARK), "utf8")) as Mark;
  } catch (error) {
    throw new StartupError(`${folder} holds no complete backup.`, { cause: error });
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (hasCode(error, "ENOENT")) return false;
    throw error;
  }
}

async function giveTo(folder: string, { uid, gid }: { uid: number; gid: number }): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    await chown(join(entry.parentPath, entry.name), uid, gid);
  }
}
