// demo.json in the data folder: where the server is, and how to sign in. Only its owner can read it.

import { chmod, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

import * as z from "zod";

import { hasCode, StartupError } from "../../base/errors.ts";

const schema = z.object({
  url: z.string(),
  accounts: z.array(z.object({ address: z.string(), password: z.string(), role: z.string() })),
});
export type DemoFile = z.output<typeof schema>;

/** Undefined when there is none yet. */
export async function readDemoFile(dataDir: string): Promise<DemoFile | undefined> {
  const path = join(dataDir, "demo.json");
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new StartupError(`${path} cannot be read: remove it, and new passwords are made.`, { cause: error });
  }
}

/** Whole or not at all. */
export async function writeDemoFile(dataDir: string, content: DemoFile): Promise<void> {
  const path = join(dataDir, "demo.json");
  await writeFile(`${path}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  await chmod(`${path}.new`, 0o600);
  await rename(`${path}.new`, path);
}
