// Blobs as files, in folders by the first digits of their hash. A file appears whole and durable or not at all: written beside
// under another name, synced, renamed, and the folder synced.
import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

import { hasCode } from "../base/errors.ts";
import type { BlobHash } from "../base/ids.ts";
import { makeFolder } from "../base/make-folder.ts";
import { isBlobName, type BlobStore } from "./store.ts";

/** Makes the folder when there is none. Rejects a write when the disk is full, and takes back what it began. */
export async function openFolderStore(root: string): Promise<BlobStore> {
  await makeFolder(root);
  const known = new Map<string, Promise<void>>();

  /** Whoever needs a folder waits until it is there for good, not only who makes it. */
  function makeFolderOnce(folder: string): Promise<void> {
    const making = known.get(folder) ?? makeDurable(folder);
    known.set(folder, making);
    return making;
  }

  async function makeDurable(folder: string): Promise<void> {
    if ((await mkdir(folder, { recursive: true, mode: 0o700 })) === undefined) return;
    await syncFolder(dirname(folder));
    await syncFolder(root);
  }

  return {
    async write(hash, bytes) {
      const folder = join(root, hash.slice(0, 2), hash.slice(2, 4));
      const temporary = join(root, `.${randomUUID()}`);
      try {
        await makeFolderOnce(folder);
        const file = await open(temporary, "wx", 0o600);
        try {
          await file.writeFile(bytes);
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(temporary, join(folder, hash));
      } catch (error) {
        // Somebody may have taken the folder away, and may bring it back.
        known.delete(folder);
        await rm(temporary, { force: true });
        throw error;
      }
      await syncFolder(folder);
    },
    async read(hash) {
      try {
        return await readFile(join(root, hash.slice(0, 2), hash.slice(2, 4), hash));
      } catch (error) {
        if (hasCode(error, "ENOENT")) return undefined;
        throw error;
      }
    },
    async remove(hash) {
      await rm(join(root, hash.slice(0, 2), hash.slice(2, 4), hash), { force: true });
    },
    async *list() {
      for (const first of await readdir(root, { withFileTypes: true })) {
        if (!first.isDirectory() || !/^[0-9a-f]{2}$/.test(first.name)) continue;
        for (const second of await readdir(join(root, first.name))) {
          const folder = join(root, first.name, second);
          for (const name of await namesIn(folder)) {
            const writtenAt = isBlobName(name) ? await writtenTime(join(folder, name)) : undefined;
            if (writtenAt) yield { hash: name as BlobHash, writtenAt };
          }
        }
      }
    },
    async removeUnfinished(before) {
      for (const name of await readdir(root)) {
        if (!temporaryName.test(name)) continue;
        const writtenAt = await writtenTime(join(root, name));
        if (writtenAt && writtenAt < before) await rm(join(root, name), { force: true });
      }
    },
    async check() {
      const probe = join(root, `.${randomUUID()}`);
      const file = await open(probe, "wx", 0o600);
      await file.close();
      await rm(probe, { force: true });
    },
  };
}

const temporaryName = /^\.[0-9a-f]{8}-[0-9a-f-]{27}$/;

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (hasCode(error, "ENOTDIR")) return [];
    throw error;
  }
}

/** Undefined for a file that is gone meanwhile. */
async function writtenTime(path: string): Promise<Date | undefined> {
  try {
    return (await stat(path)).mtime;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
