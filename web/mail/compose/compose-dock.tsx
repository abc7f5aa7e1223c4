// The composers that are open: side by side at the foot of the window, or the one that stands in its conversation.

import { useEffect, useState } from "preact/hooks";

import type { ComposeWindow as Window } from "../state/compose-windows.ts";
import { useMailApp } from "../state/mail-app.ts";
import { draftCleaner, type DraftCleaner } from "./clean-draft-html.ts";
import "./compose-window.css";
import { ComposeWindow } from "./compose-window.tsx";

export function ComposeDock({ inPlace }: { inPlace?: Window }) {
  const { composeWindows } = useMailApp();
  const [clean, setClean] = useState<DraftCleaner | null>(null);
  useEffect(() => {
    void draftCleaner(document).then((cleaner) => setClean(() => cleaner));
  }, []);
  if (!clean) return null;
  if (inPlace) return <ComposeWindow key={inPlace.key} window={inPlace} clean={clean} />;
  const docked = composeWindows.windows.value.filter(({ placement }) => placement.kind !== "inPlace");
  return (
    <div class="compose-dock">
      {docked.map((window) => (
        <ComposeWindow key={window.key} window={window} clean={clean} />
      ))}
    </div>
  );
}
