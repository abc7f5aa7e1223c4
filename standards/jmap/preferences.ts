// Preferences: how a person likes the interface. A type of this product's own, the one object of an account, as VacationResponse is
// (RFC 8621 §8).
import type { Id } from "./types.ts";

export const preferencesId = "singleton";

/** What a conversation drawn to one side by a finger comes to. */
export const swipeActions = ["archive", "trash", "read", "none"] as const;
export type SwipeAction = (typeof swipeActions)[number];

/** The languages of the interface, the first for who has chosen none. */
export const locales = ["id", "en"] as const;
export type Locale = (typeof locales)[number];

export type Preferences = {
  theme: "system" | "light" | "dark";
  /** "system": more where the system asks for it. */
  contrast: "system" | "more";
  density: "comfortable" | "standard" | "compact";
  readingPane: "right" | "below" | "none";
  /** Whether the days and months of a list are told apart. */
  groupsByDay: boolean;
  /** By a swipe to the right, and to the left. */
  swipeRight: SwipeAction;
  swipeLeft: SwipeAction;
  /** Null: as the account or the sign-in page has it. */
  locale: Locale | null;
  /** As IANA names it. Null: as the organisation has it. */
  timeZone: string | null;
  undoSeconds: 5 | 10 | 20 | 30;
  hasShortcuts: boolean;
  hasNotifications: boolean;
  hasNotificationSound: boolean;
  /** Whose new mail is told, each as "account id/mailbox id". Null: the inbox of every account. */
  notifiedMailboxes: readonly string[] | null;
  /** The folders whose subfolders are folded away, each as "account id/mailbox id". */
  foldedMailboxes: readonly string[];
  /** Hints that were put away and never return. */
  dismissedHints: readonly string[];
};

export type PreferencesObject = Preferences & { id: Id };

export const defaultPreferences: Preferences = {
  theme: "system",
  contrast: "system",
  density: "standard",
  readingPane: "right",
  groupsByDay: true,
  swipeRight: "archive",
  swipeLeft: "trash",
  locale: null,
  timeZone: null,
  undoSeconds: 10,
  hasShortcuts: true,
  hasNotifications: false,
  hasNotificationSound: false,
  notifiedMailboxes: null,
  foldedMailboxes: [],
  dismissedHints: [],
};
