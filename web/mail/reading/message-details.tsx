// All the people and the exact time of a message, for who asks.

import type { EmailAddress, EmailBody, EmailSummary } from "../../client/types.ts";
import { Icon } from "../../ui/icon.tsx";
import { nameOf } from "../list/row-words.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";

/** More people than this are counted, not named. */
const NAMED = 3;

export function MessageDetails({ email, body }: { email: EmailSummary; body: EmailBody }) {
  const { start } = useMailApp();
  const { t, f } = useWords();
  const people = [...(email.to ?? []), ...(body.cc ?? [])].map((person) =>
    nameOf(person, start.user.address, t.list.me),
  );
  const named = people.slice(0, people.length === NAMED + 1 ? NAMED + 1 : NAMED);
  const others = people.length - named.length;
  const rows: [string, string | null][] = [
    [t.reading.from, addresses(email.from)],
    [t.reading.replyTo, sameAddress(body.replyTo, email.from) ? null : addresses(body.replyTo)],
    [t.reading.to, addresses(email.to)],
    [t.reading.cc, addresses(body.cc)],
    [t.reading.bcc, addresses(body.bcc)],
    [t.reading.date, f.fullDate(new Date(body.sentAt ?? email.receivedAt))],
  ];
  return (
    <details class="message-details">
      <summary>
        {people.length > 0 && (
          <span>{t.frame.toWhom(f.names([...named, ...(others > 0 ? [t.frame.others(others)] : [])]))}</span>
        )}
        <span class={people.length > 0 ? "visually-hidden" : undefined}> {t.reading.details}</span>
        <Icon name="down" size={14} />
      </summary>
      <dl>
        {rows.map(([name, value]) =>
          value === null ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </details>
  );
}

function addresses(people: readonly EmailAddress[] | null): string | null {
  if (!people || people.length === 0) return null;
  return people.map(({ name, email }) => (name ? `${name} <${email}>` : email)).join(", ");
}

function sameAddress(left: readonly EmailAddress[] | null, right: readonly EmailAddress[] | null): boolean {
  return !left || left.length === 0 || (left.length === 1 && left[0]?.email === right?.[0]?.email);
}
