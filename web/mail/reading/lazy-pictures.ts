// Pictures (pictures.ts) in a chunk of their own: no first message waits for them.

import type * as Pictures from "./pictures.ts";

export async function loadInline(...given: Parameters<typeof Pictures.loadInline>): Promise<void> {
  if (given[0].length > 0) (await import("./pictures.ts")).loadInline(...given);
}

export async function loadRemote(...given: Parameters<typeof Pictures.loadRemote>): Promise<void> {
  (await import("./pictures.ts")).loadRemote(...given);
}
