// The look and the language that were chosen, as they are chosen: here or in another window. The page comes with those of its beginning.

import { effect } from "@preact/signals";

import type { MailApp } from "./state/mail-app.ts";

export function followPreferences({ preferences, wordStore, start }: MailApp, { documentElement }: Document): void {
  effect(() => {
    const { theme, contrast, locale, timeZone } = preferences.value.value;
    if (theme === "system") delete documentElement.dataset["theme"];
    else documentElement.dataset["theme"] = theme;
    documentElement.dataset["contrast"] = contrast;
    documentElement.lang = locale ?? start.locale;
    void wordStore.choose(locale ?? start.locale, timeZone ?? start.timeZone);
  });
}
