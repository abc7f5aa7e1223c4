// Reads a Maildir, as Dovecot and others keep mail: whole messages in "cur" and "new", one file each, whose name begins with the
// second in which it came and ends, in "cur", with a letter for each thing that is known of it. What is in "tmp" is not whole.

import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

import { hasCode, StartupError } from "../base/errors.ts";
import { MAX_MESSAGE_BYTES } from "../base/limits.ts";
import type { MboxMessage } from "./read-mbox.ts";

export interface MaildirMessage extends MboxMessage {
  keywords: readonly string[];
}

const keywordsOfLetters: Readonly<Record<string, string>> = {
  S: "$seen",
  R: "$answered",
  F: "$flagged",
  P: "$forwarded",
  D: "$draft",
};

/** Oldest first. Folders below it (".Sent") are Maildirs of their own. Messages above the limit of size: see readMbox. */
export async function* readMaildir(path: string, onTooLarge: () => void): AsyncGenerator<MaildirMessage> {
  const names: { part: string; name: string }[] = [];
  for (const part of ["cur", "new"]) {
    for (const name of await namesIn(path, part)) if (!name.startsWith(".")) names.push({ part, name });
  }
  names.sort((one, other) => secondOf(one.name) - secondOf(other.name));
  for (const { part, name } of names) {
    const file = join(path, part, name);
    if ((await stat(file)).size > MAX_MESSAGE_BYTES) {
      onTooLarge();
      continue;
    }
    const second = secondOf(name);
    yield {
      raw: await readFile(file),
      keywords: keywordsOf(name),
      ...(second > 0 && { receivedAt: new Date(second * 1000) }),
    };
  }
}

async function namesIn(path: string, part: string): Promise<string[]> {
  try {
    return await readdir(join(path, part));
  } catch (error) {
    if (!hasCode(error, "ENOENT") && !hasCode(error, "ENOTDIR")) throw error;
    throw new StartupError(`${path} is no Maildir: it has no folder "${part}".`, { cause: error });
  }
}

/** 0 for a name that does not say. */
function secondOf(name: string): number {
  return Number(/^(\d{9,10})\./.exec(name)?.[1] ?? 0);
}

/** Small letters stand for words of Dovecot's own, which it keeps elsewhere. */
function keywordsOf(name: string): string[] {
  const [letters = ""] = /(?<=:2,)\w*$/.exec(name) ?? [];
  return [...letters].flatMap((letter) => keywordsOfLetters[letter] ?? []);
}
