// Opens the stores for the time of a command: beside a running server, or by itself.

import { openBlobStore } from "../blobs/open-blob-store.ts";
import { createMail, type Mail } from "../mail/mail.ts";
import type { Database } from "../store/database.ts";
import { openStore } from "../store/open-store.ts";
import type { CommandTools } from "./command.ts";

export async function withDatabase<T>({ config, log }: CommandTools, work: (db: Database) => Promise<T>): Promise<T> {
  await using store = await openStore({ ...config, join: true, log });
  return await work(store.db);
}

/** Changes are told to the running server's clients. */
export async function withMail<T>(tools: CommandTools, work: (mail: Mail) => Promise<T>): Promise<T> {
  return withDatabase(tools, async (db) => {
    const { config, clock, log } = tools;
    await using mail = await createMail({ db, blobStore: await openBlobStore(config.blobs, clock), clock, log });
    return await work(mail);
  });
}
