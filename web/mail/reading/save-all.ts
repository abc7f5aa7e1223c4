// All attachments of a message as one archive, saved by the browser. Each file is kept as a blob, which the browser moves to the
// disk when it is large; nothing is in memory as a whole.

import { crc32 } from "../../../standards/zip/crc32.ts";
import { createZip } from "../../../standards/zip/write-zip.ts";
import type { EmailPart, MailAccount } from "../../client/types.ts";
import { readingWords } from "../../i18n/parts/reading.ts";
import type { MailApp } from "../state/mail-app.ts";
import { attachmentUrl } from "./attachment-url.ts";

/** Tells how it ended in a toast. `onProgress` hears from 0 to 1, by bytes. */
export async function saveAllAttachments(
  app: MailApp,
  account: MailAccount,
  parts: readonly EmailPart[],
  onProgress: (fraction: number) => void,
): Promise<void> {
  const { t, locale } = app.wordStore.words.peek();
  const words = readingWords[locale];
  const zip = createZip(new Date());
  const pieces: BlobPart[] = [];
  const totalBytes = parts.reduce((sum, { size }) => sum + size, 0);
  let doneBytes = 0;
  for (const part of parts) {
    const name = part.name ?? t.frame.unnamedFile;
    const href = attachmentUrl(account, part, t.frame.unnamedFile);
    const file =
      href === undefined
        ? undefined
        : await download(href, (bytes) => {
            doneBytes += bytes;
            onProgress(Math.min(1, doneBytes / Math.max(1, totalBytes)));
          });
    if (!file) return void app.toasts.show({ text: words.saveFailed(name), isError: true });
    try {
      pieces.push(zip.begin({ name, crc: file.crc, sizeBytes: file.content.size }), file.content);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return void app.toasts.show({ text: words.tooLarge, isError: true });
    }
  }
  save(new Blob([...pieces, zip.end()], { type: "application/zip" }), `${words.archiveName}.zip`);
  app.toasts.show({ text: words.savedAll });
}

/** Undefined when the network or the server failed. */
async function download(
  href: string,
  onBytes: (count: number) => void,
): Promise<{ content: Blob; crc: number } | undefined> {
  const response = await fetch(href).catch(() => undefined);
  if (!response?.ok) return undefined;
  let crc = 0;
  const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      crc = crc32(chunk, crc);
      onBytes(chunk.length);
      controller.enqueue(chunk);
    },
  });
  if (!response.body) return { content: new Blob([]), crc };
  const content = await new Response(response.body.pipeThrough(counted)).blob().catch(() => undefined);
  return content && { content, crc };
}

function save(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
