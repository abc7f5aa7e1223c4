// To whom a message went, and for who asks all about it.

import { useState } from "preact/hooks";

import type { EmailBody, EmailSummary } from "../../client/types.ts";
import { Icon } from "../../ui/icon.tsx";
import { nameOf } from "../list/row-words.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";
import { MessagePeople } from "./lazy-parts.ts";

/** More people than this are counted, not named. */
const NAMED = 3;

export function MessageDetails({ email, body }: { email: EmailSummary; body: EmailBody }) {
  const { start } = useMailApp();
  const { t, f } = useWords();
  const [isOpen, setOpen] = useState(false);
  const people = [...(email.to ?? []), ...(body.cc ?? [])].map((person) =>
    nameOf(person, start.user.address, t.list.me),
  );
  const named = people.slice(0, people.length === NAMED + 1 ? NAMED + 1 : NAMED);
  const others = people.length - named.length;
  return (
    <details class="message-details" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {people.length > 0 && (
          <span>{t.frame.toWhom(f.names([...named, ...(others > 0 ? [t.frame.others(others)] : [])]))}</span>
        )}
        <span class={people.length > 0 ? "visually-hidden" : undefined}> {t.reading.details}</span>
        <Icon name="down" size={14} />
      </summary>
      {isOpen && <MessagePeople email={email} body={body} />}
    </details>
  );
}
