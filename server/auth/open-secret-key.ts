// The key of the secret box: a file beside the data, readable by nobody else, made at the first start. Processes that share a
// database share the file (SUREL_SECRET_KEY_FILE); a backup of the database is of no use to a thief without it.

import { link, open, readFile, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";

import { hasCode, StartupError } from "../base/errors.ts";
import type { RandomSource } from "../base/ids.ts";
import { makeFolder } from "../base/make-folder.ts";
import { SECRET_KEY_BYTES } from "./secret-box.ts";

export async function openSecretKey(path: string, random: RandomSource): Promise<Buffer> {
  const known = await read(path);
  if (known) return known;
  await makeFolder(dirname(path));
  // Written whole under another name first: two processes that start together agree on one key.
  const draft = `${path}.${Buffer.from(random(6)).toString("hex")}`;
  const file = await open(draft, "wx", 0o600);
  try {
    await file.writeFile(`${Buffer.from(random(SECRET_KEY_BYTES)).toString("base64url")}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(draft, path);
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const made = await read(path);
  if (!made) throw new Error(`the key ${path} was made and is gone`);
  return made;
}

async function read(path: string): Promise<Buffer | undefined> {
  try {
    if (((await stat(path)).mode & 0o077) !== 0) {
      throw new StartupError(`The key ${path} can be read by others: run chmod 600 on it.`);
    }
    const key = Buffer.from((await readFile(path, "utf8")).trim(), "base64url");
    if (key.byteLength === SECRET_KEY_BYTES) return key;
    throw new StartupError(`The key ${path} is damaged: put back the file from the backup.`);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}
