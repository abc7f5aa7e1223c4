// The frame that the system draws around the application has its colour, whichever theme is chosen.

import { effect } from "@preact/signals";

import type { MailApp } from "./state/mail-app.ts";

export function followThemeColor({ preferences }: MailApp): void {
  const paint = (): void => {
    const { backgroundColor } = getComputedStyle(document.body);
    for (const meta of document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color]"))
      meta.content = backgroundColor;
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
  effect(() => {
    void preferences.value.value.theme;
    // The attribute that the choice leads to is set by another effect.
    requestAnimationFrame(paint);
  });
}
