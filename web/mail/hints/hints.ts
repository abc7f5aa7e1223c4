// Hints for who is new here: few, each put away for good with one click, in every browser of the person.

import type { MailApp } from "../state/mail-app.ts";

export type Hint = "signature" | "keys";

export function isHintShown({ preferences }: Pick<MailApp, "preferences">, hint: Hint): boolean {
  return !preferences.value.value.dismissedHints.includes(hint);
}

export function dismissHint({ preferences }: Pick<MailApp, "preferences">, hint: Hint): void {
  const { dismissedHints } = preferences.value.peek();
  if (!dismissedHints.includes(hint)) preferences.set({ dismissedHints: [...dismissedHints, hint] });
}
