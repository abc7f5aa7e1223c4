// What only composers say, in the language of the moment. A composer is not shown before its words are there.

import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";

import { loadComposeWords, type ComposeWords } from "../../i18n/parts/compose.ts";
import { useWords } from "../state/mail-app.ts";

const ComposeWordsContext = createContext<ComposeWords | null>(null);
export const ComposeWordsProvider = ComposeWordsContext.Provider;

export { loadComposeWords as fetchComposeWords };

/** Null until they are there. */
export function useLoadedComposeWords(): ComposeWords | null {
  const { locale } = useWords();
  const [words, setWords] = useState<ComposeWords | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void loadComposeWords(locale).then((loaded) => isCurrent && setWords(loaded));
    return () => {
      isCurrent = false;
    };
  }, [locale]);
  return words;
}

export function useComposeWords(): ComposeWords {
  const words = useContext(ComposeWordsContext);
  if (!words) throw new Error("A part of a composer stands outside it");
  return words;
}
