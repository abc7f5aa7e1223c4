// Everything that a person can set, in one table: where it stands, its words, and the words by which it is found. A choice is told
// here whole; a panel and a page have more to show than a choice.

import { settingsWords } from "../../i18n/parts/settings.ts";
import { locales, swipeActions, type Preferences } from "../../../standards/jmap/preferences.ts";
import type { MailApp } from "../state/mail-app.ts";
import { matches } from "./match-words.ts";

export type SettingSection = "look" | "write" | "notifications" | "keyboard" | "security";

export const settingSections: readonly SettingSection[] = ["look", "write", "notifications", "keyboard", "security"];

type Words = { section: SettingSection; label: string; hint?: string; terms: string };

export type Choice = Words &
  {
    [K in keyof Preferences]: {
      kind: "choice";
      id: K;
      options: readonly { value: Preferences[K]; label: string }[];
    };
  }[keyof Preferences];

export type SettingItem =
  | Choice
  | (Words & { kind: "panel"; id: "signature" | "vacation" | "notifications" })
  | (Words & { kind: "pages"; id: "security"; links: readonly { address: string; label: string }[] });

const ZONES = ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"];

/** In the order in which they are shown. */
export function settingItems({ start, wordStore, preferences, now }: MailApp): SettingItem[] {
  const { t, f, locale } = wordStore.words.value;
  const words = settingsWords[locale];
  const { settings, terms } = words;
  const yesNo = [
    { value: true, label: settings.on },
    { value: false, label: settings.off },
  ];
  const zone = preferences.value.value.timeZone;
  const zones = [...new Set([...ZONES, start.timeZone, ...(zone === null ? [] : [zone])])];
  return [
    {
      kind: "choice",
      section: "look",
      id: "locale",
      label: words.language,
      hint: words.languageHint,
      terms: terms.locale,
      options: locales.map((value) => ({ value, label: settingsWords[value].ownName })),
    },
    {
      kind: "choice",
      section: "look",
      id: "timeZone",
      label: settings.timeZone,
      hint: words.nowThere(f.fullDate(now.value)),
      terms: terms.timeZone,
      options: zones.map((value) => ({ value, label: settings.zones[value as keyof typeof settings.zones] ?? value })),
    },
    {
      kind: "choice",
      section: "look",
      id: "theme",
      label: settings.theme,
      terms: terms.theme,
      options: [
        { value: "system", label: settings.themes.system },
        { value: "light", label: settings.themes.light },
        { value: "dark", label: settings.themes.dark },
      ],
    },
    {
      kind: "choice",
      section: "look",
      id: "contrast",
      label: words.contrast,
      hint: words.contrastHint,
      terms: terms.contrast,
      options: [
        { value: "system", label: words.contrasts.system },
        { value: "more", label: words.contrasts.more },
      ],
    },
    {
      kind: "choice",
      section: "look",
      id: "density",
      label: settings.density,
      terms: terms.density,
      options: [
        { value: "comfortable", label: settings.densities.comfortable },
        { value: "standard", label: settings.densities.standard },
        { value: "compact", label: settings.densities.compact },
      ],
    },
    {
      kind: "choice",
      section: "look",
      id: "readingPane",
      label: settings.readingPane,
      terms: terms.readingPane,
      options: [
        { value: "right", label: settings.readingPanes.right },
        { value: "below", label: settings.readingPanes.below },
        { value: "none", label: settings.readingPanes.none },
      ],
    },
    {
      kind: "choice",
      section: "look",
      id: "groupsByDay",
      label: settings.groupsByDay,
      hint: settings.groupsByDayHint,
      terms: terms.groupsByDay,
      options: yesNo,
    },
    ...swipes().map((id): Choice => ({
      kind: "choice",
      section: "look",
      id,
      label: settings[id],
      hint: settings.swipeHint,
      terms: terms.swipe,
      options: swipeActions.map((value) => ({ value, label: settings.swipes[value] })),
    })),
    {
      kind: "panel",
      section: "write",
      id: "signature",
      label: words.signature.heading,
      hint: words.signature.hint,
      terms: terms.signature,
    },
    {
      kind: "panel",
      section: "write",
      id: "vacation",
      label: words.vacation.heading,
      hint: words.vacation.hint,
      terms: terms.vacation,
    },
    {
      kind: "choice",
      section: "write",
      id: "undoSeconds",
      label: settings.undoSend,
      hint: words.undoHint,
      terms: terms.undoSeconds,
      options: ([5, 10, 20, 30] as const).map((value) => ({ value, label: settings.seconds(value) })),
    },
    {
      kind: "panel",
      section: "notifications",
      id: "notifications",
      label: settings.notifications,
      hint: settings.notificationsHint,
      terms: terms.notifications,
    },
    {
      kind: "choice",
      section: "keyboard",
      id: "hasShortcuts",
      label: t.frame.shortcuts,
      hint: settings.shortcutsHint,
      terms: terms.hasShortcuts,
      options: yesNo,
    },
    {
      kind: "pages",
      section: "security",
      id: "security",
      label: words.password,
      hint: words.passwordHint,
      terms: `${words.changePassword} ${terms.security}`,
      links: [
        { address: "/account/security/password", label: words.changePassword },
        { address: "/account/security", label: t.account.security },
      ],
    },
  ];
}

/** Where nothing is touched, nothing is swiped. */
function swipes(): ("swipeRight" | "swipeLeft")[] {
  return matchMedia("(any-pointer: coarse)").matches ? ["swipeRight", "swipeLeft"] : [];
}

export function isFound(typed: string, item: SettingItem, section: string): boolean {
  const options = item.kind === "choice" ? item.options.map(({ label }) => label) : [];
  return matches(typed, [section, item.label, item.hint ?? "", item.terms, ...options].join(" "));
}
