// What a row says: whom it shows, and for those who listen what others see by weight and colour.

import type { ConversationRow, MailboxRole } from "../../client/types.ts";
import type { Words } from "../state/words.ts";

export type RowName = { text: string; isUnread: boolean; isDraft: boolean };

/** The people of a row, shortened to first names when there are several, as on an envelope to a family. */
export function namesOf(row: ConversationRow, role: MailboxRole | null, ownAddress: string, { t }: Words): RowName[] {
  if (role === "sent" || role === "drafts") {
    const names = row.recipients.map((person) => nameOf(person, ownAddress, t.list.me));
    return [{ text: t.list.to(names.join(", ") || "—"), isUnread: false, isDraft: false }];
  }
  const written = row.senders.filter(({ isDraft }) => !isDraft);
  const shown = written.length > 0 ? written : row.senders;
  const isAlone = shown.length === 1;
  return shown.map(({ address, isUnread, isDraft }) => {
    const name = nameOf(address, ownAddress, t.list.me);
    return { text: isAlone ? name : shorten(name), isUnread, isDraft };
  });
}

export function nameOf(person: { name: string | null; email: string }, ownAddress: string, me: string): string {
  if (person.email.toLowerCase() === ownAddress.toLowerCase()) return me;
  return person.name?.trim() || person.email;
}

/** The first name that is more than a title or an initial; "dr. Ani Lestari, Sp.A." is Ani. */
export function shorten(name: string): string {
  if (name.includes("@")) return name.slice(0, name.indexOf("@"));
  const words = name.replace(/,.*$/, "").split(/\s+/);
  return words.find((word) => word.length > 2 && !word.endsWith(".")) ?? name;
}

/** What is shown by weight, colour and marks only, in words for those who listen. */
export function spokenMarks(row: ConversationRow, { t }: Words): string {
  const marks = [
    row.isUnread && t.list.unread,
    row.isStarred && t.list.starred,
    row.isAnswered && t.list.answered,
    row.isForwarded && t.list.forwarded,
    row.hasAttachment && t.list.hasAttachment,
  ];
  return marks
    .filter(Boolean)
    .map((mark) => `${mark}, `)
    .join("");
}
