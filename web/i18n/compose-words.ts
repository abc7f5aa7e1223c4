// What composers say from their beginning. It comes with them, one language alone, not with the first screen.
import type { Locale } from "./catalogue.ts";
import type { composeWords } from "./compose-words-id.ts";

export type ComposeWords = typeof composeWords;

export async function loadComposeWords(locale: Locale): Promise<ComposeWords> {
  switch (locale) {
    case "id":
      return (await import("./compose-words-id.ts")).composeWords;
    case "en":
      return (await import("./compose-words-en.ts")).composeWords;
  }
}
