// Pictures inside the text: each is a part of the message that the HTML names by its content id (RFC 2392), and is shown while one
// writes from a blob of this page, because the page fetches nothing else into a message.

import { decodePercent } from "../state/decode-percent.ts";

const PICTURE_TYPE = /^image\/(?:png|gif|jpe?g|webp|bmp)$/i;

/** Larger ones go along as files: a text of many megabytes opens slowly everywhere. */
export const MAX_PICTURE_BYTES = 5 * 1024 * 1024;

export function isPicture(file: File): boolean {
  return PICTURE_TYPE.test(file.type);
}

export function newContentId(): string {
  return `${crypto.randomUUID()}@surel`;
}

/** Shows the pictures of the text that have a place and no source yet. `load` gives the part of a content id. */
export function showPictures(root: HTMLElement, load: (cid: string) => Promise<Blob | undefined>): void {
  for (const image of root.querySelectorAll<HTMLImageElement>('img[data-source^="cid:"]:not([src])')) {
    // A mark, so that it is asked for once.
    image.src = "data:,";
    void load(contentId(image.dataset["source"] ?? "")).then((blob) => {
      if (blob && isPicture(blob as File)) image.src = URL.createObjectURL(blob);
    });
  }
}

/** A picture that came inside pasted HTML as a file; undefined for what is none. */
export function fileOfDataUrl(url: string): File | undefined {
  const [, type, data] = /^data:(image\/[a-z]+);base64,(.*)$/is.exec(url) ?? [];
  if (type === undefined || data === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
    return new File([bytes], `gambar.${type.slice("image/".length)}`, { type });
  } catch {
    // Not base64 after all: a picture that no browser shows.
    return undefined;
  }
}

function contentId(source: string): string {
  return decodePercent(source.slice("cid:".length));
}
