// The quiet line that tells whether the draft is safe, and where.

import type { Composer } from "../../client/compose/types.ts";
import { useWords } from "../state/mail-app.ts";
import { useComposeWords } from "./use-compose-words.ts";

export function SaveNote({ composer }: { composer: Composer }) {
  const { t } = useWords();
  const words = useComposeWords().saveState;
  const state = composer.saveState.value;
  const failure = composer.saveFailure.value;
  const text = () => {
    if (state === "offline" && failure?.kind === "signedOut") return words.signedOut;
    if (state === "offline" && failure?.kind === "server") return words.server;
    const isPassing = failure?.kind !== "refused" && failure?.kind !== "method";
    return state === "failed" && isPassing ? words.notKept : t.compose.saveState[state];
  };
  return (
    <span class={`save-note ${state === "failed" ? "is-failed" : ""}`} role="status">
      {text()}
    </span>
  );
}
