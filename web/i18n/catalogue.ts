// The languages of the interface. Indonesian is the source: its keys and the parameters of its functions are the type that
// every other language must satisfy, so that a missing translation does not compile.
import type { id } from "./id.ts";

export type Catalogue = typeof id;
export type Locale = "id" | "en";

/** Every language by its code, with its name in itself; the settings list them in this order. */
export const languages: readonly { locale: Locale; name: string }[] = [
  { locale: "id", name: "Bahasa Indonesia" },
  { locale: "en", name: "English" },
];

/** Loads one language; the others are not in the first bundle. */
export async function loadCatalogue(locale: Locale): Promise<Catalogue> {
  switch (locale) {
    case "id":
      return (await import("./id.ts")).id;
    case "en":
      return (await import("./en.ts")).en;
  }
}
