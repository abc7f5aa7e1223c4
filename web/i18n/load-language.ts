// Languages one at a time, for the parts that are large or come first.
import type { Language, Locale } from "./languages.ts";

export const loadLanguage: Readonly<Record<Locale, () => Promise<Language>>> = {
  id: () => import("./id.ts"),
  en: () => import("./en.ts"),
};
