// Sending: the window closes at once, the message leaves after the seconds in which it can be called back, and what went wrong
// is told with the draft to go on with.

import { effect } from "@preact/signals";

import type { ComposeWindow } from "../state/compose-windows.ts";
import { failureText } from "../state/failure-text.ts";
import type { MailApp } from "../state/mail-app.ts";

export function sendDraft(app: MailApp, { key, account, composer, placement }: ComposeWindow): void {
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
    } else toasts.show({ text: wordStore.words.peek().t.failures.cannotUnsend, isError: true });
  };
  const toastId = toasts.show({
    text: t.compose.sent,
    seconds: undoSeconds,
    action: { label: t.compose.undoSend, run: () => void callBack() },
  });
  const stop = effect(() => {
    if (sending.state.value !== "failed") return;
    toasts.close(toastId);
    queueMicrotask(() => stop());
  });
  void sending.done.then((outcome) => {
    stop();
    if (outcome.ok || outcome.failure.kind === "aborted") return;
    toasts.show({ text: failureText(outcome.failure, wordStore.words.peek().t), isError: true, seconds: 0 });
    void sending.undo().then((again) => again && composeWindows.open(account, again));
  });
}
