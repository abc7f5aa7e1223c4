// The title of the tab tells where one is and how much is unread.

import { computed, effect } from "@preact/signals";

import type { MailApp } from "../state/mail-app.ts";
import { mailboxName } from "./mailbox-name.ts";

export function tellTitle({ client, router, view, start, wordStore }: MailApp, document: Document): void {
  // Whatever changes a count comes here, and mostly says the same: the browser is told of a title that is another one.
  const title = computed(() => {
    const { t, f } = wordStore.words.value;
    const { mailbox, search } = router.route.value;
    const current = view.value?.mailbox;
    const unread = client.accounts.value[0]?.mailboxByRole("inbox").value?.unreadThreads ?? 0;
    const place = mailbox === null ? `${t.search.label}: ${search}` : current ? mailboxName(current, t) : "";
    return [unread > 0 ? `(${f.number(unread)})` : "", place, "·", start.organisation.name].filter(Boolean).join(" ");
  });
  effect(() => void (document.title = title.value));
}
