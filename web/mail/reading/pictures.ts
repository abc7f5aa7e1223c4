// Pictures of a message, fetched by us and handed to the frame as blobs, which is all that its policy lets in.

import type { EmailBody, MailAccount } from "../../client/types.ts";

const PICTURE_TYPES = /^image\/(?:png|gif|jpe?g|webp|avif|bmp)$/i;

export function loadInline(
  pictures: readonly { element: HTMLImageElement; cid: string }[],
  { account, body, signal }: { account: MailAccount; body: EmailBody; signal: AbortSignal },
): void {
  for (const { element, cid } of pictures) {
    const part = body.attachments.find((attachment) => attachment.cid === cid);
    if (!part?.blobId || !PICTURE_TYPES.test(part.type)) continue;
    const url = account.downloadUrl({ blobId: part.blobId, name: part.name ?? "", type: part.type });
    void fetchPicture(url, signal).then((blob) => blob && show(element, blob));
  }
}

/** Through our proxy, so that the sender learns neither who reads nor where. `onNone`: not one of them could be had. */
export function loadRemote(pictures: readonly { element: HTMLImageElement; url: string }[], onNone: () => void): void {
  const loading = pictures.map(async ({ element, url }) => {
    const blob = await fetchPicture(`/proxy/image?${new URLSearchParams({ url })}`);
    if (blob) show(element, blob);
    return blob;
  });
  void Promise.all(loading).then((blobs) => {
    if (!blobs.some(Boolean)) onNone();
  });
}

/** Undefined when there is no such picture: its place stays empty, as with a broken link anywhere. */
async function fetchPicture(url: string, signal?: AbortSignal): Promise<Blob | undefined> {
  const response = await fetch(url, signal ? { signal } : {}).catch(() => undefined);
  // The message may be left while its pictures are on their way.
  const blob = response?.ok ? await response.blob().catch(() => undefined) : undefined;
  return blob && PICTURE_TYPES.test(blob.type) ? blob : undefined;
}

function show(image: HTMLImageElement, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  for (const name of ["load", "error"]) image.addEventListener(name, () => URL.revokeObjectURL(url), { once: true });
  image.src = url;
}
