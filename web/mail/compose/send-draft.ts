// Sending: the window closes at once, the message leaves after the seconds in which it can be called back, and what went wrong
// is told with the draft to go on with.

import type { ComposeWords } from "../../i18n/parts/compose.ts";
import type { ComposeWindow } from "../state/compose-windows.ts";
import type { MailApp } from "../state/mail-app.ts";

const WAITING_TOLD_AFTER_MS = 3_000;
const CANNOT_UNSEND = { kind: "refused", type: "cannotUnsend", description: null, properties: [] } as const;

export function sendDraft(
  app: MailApp,
  { key, account, composer, placement }: ComposeWindow,
  composeWords: ComposeWords,
): void {
  const { toasts, composeWindows, wordStore, preferences } = app;
  const { t } = wordStore.words.peek();
  const { undoSeconds } = preferences.value.peek();
  const sending = composer.send({ undoWindowMs: undoSeconds * 1_000 });
  composeWindows.drop(key);
  const callBack = async (): Promise<void> => {
    toasts.close(toastId);
    const again = await sending.undo();
    if (again) {
      composeWindows.open(account, again, placement);
      toasts.show({ text: wordStore.words.peek().t.compose.sendUndone, seconds: 3 });
    } else app.tellFailure(CANNOT_UNSEND);
  };
  const toastId = toasts.show({
    text: t.compose.sent,
    seconds: undoSeconds,
    isSending: true,
    action: { label: t.compose.undoSend, shortcut: "z", run: () => void callBack() },
  });
  const { words } = wordStore;
  // What is still not sent when it can no longer be called back waits for the network: that is said, and kept up to date.
  let waitingId: number | undefined;
  const timer = setTimeout(
    () => {
      if (sending.state.peek() === "sending" || sending.state.peek() === "holding") {
        waitingId = toasts.show({ text: composeWords.sendingStill, seconds: 0 });
      }
    },
    undoSeconds * 1_000 + WAITING_TOLD_AFTER_MS,
  );
  void sending.done.then(async (outcome) => {
    clearTimeout(timer);
    if (waitingId !== undefined) {
      toasts.close(waitingId);
      if (outcome.ok) toasts.show({ text: words.peek().t.compose.sent });
    }
    if (outcome.ok || outcome.failure.kind === "aborted") return;
    toasts.close(toastId);
    // The reason stands in the composer, with the words to go on with.
    const again = await sending.undo();
    if (again) return composeWindows.open(account, again);
    app.tellFailure(outcome.failure, composeWords.sendFailed);
  });
}
