// Answering an invitation by mail (RFC 6047): a message to its organizer alone, with the answer as a calendar reads it and in words for
// people. The answer is remembered at the invitation, for the one who looks at it again.

import { normalizeAddress } from "../../../../standards/address/normalize-address.ts";
import { formatReply, type AttendeeAnswer } from "../../../../standards/icalendar/format-reply.ts";
import type { CalendarEvent } from "../../../../standards/icalendar/types.ts";
import type { Draft } from "../../../client/compose/types.ts";
import type { EmailBody, EmailSummary, Identity, MailAccount } from "../../../client/types.ts";
import { readingWords } from "../../../i18n/parts/reading.ts";
import type { MailApp } from "../../state/mail-app.ts";

export const ANSWERS: readonly AttendeeAnswer[] = ["ACCEPTED", "TENTATIVE", "DECLINED"];

export type Invited = {
  readonly account: MailAccount;
  readonly email: EmailSummary;
  readonly body: EmailBody;
  readonly event: CalendarEvent;
  /** The calendar as it came. */
  readonly text: string;
  /** Under which name one is invited. */
  readonly identity: Identity;
  /** When it is, in words. */
  readonly when: string;
};

/** The name under which one is invited and may answer; undefined when there is none. */
export function invitedAs({ isReadOnly, identities }: MailAccount, event: CalendarEvent): Identity | undefined {
  const { organizer, attendees } = event;
  if (isReadOnly || event.uid === null || !organizer || normalizeAddress(organizer.address) === null) return undefined;
  const isOwn = (address: string) => identities.value?.find(({ email }) => isSameAddress(email, address));
  return isOwn(organizer.address) ? undefined : attendees.map(({ address }) => isOwn(address)).find(Boolean);
}

/** What was answered here, or what the organizer knows. */
export function answerOf({ keywords }: EmailSummary, { attendees }: CalendarEvent, own: Identity): string | undefined {
  return (
    ANSWERS.find((answer) => keywords[keywordOf(answer)]) ??
    attendees.find(({ address }) => isSameAddress(own.email, address))?.participation
  );
}

export async function answerInvitation(app: MailApp, invited: Invited, answer: AttendeeAnswer): Promise<void> {
  const { account, email } = invited;
  const { toasts, wordStore, preferences } = app;
  const { t, locale } = wordStore.words.peek();
  const draft = replyDraft(invited, answer, locale);
  if (!draft) return app.tellFailure({ kind: "refused", type: "other", description: null, properties: [] });
  const before = ANSWERS.filter((one) => email.keywords[keywordOf(one)]);
  remember(invited, [answer]);
  const compose = await account.compose();
  const { undoSeconds } = preferences.value.peek();
  const sending = compose.write(draft).send({ undoWindowMs: undoSeconds * 1000 });
  const callBack = async (): Promise<void> => {
    toasts.close(toast);
    const again = await sending.undo();
    if (!again) return app.tellFailure({ kind: "refused", type: "cannotUnsend", description: null, properties: [] });
    await again.discard();
    remember(invited, before);
  };
  const toast = toasts.show({
    text: readingWords[locale].answerSent,
    seconds: undoSeconds,
    isSending: true,
    action: { label: t.actions.undo, shortcut: "z", run: () => void callBack() },
  });
  const outcome = await sending.done;
  if (outcome.ok || outcome.failure.kind === "aborted") return;
  app.tellFailure(outcome.failure, readingWords[wordStore.words.peek().locale].answerFailed);
  await callBack();
}

function replyDraft(
  { email, body, event, text, identity, when }: Invited,
  answer: AttendeeAnswer,
  locale: keyof typeof readingWords,
): Partial<Draft> | undefined {
  const isAttendee = (address: string) => isSameAddress(identity.email, address);
  const calendar = formatReply(text, { answer, isAttendee, now: new Date() });
  if (calendar === undefined || !event.organizer) return undefined;
  const words = readingWords[locale];
  const title = event.summary || email.subject || words.untitled;
  const told = words.answerText[answer](identity.name || identity.email, title, when);
  return {
    identityId: identity.id,
    to: [{ name: event.organizer.name, email: event.organizer.address }],
    subject: `${words.answerSubject[answer]}: ${title}`,
    html: null,
    text: told,
    inReplyTo: body.messageId,
    references: body.messageId,
    body: {
      textBody: null,
      attachments: null,
      bodyStructure: {
        type: "multipart/alternative",
        subParts: [
          { partId: "text", type: "text/plain" },
          // RFC 6047 §2.4: the method stands beside the type, where the programs that file answers look for it.
          { partId: "calendar", "header:Content-Type": " text/calendar; method=REPLY; charset=utf-8" },
        ],
      },
      bodyValues: { text: { value: told }, calendar: { value: calendar } },
    },
  };
}

function remember({ account, email }: Invited, answers: readonly AttendeeAnswer[]): void {
  const one = { kind: "emails" as const, emailIds: [email.id], mailboxId: null };
  const { keywords } = account.email(email.id).peek().value ?? email;
  for (const answer of ANSWERS) {
    const isMeant = answers.includes(answer);
    if (isMeant === (keywords[keywordOf(answer)] === true)) continue;
    account.actions[isMeant ? "setKeyword" : "clearKeyword"](one, keywordOf(answer), { isAutomatic: true });
  }
}

/** Of addresses one of which is known to be good. */
function isSameAddress(own: string, other: string): boolean {
  return normalizeAddress(own) === normalizeAddress(other);
}

function keywordOf(answer: AttendeeAnswer): string {
  return `invitation-${answer.toLowerCase()}`;
}
