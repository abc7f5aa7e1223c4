// The languages of the interface, in the order in which the settings list them. A further one is a file with the parts of id.ts, its
// code in `locales` (standards/jmap/preferences.ts), and its line in both tables here; what is missing does not compile. One file,
// however long: who translates reads it from top to bottom.
import type { Locale } from "../../standards/jmap/preferences.ts";
import * as en from "./en.ts";
import * as id from "./id.ts";

export type { Locale };
export type Language = typeof id;

/** For parts that come with all their languages. */
export const languages: Readonly<Record<Locale, Language>> = { id, en };
