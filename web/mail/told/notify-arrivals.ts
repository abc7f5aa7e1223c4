// New mail told by the system while one looks elsewhere: of the mailboxes that the person chose, as quietly as they chose, and with
// no more words than the organisation allows. Clicking the notice opens the conversation.

import type { MailNotice } from "../../../standards/jmap/push.ts";
import type { MailApp } from "../state/mail-app.ts";
import { formatRoute, home, parseRoute } from "../state/routes.ts";

const MOST_AT_ONCE = 3;

export function notifyArrivals(app: MailApp): void {
  const { client, preferences, router, start } = app;
  client.onArrival(({ accountId, emailIds }) => {
    if (!preferences.value.peek().hasNotifications || document.hasFocus()) return;
    if (!("Notification" in window) || Notification.permission !== "granted") return;
    void show(describe(app, accountId, emailIds), (path) => {
      window.focus();
      router.go(routeOf(path, start.session.accounts));
    });
  });
}

/** As the server tells it when no window is open. */
function describe(
  { client, preferences, wordStore, start }: MailApp,
  accountId: string,
  emailIds: readonly string[],
): MailNotice {
  const { locale, t } = wordStore.words.peek();
  const { hasNotificationSound, notifiedMailboxes } = preferences.value.peek();
  const account = client.account(accountId);
  const inbox = account.mailboxByRole("inbox").peek();
  const wanted = (mailboxId: string): boolean =>
    notifiedMailboxes?.includes(`${accountId}/${mailboxId}`) ?? mailboxId === inbox?.id;
  const unit = account.isPersonal ? [] : [account.name];
  const notices = emailIds.flatMap((id) => {
    const email = account.email(id).peek().value;
    const mailbox = email && Object.keys(email.mailboxIds).find(wanted);
    if (!email || mailbox === undefined) return [];
    const path = formatRoute({
      ...home,
      accountId: account.isPersonal ? null : accountId,
      mailbox,
      threadId: email.threadId,
    });
    if (start.noticeContent === "none") return [{ title: t.frame.newMail, body: unit.join(), tag: accountId, path }];
    const [sender] = email.from ?? [];
    const body = start.noticeContent === "sender" ? t.frame.newMail : (email.subject ?? t.list.noSubject);
    return [
      {
        title: [sender?.name || sender?.email || t.frame.newMail, ...unit].join(" · "),
        body,
        tag: `${accountId}/${id}`,
        path,
      },
    ];
  });
  const some = start.noticeContent === "none" ? notices.slice(0, 1) : notices.slice(0, MOST_AT_ONCE);
  return { "@type": "MailNotice", notices: some, isSilent: !hasNotificationSound, locale };
}

/** By the service worker where there is one: it knows all windows, and what was pushed already. */
async function show(message: MailNotice, open: (path: string) => void): Promise<void> {
  if (message.notices.length === 0) return;
  const registration = await navigator.serviceWorker?.getRegistration("/mail/").catch(() => undefined);
  if (registration?.active) return registration.active.postMessage(message);
  for (const { title, body, tag, path } of message.notices) {
    const notice = new Notification(title, { body, tag, lang: message.locale, silent: message.isSilent });
    notice.addEventListener("click", () => open(path));
  }
}

export function routeOf(path: string, accounts: Readonly<Record<string, unknown>>): ReturnType<typeof parseRoute> {
  const { pathname, search } = new URL(path, location.origin);
  return parseRoute({ pathname, search }, (id) => id in accounts);
}
