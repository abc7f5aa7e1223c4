// One message of a conversation: a line while it is folded, the whole of it when it is open.

import type { EmailSummary, MailAccount } from "../../client/types.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { MenuButton } from "../../ui/menu-button.tsx";
import { answer, editDraft } from "../commands/answer.ts";
import { NotLoaded } from "../shell/not-loaded.tsx";
import { useMailApp, useWords } from "../state/mail-app.ts";
import { hasOthers } from "./has-others.ts";
import { Attachments, Invitation, startPrint } from "./lazy-parts.ts";
import { MessageBody } from "./message-body.tsx";
import { MessageDetails } from "./message-details.tsx";
import { SenderMarks } from "./sender-marks.tsx";

export type MessageProps = {
  account: MailAccount;
  email: EmailSummary;
  isOpen: boolean;
  isLast: boolean;
  onToggle: () => void;
};

export function Message({ account, email, isOpen, isLast, onToggle }: MessageProps) {
  const app = useMailApp();
  const { t, f } = useWords();
  const sender = email.from?.[0] ?? { name: null, email: "" };
  const senderName = sender.name?.trim() || sender.email || t.frame.unknownSender;
  const date = new Date(email.receivedAt);
  const isDraft = email.keywords["$draft"] === true;
  return (
    <article class="message" data-open={isOpen} aria-label={`${senderName}, ${f.shortDate(date)}`}>
      <header class="message-head">
        <button type="button" class="message-toggle" aria-expanded={isOpen} onClick={onToggle}>
          <Avatar name={senderName} seed={sender.email} />
          <span class="message-who">
            <span class="message-sender truncate" dir="auto">
              {senderName}
              {isDraft && [" ", <span class="row-draft">{t.list.draft}</span>]}
            </span>
            {!isOpen && <span class="message-line truncate">{email.preview}</span>}
          </span>
        </button>
        <div class="message-tools">
          {email.hasAttachment && !isOpen && <Icon name="attachment" size={16} />}
          <time dateTime={email.receivedAt} title={f.fullDate(date)}>
            {f.listDate(date, app.now.value)}
          </time>
          {isOpen && !isDraft && (
            <>
              <IconButton
                class="message-reply"
                icon="reply"
                size={18}
                label={t.actions.reply}
                shortcut={isLast ? "r" : undefined}
                onClick={() => answer(app, account, email, "reply")}
              />
              <MenuButton label={t.frame.messageActions} items={() => messageItems()} />
            </>
          )}
        </div>
      </header>
      {isOpen && <OpenMessage account={account} email={email} isDraft={isDraft} />}
    </article>
  );

  function messageItems() {
    const body = account.emailBody(email.id).peek().value;
    const one = { kind: "emails" as const, emailIds: [email.id], mailboxId: app.view.peek()?.mailbox?.id ?? null };
    return [
      ...(hasOthers(app, account, email)
        ? [
            {
              label: t.actions.replyAll,
              icon: "reply-all" as const,
              onSelect: () => answer(app, account, email, "replyAll"),
            },
          ]
        : []),
      { label: t.actions.forward, icon: "forward" as const, onSelect: () => answer(app, account, email, "forward") },
      {
        label: t.actions.forwardAsAttachment,
        icon: "attachment" as const,
        onSelect: () => answer(app, account, email, "forwardAsAttachment"),
      },
      { label: t.actions.print, icon: "print" as const, onSelect: () => void startPrint(app, account, [email]) },
      { kind: "divider" as const },
      {
        label: t.frame.trashMessage,
        icon: "trash" as const,
        onSelect: () => void app.performer.perform(account, "trash", one),
      },
      ...(body
        ? [
            {
              label: t.frame.saveMessage,
              icon: "download" as const,
              onSelect: () =>
                location.assign(
                  account.downloadUrl({
                    blobId: body.blobId,
                    name: `${email.subject ?? "email"}.eml`,
                    type: "message/rfc822",
                  }),
                ),
            },
          ]
        : []),
    ];
  }
}

function OpenMessage({ account, email, isDraft }: { account: MailAccount; email: EmailSummary; isDraft: boolean }) {
  const app = useMailApp();
  const { t } = useWords();
  const loaded = account.emailBody(email.id).value;
  if (loaded.state === "failed") {
    return <NotLoaded class="message-failed" role="alert" onRetry={() => account.reload("EmailBody", email.id)} />;
  }
  const body = loaded.value;
  if (!body) return <div class="message-loading" aria-busy="true" aria-label={t.list.loading} />;
  const invitation = body.attachments.find(({ type }) => type.toLowerCase() === "text/calendar");
  return (
    <>
      <MessageDetails email={email} body={body} />
      <SenderMarks email={email} body={body} />
      {invitation && <Invitation account={account} email={email} body={body} part={invitation} />}
      <MessageBody account={account} body={body} subject={email.subject} />
      {body.attachments.length > 0 && <Attachments account={account} body={body} />}
      {isDraft && (
        <div class="answer-bar">
          <Button icon="draft" onClick={() => editDraft(app, account, email.id)}>
            {t.frame.continueDraft}
          </Button>
        </div>
      )}
    </>
  );
}
