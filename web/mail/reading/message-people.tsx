// Everybody a message names, each to write to, and its exact time. Of many people the first are shown, with the way to all of them.

import { useState } from "preact/hooks";

import type { EmailAddress, EmailBody, EmailSummary } from "../../client/types.ts";
import { readingWords } from "../../i18n/parts/reading.ts";
import { composeNew } from "../shell/compose-new.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";

/** More people than this are shown on request. */
const SHOWN = 20;

export type MessagePeopleProps = { email: EmailSummary; body: EmailBody };

export function MessagePeople({ email, body }: MessagePeopleProps) {
  const { t, f } = useWords();
  return (
    <dl>
      <People name={t.reading.from} people={email.from} />
      {!sameAddress(body.replyTo, email.from) && <People name={t.reading.replyTo} people={body.replyTo} />}
      <People name={t.reading.to} people={email.to} />
      <People name={t.reading.cc} people={body.cc} />
      <People name={t.reading.bcc} people={body.bcc} />
      <div>
        <dt>{t.reading.date}</dt>
        <dd>{f.fullDate(new Date(body.sentAt ?? email.receivedAt))}</dd>
      </div>
    </dl>
  );
}

function People({ name, people }: { name: string; people: readonly EmailAddress[] | null }) {
  const { f, locale } = useWords();
  const [isWhole, setWhole] = useState(false);
  if (!people || people.length === 0) return null;
  // One more takes no more room than the line that would stand for it.
  const shown = isWhole || people.length <= SHOWN + 1 ? people : people.slice(0, SHOWN);
  const more = people.length - shown.length;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <ul role="list">
          {shown.map((person, index) => (
            <Person key={index} person={person} />
          ))}
        </ul>
        {more > 0 && (
          <button type="button" class="button button-quiet" onClick={() => setWhole(true)}>
            {readingWords[locale].morePeople(f.number(more))}
          </button>
        )}
      </dd>
    </div>
  );
}

function Person({ person }: { person: EmailAddress }) {
  const app = useMailApp();
  const { locale } = useWords();
  const { name, email } = person;
  const write = (event: MouseEvent) => {
    event.preventDefault();
    composeNew(app, { to: [person] });
  };
  return (
    <li dir="auto">
      {name && <bdi>{name} </bdi>}
      <a
        href={`mailto:${encodeURIComponent(email)}`}
        title={readingWords[locale].writeTo(name || email)}
        onClick={write}
      >
        {email}
      </a>
    </li>
  );
}

function sameAddress(left: readonly EmailAddress[] | null, right: readonly EmailAddress[] | null): boolean {
  return !left || left.length === 0 || (left.length === 1 && left[0]?.email === right?.[0]?.email);
}
