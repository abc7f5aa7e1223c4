// The composers that are open: side by side at the foot of the window, or the one that stands in its conversation.

import { useEffect, useState } from "preact/hooks";

import type { ComposeWindow as Window } from "../state/compose-windows.ts";
import { useMailApp } from "../state/mail-app.ts";
import { draftCleaner, type DraftCleaner } from "./clean-draft-html.ts";
import "./compose-window.css";
import { ComposeWindow } from "./compose-window.tsx";
import { ComposeWordsProvider, useLoadedComposeWords } from "./use-compose-words.ts";

export function ComposeDock({ inPlace }: { inPlace?: Window }) {
  const { composeWindows } = useMailApp();
  const [clean, setClean] = useState<DraftCleaner | null>(null);
  useEffect(() => {
    void draftCleaner(document).then((cleaner) => setClean(() => cleaner));
  }, []);
  const words = useLoadedComposeWords();
  if (!clean || !words) return null;
  const shown = inPlace
    ? [inPlace]
    : composeWindows.windows.value.filter(({ placement }) => placement.kind !== "inPlace");
  const windows = shown.map((window) => <ComposeWindow key={window.key} window={window} clean={clean} />);
  return (
    <ComposeWordsProvider value={words}>
      {inPlace ? windows : <div class="compose-dock">{windows}</div>}
    </ComposeWordsProvider>
  );
}
