// What cuts text that is too long to be laid out at once, in a chunk of its own: hardly any message has such text.

import { lazy } from "../../ui/lazy.tsx";

const longText = () => import("./long-text.tsx");

export const LongText = lazy(async () => (await longText()).LongText);

/** Without the network for it, the text stays as it is. */
export const breakLongText = (content: DocumentFragment): Promise<void> =>
  longText().then(
    (part) => part.breakLongText(content),
    () => {},
  );
