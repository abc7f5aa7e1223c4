// What this browser kept of an earlier visit and the server does not have is offered once, quietly: nothing opens by itself.

import { unsavedWords, type UnsavedWords } from "../../i18n/parts/unsaved.ts";
import type { UnsavedDraft } from "../../client/compose/types.ts";
import type { MailAccount } from "../../client/types.ts";
import type { MailApp } from "../state/mail-app.ts";

type Found = { account: MailAccount; unsaved: UnsavedDraft };

const UNDO_SECONDS = 8;

export async function offerUnsaved(app: MailApp): Promise<void> {
  const accounts = app.client.accounts.peek();
  const found = await Promise.all(
    accounts.map(async (account) => {
      const drafts = await (await account.compose()).unsaved();
      return drafts.map((unsaved) => ({ account, unsaved }));
    }),
  );
  const all = found.flat();
  if (all.length === 0) return;
  const words = wordsOf(app);
  const toast = app.toasts.show({
    text: describe(app, all),
    seconds: 0,
    action: { label: words.open, run: () => void open(app, all, toast) },
    alternative: { label: words.discard, run: () => discard(app, all, toast) },
  });
}

function wordsOf({ wordStore }: MailApp): UnsavedWords {
  return unsavedWords[wordStore.words.peek().locale];
}

function describe(app: MailApp, all: readonly Found[]): string {
  const { t, f } = app.wordStore.words.peek();
  const words = wordsOf(app);
  const [first] = all;
  if (!first || all.length > 1) return words.many(all.length);
  const { subject, savedAtMs } = first.unsaved;
  return words.one(subject.trim() || t.list.noSubject, f.listDate(new Date(savedAtMs), new Date()));
}

async function open(app: MailApp, all: readonly Found[], toast: number): Promise<void> {
  app.toasts.close(toast);
  for (const { account, unsaved } of all) {
    const composer = await unsaved.open();
    if (composer) app.composeWindows.open(account, composer);
    else app.toasts.show({ text: wordsOf(app).openElsewhere });
  }
}

/** Forgotten only when it can no longer be called back; who leaves before is asked again. */
function discard(app: MailApp, all: readonly Found[], toast: number): void {
  app.toasts.close(toast);
  const timer = setTimeout(() => {
    for (const { unsaved } of all) void unsaved.discard();
  }, UNDO_SECONDS * 1_000);
  const told = app.toasts.show({
    text: wordsOf(app).discarded,
    seconds: UNDO_SECONDS,
    action: {
      label: app.wordStore.words.peek().t.actions.undo,
      run() {
        clearTimeout(timer);
        void open(app, all, told);
      },
    },
  });
}
