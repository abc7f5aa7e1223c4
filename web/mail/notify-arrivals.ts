// New mail told by the system while one looks elsewhere; clicking the notice opens the conversation.

import type { MailApp } from "./state/mail-app.ts";
import { home } from "./state/routes.ts";

const MOST_AT_ONCE = 3;

export function notifyArrivals({ client, preferences, router, wordStore }: MailApp): void {
  client.onArrival(({ accountId, emailIds }) => {
    if (!preferences.value.peek().hasNotifications || document.hasFocus()) return;
    if (!("Notification" in window) || Notification.permission !== "granted") return;
    const account = client.account(accountId);
    const inbox = account.mailboxByRole("inbox").peek();
    const { t } = wordStore.words.peek();
    for (const id of emailIds.slice(0, MOST_AT_ONCE)) {
      const email = account.email(id).peek().value;
      if (!email || (inbox && !email.mailboxIds[inbox.id])) continue;
      const [sender] = email.from ?? [];
      const notice = new Notification(sender?.name || sender?.email || t.mailboxes.inbox, {
        body: email.subject ?? t.list.noSubject,
        tag: id,
      });
      notice.addEventListener("click", () => {
        window.focus();
        router.go({ ...home, accountId: account.isPersonal ? null : accountId, threadId: email.threadId });
      });
    }
  });
}
