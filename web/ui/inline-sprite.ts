// Takes the symbols of the icons into the page. One of another document is asked for anew by every icon, and drawn when that is
// answered: each row of a list with an icon in it would be laid out and painted twice.

import { sprite } from "./sprite.ts";

const PREFIX = "icon-";
const LOCAL = `#${PREFIX}`;

/** What holds them, or the one that has the file come with the page. */
export const SYMBOLS_ID = "icons";

/** Once. Without them icons go on as they are. */
export async function inlineSprite(document: Document): Promise<void> {
  if (sprite.symbols === LOCAL) return;
  const answer = await fetch(sprite.file).catch(() => undefined);
  if (!answer?.ok) return;
  const symbols = (await answer.text()).replaceAll(' id="', ` id="${PREFIX}`);
  const holder = document.getElementById(SYMBOLS_ID) ?? document.body.appendChild(document.createElement("div"));
  Object.assign(holder, { id: SYMBOLS_ID, hidden: true, innerHTML: symbols });
  sprite.symbols = LOCAL;
}
