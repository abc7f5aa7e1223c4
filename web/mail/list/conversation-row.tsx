// One conversation in the list. The whole row is a link to it; the tick, the star and the actions lie above the link.

import { computed, useComputed } from "@preact/signals";
import { Fragment, type ComponentChildren } from "preact";
import { useMemo, useRef } from "preact/hooks";

import type { ConversationRow as Row, EmailFilter, MailAccount, Mailbox } from "../../client/types.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Icon } from "../../ui/icon.tsx";
import { lazy } from "../../ui/lazy.tsx";
import { openConversation } from "../commands/move-about.ts";
import { isPlainClick } from "../shell/link.tsx";
import { NotLoaded } from "../shell/not-loaded.tsx";
import { useMailApp, useWords } from "../state/mail-app.ts";
import { formatRoute } from "../state/routes.ts";
import "./conversation-row.css";
import { startDrag } from "./drag.ts";
import { labelNames } from "./label-names.ts";
import { RowActions } from "./row-actions.tsx";
import { namesOf, spokenMarks } from "./row-words.ts";

/** A finger that rests on a row opens its menu instead. */
const CAN_DRAG = matchMedia("(pointer: fine)").matches;
/** A finger has nothing to point with. */
const CAN_POINT = matchMedia("(hover: hover)").matches;

export type ConversationRowProps = {
  account: MailAccount;
  mailbox: Mailbox | null;
  emailId: string;
  isTabStop: boolean;
  /** The list is so wide that a row is one line. */
  isOneLine: boolean;
  /** What the list is the result of; null for a mailbox. */
  search: EmailFilter | null;
};

export type LoadedRowProps = Omit<ConversationRowProps, "emailId" | "search"> & {
  row: Row;
  /** Other than the row's own: by what it was found. */
  subject?: ComponentChildren;
  preview?: ComponentChildren;
};

const FoundRow = lazy(async () => (await import("./found-row.tsx")).FoundRow, LoadedRow);

export function ConversationRow({ account, mailbox, emailId, search, ...place }: ConversationRowProps) {
  const loaded = useMemo(() => account.conversationRow(emailId, mailbox?.id ?? null), [account, emailId, mailbox?.id]);
  const { state, value: row } = loaded.value;
  if (row) {
    const loadedRow = { account, mailbox, row, ...place };
    return search ? <FoundRow {...loadedRow} search={search} as={LoadedRow} /> : <LoadedRow {...loadedRow} />;
  }
  return state === "failed" ? (
    <NotLoaded class="row-failed" onRetry={() => account.reload("Email", emailId)} />
  ) : (
    <RowSkeleton />
  );
}

function RowLabel({ label }: { label: string }) {
  return (
    <>
      <span class="label truncate" dir="auto">
        {label}
      </span>{" "}
    </>
  );
}

export function RowSkeleton() {
  return (
    <div class="row row-skeleton" aria-hidden="true">
      <span class="row-skeleton-avatar" />
      <span class="row-skeleton-lines" />
    </div>
  );
}

export function LoadedRow(props: LoadedRowProps) {
  const { account, mailbox, row, isTabStop, isOneLine } = props;
  const app = useMailApp();
  const words = useWords();
  const { t, f } = words;
  const { start, selection, router } = app;
  const date = new Date(row.receivedAt);
  const time = f.listDate(date, app.now.value);
  const names = namesOf(row, mailbox?.role ?? null, account.isPersonal ? start.user.address : account.name, words);
  const subject = row.subject?.trim() || t.list.noSubject;
  // Of what is ticked and open a row only hears what concerns it.
  const isSelected = useComputed(() => selection.has(row.emailId)).value;
  const isOwn = (email: string) => email.toLowerCase() === start.user.address.toLowerCase();
  const isOpen = useComputed(() => router.route.value.threadId === row.threadId).value;
  // Names alone: their counts change with every message, and no row shows them.
  const labels = useMemo(
    () => computed(() => labelNames(account, row.mailboxIds, mailbox?.id).join("\n")),
    [account, row.mailboxIds.join(), mailbox?.id],
  ).value;
  const href = useComputed(() => formatRoute({ ...router.route.value, threadId: row.threadId })).value;
  const person =
    mailbox?.role === "sent" || mailbox?.role === "drafts"
      ? row.recipients[0]
      : (row.senders.findLast(({ address }) => !isOwn(address.email)) ?? row.senders.at(-1))?.address;
  const isPointed = useComputed(() => app.pointed.value === row.emailId).value;
  /** What has come for the pointer stays, for it may have the focus now. */
  const wasPointed = useRef(false);
  wasPointed.current ||= isPointed;
  const own = { kind: "conversations" as const, threadIds: [row.threadId], mailboxId: mailbox?.id ?? null };

  const onClick = (event: MouseEvent) => {
    if (event.shiftKey) {
      event.preventDefault();
      return selection.extendTo(row.emailId);
    }
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      return selection.toggle(row.emailId, row.threadId);
    }
    if (!isPlainClick(event)) return;
    event.preventDefault();
    openConversation(app, row.emailId);
  };
  return (
    <div
      class="row"
      data-unread={row.isUnread}
      data-selected={isSelected}
      data-open={isOpen}
      data-cursor={isTabStop}
      draggable={CAN_DRAG}
      onDragStart={(event) => startDrag(event, account.id, (isSelected && selection.current()) || own)}
    >
      <label class="row-tick">
        <input
          type="checkbox"
          checked={isSelected}
          tabIndex={isTabStop ? 0 : -1}
          aria-label={`${t.frame.select}: ${subject}`}
          // The change of a box does not tell the keys; the click that every way of ticking makes does.
          onClick={({ shiftKey }) =>
            shiftKey ? selection.extendTo(row.emailId) : selection.toggle(row.emailId, row.threadId)
          }
        />
        <Avatar name={person?.name || person?.email || "?"} seed={person?.email ?? ""} />
      </label>
      <a
        id={`row-${row.emailId}`}
        class="row-link"
        href={href}
        tabIndex={isTabStop ? 0 : -1}
        aria-current={isOpen ? "true" : undefined}
        draggable={false}
        onClick={onClick}
        onFocus={() => (app.cursor.value = row.emailId)}
      >
        <span class="visually-hidden">{spokenMarks(row, words)}</span>
        <span class="row-names truncate" dir="auto">
          {names.map((name, index) => (
            <Fragment key={index}>
              {index > 0 && ", "}
              <span class={name.isUnread ? "is-unread" : undefined}>{name.text}</span>
            </Fragment>
          ))}
          {row.count > 1 && (
            <span class="row-count" title={t.list.messageCount(row.count)}>
              {` ${row.count}`}
            </span>
          )}
          {row.hasDraft && mailbox?.role !== "drafts" && [" ", <span class="row-draft">{t.list.draft}</span>]}
        </span>
        <span class="row-subject truncate" dir="auto">
          {labels && labels.split("\n").map((label) => <RowLabel key={label} label={label} />)}
          {props.subject ?? subject}
        </span>
        <span class="row-preview truncate" dir="auto">
          {props.preview ?? row.preview}
        </span>
        <span class="row-marks">
          {row.isAnswered && <Icon name="reply" size={14} />}
          {row.hasAttachment && <Icon name="attachment" size={14} />}
          <time dateTime={row.receivedAt} title={wasPointed.current ? f.fullDate(date) : undefined}>
            {time}
          </time>
        </span>
      </a>
      <RowActions
        app={app}
        account={account}
        mailbox={mailbox}
        row={row}
        isTabStop={isTabStop}
        isReached={wasPointed.current || isTabStop}
        hasStar={row.isStarred || isOneLine || !CAN_POINT}
      />
    </div>
  );
}
