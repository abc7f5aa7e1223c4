// Takes the symbols of the icons into the page. One of another document is asked for anew by every icon, and drawn when that is
// answered: each row of a list with an icon in it would be laid out and painted twice.

import { sprite } from "./sprite.ts";

const PREFIX = "icon-";

/** Without them icons go on as they are. */
export async function inlineSprite(document: Document): Promise<void> {
  const answer = await fetch(sprite.file).catch(() => undefined);
  if (!answer?.ok) return;
  const holder = document.createElement("div");
  holder.hidden = true;
  holder.innerHTML = (await answer.text()).replaceAll(' id="', ` id="${PREFIX}`);
  document.body.append(holder);
  sprite.symbols = `#${PREFIX}`;
}
