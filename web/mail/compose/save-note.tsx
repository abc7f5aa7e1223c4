// The quiet line that tells whether the draft is safe.

import type { Composer } from "../../client/compose/types.ts";
import { useWords } from "../state/mail-app.ts";

export function SaveNote({ composer }: { composer: Composer }) {
  const { t } = useWords();
  const state = composer.saveState.value;
  return (
    <span class={`save-note ${state === "failed" ? "is-failed" : ""}`} role="status">
      {t.compose.saveState[state]}
    </span>
  );
}
