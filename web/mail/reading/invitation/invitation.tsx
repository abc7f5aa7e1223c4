// A calendar invitation as one reads it on paper: what, when, where, who calls and who is called.

import type { ComponentChildren } from "preact";

import { parseCalendar } from "../../../../standards/icalendar/parse-calendar.ts";
import type { CalendarEvent, CalendarPerson } from "../../../../standards/icalendar/types.ts";
import type { EmailBody, EmailPart, EmailSummary, MailAccount } from "../../../client/types.ts";
import { formatEventTime } from "../../../i18n/event-time.ts";
import { readingWords, type ReadingWords } from "../../../i18n/parts/reading.ts";
import { Button } from "../../../ui/button.tsx";
import { useMailApp, useWords } from "../../state/mail-app.ts";
import { attachmentUrl } from "../attachment-url.ts";
import { decodeText } from "../preview/decode-text.ts";
import { fetchAttachment, useLoaded } from "../preview/use-loaded.ts";
import { answerInvitation, answerOf, ANSWERS, invitedAs, type Invited } from "./answer-invitation.ts";
import "./invitation.css";

const SHOWN_ATTENDEES = 12;

export type InvitationProps = { account: MailAccount; email: EmailSummary; body: EmailBody; part: EmailPart };

export function Invitation({ account, email, body, part }: InvitationProps) {
  const { preferences, start } = useMailApp();
  const { t, locale } = useWords();
  const words = readingWords[locale];
  const href = attachmentUrl(account, part, "invite.ics") ?? "";
  const { value, isFailed } = useLoaded(async (signal) => {
    const bytes = await (await fetchAttachment(href, signal))?.arrayBuffer();
    const text = bytes && decodeText(new Uint8Array(bytes), part.charset ?? "utf-8");
    return text === undefined ? undefined : { text, calendar: parseCalendar(text) };
  }, href);
  const event = value?.calendar?.events[0];
  if (isFailed || (value && !event)) return <p class="invitation-failed">{words.unreadable}</p>;
  if (!event) return <div class="invitation" aria-busy="true" aria-label={t.list.loading} />;
  const { method = null, events = [] } = value.calendar ?? {};
  const isCancelled = method === "CANCEL" || event.status === "CANCELLED";
  const heading = isCancelled
    ? words.invitationCancelled
    : method === "REPLY"
      ? words.invitationReply
      : words.invitation;
  const zone = preferences.value.value.timeZone ?? start.timeZone;
  const when = whenOf(event, words, (time) => formatEventTime(time, t.format, zone));
  const identity = method === "REQUEST" && !isCancelled ? invitedAs(account, event) : undefined;
  return (
    <section class="invitation" data-cancelled={isCancelled} aria-label={heading}>
      <p class="invitation-kind">{heading}</p>
      <h3 dir="auto">{event.summary || words.untitled}</h3>
      <dl>
        <Row name={words.when}>{when}</Row>
        {event.recurrence !== null && <Row name="">{words.repeats}</Row>}
        {event.location && <Row name={words.where}>{event.location}</Row>}
        {event.organizer && <Row name={words.organizer}>{nameOfPerson(event.organizer)}</Row>}
        {event.attendees.length > 0 && (
          <Row name={words.attendees(event.attendees.length)}>
            <ul role="list">
              {event.attendees.slice(0, SHOWN_ATTENDEES).map((person, index) => (
                <li key={index}>
                  {nameOfPerson(person)}
                  <span> {participationOf(person, words)}</span>
                </li>
              ))}
              {event.attendees.length > SHOWN_ATTENDEES && (
                <li>{words.moreAttendees(event.attendees.length - SHOWN_ATTENDEES)}</li>
              )}
            </ul>
          </Row>
        )}
        {identity && <Answers {...{ account, email, body, event, text: value.text, identity, when }} />}
      </dl>
      {event.description && (
        <p class="invitation-text" dir="auto">
          {event.description}
        </p>
      )}
      {events.length > 1 && <p class="invitation-text">{words.moreEvents(events.length - 1)}</p>}
    </section>
  );
}

function Answers(invited: Invited) {
  const app = useMailApp();
  const words = readingWords[useWords().locale];
  const answered = answerOf(invited.email, invited.event, invited.identity);
  return (
    <Row name={words.yourAnswer}>
      <div class="invitation-answers" role="group" aria-label={words.yourAnswer}>
        {ANSWERS.map((answer) => (
          <Button
            key={answer}
            aria-pressed={answer === answered}
            onClick={() => answer !== answered && void answerInvitation(app, invited, answer)}
          >
            {words.answers[answer]}
          </Button>
        ))}
      </div>
    </Row>
  );
}

function Row({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd dir="auto">{children}</dd>
    </div>
  );
}

function whenOf(
  { start, end }: CalendarEvent,
  words: ReadingWords,
  format: (time: Parameters<typeof formatEventTime>[0]) => string,
): string {
  const isAllDay = start.kind === "day";
  const isFloating = start.kind === "moment" && start.isFloating;
  const told = format({ start: start.date, end: end?.date ?? null, isAllDay, isFloating });
  if (isAllDay) return `${told} (${words.allDay})`;
  return isFloating ? `${told} (${(start.zone ?? "") || words.floating})` : told;
}

function nameOfPerson({ name, address }: CalendarPerson): string {
  return name && name !== address ? `${name} <${address}>` : address;
}

function participationOf({ participation, isOptional }: CalendarPerson, words: ReadingWords): string {
  const told = [words.participation[participation], isOptional ? words.optional : undefined].filter(Boolean);
  return told.length > 0 ? `(${told.join(", ")})` : "";
}
