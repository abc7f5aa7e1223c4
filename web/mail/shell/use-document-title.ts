// The title of the tab tells where one is and how much is unread.

import { useEffect } from "preact/hooks";

import { mailboxName } from "./mailbox-name.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";

export function useDocumentTitle(): void {
  const { client, router, view, start } = useMailApp();
  const { t, f } = useWords();
  const { mailbox, search } = router.route.value;
  const current = view.value?.mailbox;
  const unread = client.accounts.value[0]?.mailboxByRole("inbox").value?.unreadThreads ?? 0;
  const place = mailbox === null ? `${t.search.label}: ${search}` : current ? mailboxName(current, t) : "";
  const title = [unread > 0 ? `(${f.number(unread)})` : "", place, "·", start.organisation.name]
    .filter(Boolean)
    .join(" ");
  useEffect(() => {
    document.title = title;
  }, [title]);
}
