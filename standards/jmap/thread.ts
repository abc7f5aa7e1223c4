// Thread, RFC 8621 §3.
import type { Id } from "./types.ts";

/** `emailIds` are sorted by receivedAt, oldest first. */
export type Thread = { id: Id; emailIds: Id[] };

export const threadProperties = ["id", "emailIds"] as const satisfies (keyof Thread)[];
