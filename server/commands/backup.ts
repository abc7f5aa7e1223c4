// `surel backup FOLDER`: a copy of everything, while the server runs. First the database, then the messages: each message that
// the copied database knows is then in the copy.

import { cp, mkdir, open, readdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";

import { hasCode, StartupError } from "../base/errors.ts";
import { withBaseBackup } from "../store/base-backup.ts";
import { findPlaces, prepareDataDir } from "../store/embedded-postgres/places.ts";
import { chooseIdentity } from "../store/embedded-postgres/unprivileged.ts";
import type { Command, CommandTools } from "./command.ts";
import { readWords } from "./read-words.ts";
import { withDatabase } from "./with-store.ts";

const usage = "backup FOLDER";
/** What is the running process's own, and what it makes anew at its start. */
const LEFT_OUT =
  /^(?:postmaster\.(?:pid|opts)|pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)\/./;
const PROCESS_FILE = /^postmaster\.(?:pid|opts)$/;

/** Stands in the copy once it is whole. */
export const COMPLETE_MARK = "surel-backup.json";

export const backup: Command = {
  usage,
  async run(words, tools) {
    const { FOLDER: folder } = readWords(words, { usage, positions: ["FOLDER"] });
    const { config } = tools;
    requireEmbedded(tools);
    await makeEmpty(folder);
    const { cluster } = findPlaces(await prepareDataDir(config.dataDir), await chooseIdentity());
    const copy = join(folder, "postgres");
    await withDatabase(tools, (db) =>
      withBaseBackup(db, {
        copyFiles: () => copyChanging(cluster, copy, isKept),
        async finish(label) {
          await writeFile(join(copy, "backup_label"), label, { mode: 0o600 });
          await copyChanging(join(cluster, "pg_wal"), join(copy, "pg_wal"));
        },
      }),
    );
    if (config.blobs.kind === "folder") await cp(config.blobs.path, join(folder, "blobs"), { recursive: true });
    await sync(folder);
    const mark = { at: new Date(tools.clock.now()).toISOString(), blobs: config.blobs.kind };
    await writeFile(join(folder, COMPLETE_MARK), `${JSON.stringify(mark)}\n`, { mode: 0o600, flush: true });
    tools.print(folder);
  },
};

/** A database of the operator's own has its operator's own backups. */
export function requireEmbedded({ config }: CommandTools): void {
  if (config.databaseUrl === undefined) return;
  throw new StartupError(
    "This is for the embedded database: use pg_dump or your database's own backup (docs/operations.md).",
  );
}

async function makeEmpty(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) throw new StartupError(`${folder} is not empty: name a new folder.`);
}

const isKept = (path: string) => !PROCESS_FILE.test(path) && !LEFT_OUT.test(path);

/** `keep` is asked with paths below `source`. */
async function copyChanging(source: string, target: string, keep = (_path: string) => true): Promise<void> {
  const options = { recursive: true, force: true, filter: (path: string) => keep(relative(source, path)) };
  for (;;) {
    try {
      return await cp(source, target, options);
    } catch (error) {
      // A file that the database removed meanwhile: the log knows of it. The copy begins again over itself.
      if (!hasCode(error, "ENOENT")) throw error;
    }
  }
}

/** On disk before it is called complete. */
async function sync(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    await using file = await open(join(entry.parentPath, entry.name));
    await file.sync();
  }
}
