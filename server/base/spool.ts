// Content that waits for a slow reader waits on the disk, not in memory: in a file without a name, which is gone when the last who
// reads it closes it, or the process ends.
import { randomUUID } from "node:crypto";
import { open, unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";

/** The same octets as a stream; the file goes when it is closed. */
export async function spool(content: Uint8Array): Promise<Readable> {
  const path = join(tmpdir(), `.surel-${randomUUID()}`);
  const file = await open(path, "wx+", 0o600);
  try {
    await unlink(path);
    await file.writeFile(content);
    return file.createReadStream({ start: 0, autoClose: true });
  } catch (error) {
    await file.close();
    throw error;
  }
}
