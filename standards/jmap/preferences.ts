// Preferences: how a person likes the interface. A type of this product's own, the one object of an account, as VacationResponse is
// (RFC 8621 §8).
import type { Id } from "./types.ts";

export const preferencesId = "singleton";

export type Preferences = {
  theme: "system" | "light" | "dark";
  density: "comfortable" | "standard" | "compact";
  readingPane: "right" | "none";
  /** Null: as the account or the sign-in page has it. */
  locale: "id" | "en" | null;
  /** As IANA names it. Null: as the organisation has it. */
  timeZone: string | null;
  undoSeconds: 5 | 10 | 20 | 30;
  hasShortcuts: boolean;
  hasNotifications: boolean;
  /** Hints that were put away and never return. */
  dismissedHints: readonly string[];
};

export type PreferencesObject = Preferences & { id: Id };

export const defaultPreferences: Preferences = {
  theme: "system",
  density: "standard",
  readingPane: "right",
  locale: null,
  timeZone: null,
  undoSeconds: 10,
  hasShortcuts: true,
  hasNotifications: false,
  dismissedHints: [],
};
