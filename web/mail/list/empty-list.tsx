// A list with nothing in it says why, and what one can do.

import { emptyListWords } from "../../i18n/parts/empty-list.ts";
import { Button } from "../../ui/button.tsx";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { composeNew } from "../shell/compose-new.ts";
import { mailboxIcon } from "../shell/mailbox-name.ts";
import { failureText } from "../state/failure-text.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";
import { home } from "../state/routes.ts";
import type { View } from "../state/view.ts";

export function EmptyList({ view }: { view: View }) {
  const app = useMailApp();
  const { router } = app;
  const { t, locale } = useWords();
  const words = emptyListWords[locale];
  const { list, mailbox, account } = view;
  const isSearch = router.route.value.mailbox === null;
  if (list?.state.value === "failed" && list.failure.value) {
    return (
      <Empty icon="warning" text={failureText(list.failure.value, locale)}>
        <Button icon="refresh" onClick={() => void list.refresh()}>
          {t.actions.retry}
        </Button>
      </Empty>
    );
  }
  if (isSearch) return <Empty icon="search" text={list ? words.nothingFound : words.searchHelp} />;
  if (!mailbox) {
    return (
      <Empty icon="folder" text={words.noSuchMailbox}>
        <Button onClick={() => router.go({ ...home, accountId: account.isPersonal ? null : account.id })}>
          {t.mailboxes.inbox}
        </Button>
      </Empty>
    );
  }
  if (router.route.value.only) return <Empty icon="read" text={words.allRead} />;
  const isForWriting = mailbox.role === "drafts" || mailbox.role === "sent";
  return (
    <Empty icon={mailboxIcon(mailbox)} text={emptyText(mailbox.role, words)}>
      {isForWriting && (
        <Button icon="compose" onClick={() => composeNew(app)}>
          {t.actions.compose}
        </Button>
      )}
    </Empty>
  );
}

function emptyText(role: string | null, words: (typeof emptyListWords)["id"]): string {
  switch (role) {
    case "inbox":
      return words.inbox;
    case "drafts":
    case "sent":
    case "archive":
    case "junk":
    case "trash":
      return words[role];
    default:
      return words.folder;
  }
}

function Empty({ icon, text, children }: { icon: IconName; text: string; children?: preact.ComponentChildren }) {
  return (
    <div class="list-empty">
      <Icon name={icon} size={40} />
      <p>{text}</p>
      {children}
    </div>
  );
}
