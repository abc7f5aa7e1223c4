// A list with nothing in it says why, and what one can do.

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
  const { t } = useWords();
  const { list, mailbox, account } = view;
  const isSearch = router.route.value.mailbox === null;
  if (list?.state.value === "failed" && list.failure.value) {
    return (
      <Empty icon="warning" text={failureText(list.failure.value, t)}>
        <Button icon="refresh" onClick={() => void list.refresh()}>
          {t.actions.retry}
        </Button>
      </Empty>
    );
  }
  if (isSearch) return <Empty icon="search" text={list ? t.list.nothingFound : t.frame.searchHelp} />;
  if (!mailbox) {
    return (
      <Empty icon="folder" text={t.frame.noSuchMailbox}>
        <Button onClick={() => router.go({ ...home, accountId: account.isPersonal ? null : account.id })}>
          {t.mailboxes.inbox}
        </Button>
      </Empty>
    );
  }
  if (router.route.value.only) return <Empty icon="read" text={t.list.allRead} />;
  const isForWriting = mailbox.role === "drafts" || mailbox.role === "sent";
  return (
    <Empty icon={mailboxIcon(mailbox)} text={emptyText(mailbox.role, t)}>
      {isForWriting && (
        <Button icon="compose" onClick={() => composeNew(app)}>
          {t.actions.compose}
        </Button>
      )}
    </Empty>
  );
}

function emptyText(role: string | null, t: ReturnType<typeof useWords>["t"]): string {
  switch (role) {
    case "inbox":
      return t.list.emptyInbox;
    case "drafts":
    case "sent":
    case "archive":
    case "junk":
    case "trash":
      return t.frame.empty[role];
    default:
      return t.frame.empty.folder;
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
