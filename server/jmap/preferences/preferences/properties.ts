// What each preference may be. What was stored by another version and no longer fits is the default again.
import {
  defaultPreferences,
  locales,
  preferencesId,
  swipeActions,
  type Preferences,
  type PreferencesObject,
} from "../../../../standards/jmap/preferences.ts";
import { arrayOf, isBoolean, isString, type Guard } from "../../guards.ts";
import { invalidProperties } from "../../set-errors.ts";

const maxHints = 100;
const maxHintLength = 64;

const oneOf =
  <const T>(...values: readonly T[]): Guard<T> =>
  (value): value is T =>
    values.some((known) => known === value);

const isHints: Guard<string[]> = (value): value is string[] =>
  arrayOf(isString)(value) &&
  value.length <= maxHints &&
  value.every((hint) => /^[\w.-]+$/.test(hint) && hint.length <= maxHintLength);

const maxMailboxes = 1_000;

const isMailboxes: Guard<string[]> = (value): value is string[] =>
  arrayOf(isString)(value) &&
  value.length <= maxMailboxes &&
  value.every((path) => /^a\d{1,10}\/m\d{1,10}$/.test(path));

const isMailboxesOrNull: Guard<string[] | null> = (value): value is string[] | null =>
  value === null || isMailboxes(value);

const zones: ReadonlySet<string> = new Set(["UTC", ...Intl.supportedValuesOf("timeZone")]);
const isTimeZone: Guard<string | null> = (value): value is string | null =>
  value === null || (isString(value) && zones.has(value));

const guards: { readonly [K in keyof Preferences]: Guard<Preferences[K]> } = {
  theme: oneOf("system", "light", "dark"),
  contrast: oneOf("system", "more"),
  density: oneOf("comfortable", "standard", "compact"),
  readingPane: oneOf("right", "below", "none"),
  groupsByDay: isBoolean,
  swipeRight: oneOf(...swipeActions),
  swipeLeft: oneOf(...swipeActions),
  locale: oneOf(...locales, null),
  timeZone: isTimeZone,
  undoSeconds: oneOf(5, 10, 20, 30),
  hasShortcuts: isBoolean,
  hasNotifications: isBoolean,
  hasNotificationSound: isBoolean,
  notifiedMailboxes: isMailboxesOrNull,
  foldedMailboxes: isMailboxes,
  dismissedHints: isHints,
};

export const preferenceNames = Object.keys(guards) as (keyof Preferences)[];
export const preferencesProperties = ["id", ...preferenceNames] as const;

/** `stored` as the database has it; undefined: nothing was chosen yet. */
export function toPreferences(stored: Record<string, unknown> | undefined): PreferencesObject {
  const entries = preferenceNames.map((name) => {
    const value = stored?.[name];
    return [name, value !== undefined && guards[name](value) ? value : defaultPreferences[name]];
  });
  return { id: preferencesId, ...(Object.fromEntries(entries) as Preferences) };
}

/** Refuses what is not of its kind. Null stands for the default (RFC 8620 §5.3). */
export function readPreferences(object: Record<string, unknown>): Preferences {
  const given = preferenceNames.map((name) => [name, object[name] ?? defaultPreferences[name]] as const);
  const wrong = given.filter(([name, value]) => !guards[name](value)).map(([name]) => name);
  if (wrong.length > 0) throw invalidProperties(wrong);
  return Object.fromEntries(given) as Preferences;
}
