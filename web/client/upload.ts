// Uploads of attachments (RFC 8620 §6.1), a few at a time, with progress.
import { isObject } from "../../standards/jmap/types.ts";
import type { Uploader } from "./environment.ts";
import { parseJson } from "./transport.ts";
import type { Failure, Outcome } from "./types.ts";

export type Uploaded = { blobId: string; sizeBytes: number; type: string };

export type Uploads = {
  /** `url` is complete; the fraction goes from 0 to 1. */
  upload(file: { url: string; body: Blob; type: string }, watch: UploadWatch): Promise<Outcome<Uploaded>>;
};

export type UploadWatch = { onProgress?: (fraction: number) => void; signal?: AbortSignal };

export type UploadOptions = {
  upload: Uploader;
  limits: () => { maxSizeUpload: number; maxConcurrentUpload: number };
};

export function createUploads({ upload, limits }: UploadOptions): Uploads {
  const waiting: (() => void)[] = [];
  let running = 0;

  async function enter(): Promise<void> {
    if (running >= Math.max(1, limits().maxConcurrentUpload))
      await new Promise<void>((resolve) => waiting.push(resolve));
    running++;
  }

  function leave(): void {
    running--;
    waiting.shift()?.();
  }

  return {
    async upload({ url, body, type }, { onProgress, signal = new AbortController().signal }) {
      if (body.size > limits().maxSizeUpload) return failed(tooLarge);
      await enter();
      try {
        const report = (sentBytes: number) => onProgress?.(body.size === 0 ? 1 : Math.min(1, sentBytes / body.size));
        return readAnswer(await upload({ url, body, type, signal, onProgress: report }));
      } catch {
        // The uploader rejects only for the network or the signal, and either may be tried again.
        return failed(signal.aborted ? { kind: "aborted" } : { kind: "offline" });
      } finally {
        leave();
      }
    },
  };
}

const tooLarge: Failure = { kind: "refused", type: "tooLarge", description: null, properties: [] };

function readAnswer({ status, body }: { status: number; body: string }): Outcome<Uploaded> {
  if (status === 401) return failed({ kind: "signedOut" });
  if (status === 413) return failed(tooLarge);
  if (status !== 200 && status !== 201) return failed({ kind: "server", status });
  const answer = parseJson(body);
  if (!isObject(answer) || typeof answer["blobId"] !== "string") return failed({ kind: "server", status: 0 });
  const uploaded = { blobId: answer["blobId"], sizeBytes: Number(answer["size"]), type: String(answer["type"]) };
  return { ok: true, value: uploaded };
}

function failed(failure: Failure): Outcome<Uploaded> {
  return { ok: false, failure };
}
