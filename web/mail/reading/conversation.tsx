// A conversation: its subject and what can be done with it, its messages from the oldest to the newest, and the ways to answer.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import type { EmailSummary, MailAccount } from "../../client/types.ts";
import { Button } from "../../ui/button.tsx";
import { ComposeDock } from "../compose/lazy-compose-dock.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";
import { closeConversation } from "../commands/move-about.ts";
import { NotLoaded } from "../shell/not-loaded.tsx";
import { AnswerBar } from "./answer-bar.tsx";
import { ConversationHeader, subjectOf } from "./conversation-header.tsx";
import "./conversation.css";
import { ConversationLabels } from "./lazy-parts.ts";
import { Message } from "./message.tsx";

/** More read messages in a row than this stand behind one line. */
const FOLDED_TOGETHER = 3;

export type ConversationProps = { account: MailAccount; threadId: string };

export function Conversation({ account, threadId }: ConversationProps) {
  const app = useMailApp();
  const { t } = useWords();
  const thread = account.thread(threadId).value;
  const emails = useShownEmails(account, thread.value?.emailIds ?? []);
  const scroller = useRef<HTMLDivElement>(null);
  const isLoaded = thread.value !== undefined && emails.length > 0;
  const opened = useOpened(emails, isLoaded);
  const [isUnfolded, setUnfolded] = useState(false);
  useMarkRead(account, threadId, isLoaded, emails);
  useEffect(() => {
    // The first that is open is what one came to read.
    const first = scroller.current?.querySelector<HTMLElement>(".message[data-open=true]");
    const isFirst = !first?.previousElementSibling?.matches(".message, .messages-folded");
    if (first && scroller.current && !isFirst) scroller.current.scrollTop = first.offsetTop - 8;
  }, [isLoaded]);

  if (thread.state === "failed") {
    return <NotLoaded class="conversation-failed" role="alert" onRetry={() => account.reload("Thread", threadId)} />;
  }
  if (thread.state === "destroyed") {
    return (
      <p class="conversation-failed">
        {t.reading.gone}
        <Button onClick={() => closeConversation(app)}>{t.actions.back}</Button>
      </p>
    );
  }
  const last = emails.filter((email) => !email.keywords["$draft"]).at(-1) ?? emails.at(-1);
  const window = app.composeWindows.windows.value.find(
    ({ placement }) => placement.kind === "inPlace" && placement.threadId === threadId,
  );
  const folded = isUnfolded ? [] : foldedRun(emails, opened.ids);
  return (
    <>
      <ConversationHeader account={account} threadId={threadId} emails={emails} />
      <div class="conversation-scroll" ref={scroller}>
        <div class="conversation">
          <h2 class="conversation-subject" dir="auto">
            {emails.length > 0 && subjectOf(emails, t.list.noSubject)}
          </h2>
          <ConversationLabels account={account} threadId={threadId} emails={emails} />
          {emails.map((email) => {
            if (folded.includes(email)) {
              return email === folded[0] ? (
                <button key="folded" type="button" class="messages-folded" onClick={() => setUnfolded(true)}>
                  <span>{t.frame.earlierMessages(folded.length)}</span>
                </button>
              ) : null;
            }
            return (
              <Message
                key={email.id}
                account={account}
                email={email}
                isOpen={opened.ids.has(email.id)}
                isLast={email === last}
                onToggle={() => opened.toggle(email.id)}
              />
            );
          })}
          {last && !last.keywords["$draft"] && !window && <AnswerBar account={account} email={last} />}
          {window && <ComposeDock inPlace={window} />}
        </div>
      </div>
    </>
  );
}

/** The emails of the thread that belong to what is looked at: those in Trash and Spam only there. Oldest first. */
function useShownEmails(account: MailAccount, emailIds: readonly string[]): EmailSummary[] {
  const { view, composeWindows } = useMailApp();
  const current = view.value?.mailbox?.id;
  const written = composeWindows.windows.value.map(({ composer }) => composer.emailId.value);
  const hidden = (["trash", "junk"] as const)
    .map((role) => account.mailboxByRole(role).value?.id)
    .filter((id): id is string => id !== undefined && id !== current);
  // A draft that is being written stands in its composer.
  const loaded = emailIds.flatMap((id) => (written.includes(id) ? [] : (account.email(id).value.value ?? [])));
  const shown = loaded.filter((email) => !Object.keys(email.mailboxIds).every((id) => hidden.includes(id)));
  return shown.length > 0 ? shown : loaded;
}

/** Which messages are open: at first the unread ones and the newest. */
function useOpened(
  emails: readonly EmailSummary[],
  isLoaded: boolean,
): { ids: Set<string>; toggle: (id: string) => void } {
  const initial = useMemo(() => {
    const unread = emails.filter((email) => !email.keywords["$seen"] && !email.keywords["$draft"]);
    const newest = emails.filter((email) => !email.keywords["$draft"]).at(-1) ?? emails.at(-1);
    return new Set([...unread, ...(newest ? [newest] : [])].map(({ id }) => id));
  }, [isLoaded]);
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const known = useRef(new Set<string>());
  if (known.current.size === 0 && isLoaded) known.current = new Set(emails.map(({ id }) => id));
  const isOpen = (id: string) => toggled.get(id) ?? (initial.has(id) || (isLoaded && !known.current.has(id)));
  const ids = new Set(emails.map(({ id }) => id).filter(isOpen));
  return { ids, toggle: (id) => setToggled((before) => new Map([...before, [id, !isOpen(id)]])) };
}

/** The closed messages between the first and the first open one, when they are many. */
function foldedRun(emails: readonly EmailSummary[], openIds: ReadonlySet<string>): readonly EmailSummary[] {
  const firstOpen = emails.findIndex(({ id }) => openIds.has(id));
  const run = emails.slice(1, Math.max(1, firstOpen - 1));
  return run.length >= FOLDED_TOGETHER ? run : [];
}

/** What is opened counts as read, once; marking it unread afterwards stays. */
function useMarkRead(account: MailAccount, threadId: string, isLoaded: boolean, emails: readonly EmailSummary[]): void {
  const unread = emails.filter((email) => !email.keywords["$seen"]).map(({ id }) => id);
  const done = useRef(new Set<string>());
  useEffect(() => {
    const fresh = unread.filter((id) => !done.current.has(id));
    if (!isLoaded || fresh.length === 0 || account.isReadOnly) return;
    for (const id of fresh) done.current.add(id);
    account.actions.markRead({ kind: "emails", emailIds: fresh, mailboxId: null }, { isAutomatic: true });
  }, [threadId, isLoaded, unread.join()]);
}
