// How much room there is. "phone": one thing at a time. "tablet": mailboxes beside one thing. "desktop": list and conversation
// side by side where the person wants it so; one below the other they fit on a tablet as well.

import { computed, signal, type ReadonlySignal } from "@preact/signals";

import type { Preferences } from "../../../standards/jmap/preferences.ts";

export type Layout = {
  readonly room: "phone" | "tablet" | "desktop";
  /** Where the conversation stands beside its list; "none": in its place. */
  readonly split: Preferences["readingPane"];
  readonly isSplit: boolean;
};

export function createLayout(window: Window, preferences: ReadonlySignal<Preferences>): ReadonlySignal<Layout> {
  const matches = (query: string): ReadonlySignal<boolean> => {
    const list = window.matchMedia(query);
    const value = signal(list.matches);
    list.addEventListener("change", () => (value.value = list.matches));
    return value;
  };
  const isPhone = matches("(max-width: 767px)");
  const isDesktop = matches("(min-width: 1100px)");
  return computed(() => {
    const { readingPane } = preferences.value;
    const hasRoom = readingPane === "below" ? !isPhone.value : isDesktop.value;
    const split = hasRoom ? readingPane : "none";
    return {
      room: isPhone.value ? "phone" : isDesktop.value ? "desktop" : "tablet",
      split,
      isSplit: split !== "none",
    };
  });
}
