// The blob store that the settings name.
import type { Clock } from "../base/clock.ts";
import { messageOf, StartupError } from "../base/errors.ts";
import { openFolderStore } from "./folder.ts";
import { openS3Store, parseS3Url } from "./s3.ts";
import type { BlobStore } from "./store.ts";

export type BlobPlace =
  | { readonly kind: "folder"; readonly path: string }
  | { readonly kind: "s3"; readonly url: string };

/** StartupError when it cannot be used: it is tried at once. */
export async function openBlobStore(place: BlobPlace, clock: Clock): Promise<BlobStore> {
  try {
    const store =
      place.kind === "folder"
        ? await openFolderStore(place.path)
        : openS3Store({ place: parseS3Url(place.url), clock });
    await store.check();
    return store;
  } catch (error) {
    const where = place.kind === "folder" ? place.path : new URL(place.url).host;
    throw new StartupError(
      `Messages cannot be kept in ${where} (${messageOf(error)}): correct it or set SUREL_BLOBS.`,
      {
        cause: error,
      },
    );
  }
}
