// Writing in another account's name what was begun in one: the draft moves there, with that name's signature in the place of the other.

import type { Identity, MailAccount } from "../../client/types.ts";
import type { ComposeWindow } from "../state/compose-windows.ts";
import type { MailApp } from "../state/mail-app.ts";
import { toHtml, type DraftCleaner } from "./clean-draft-html.ts";
import { textOf } from "./plain-text.ts";
import { replaceSignature, signatureOf } from "./signature.ts";

export async function writeAs(
  app: MailApp,
  own: ComposeWindow,
  to: { account: MailAccount; identity: Identity },
  clean: DraftCleaner,
): Promise<void> {
  const draft = own.composer.draft.peek();
  const compose = await to.account.compose();
  const before = own.account.identities.peek()?.find(({ id }) => id === draft.identityId);
  const content = document.createElement("div");
  content.append(clean(draft.html ?? ""));
  const next = signatureOf(to.identity, clean);
  replaceSignature(content, next === "" ? null : clean(next), { hadOne: signatureOf(before, clean) !== "" });
  const written = draft.html === null ? draft : { ...draft, html: toHtml(content), text: textOf(content) };
  const outcome = await compose.adopt(written, to.identity.id);
  if (!outcome.ok) return app.tellFailure(outcome.failure);
  app.composeWindows.drop(own.key);
  app.composeWindows.open(to.account, outcome.value, own.placement);
  await own.composer.discard();
}
