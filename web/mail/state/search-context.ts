// What the words of a search are read against: the mailboxes by the names people see, and days of the person's time zone.

import type { MailAccount } from "../../client/types.ts";
import type { SearchContext } from "../../client/search/parse-search.ts";
import { mailboxName } from "../shell/mailbox-name.ts";
import type { Words } from "./words.ts";

export function searchContext(account: MailAccount, { t }: Words, timeZone: string, now: Date): SearchContext {
  const nodes = account.mailboxes.value ?? [];
  const startOfDate = (year: number, month: number, day: number) => midnight(timeZone, Date.UTC(year, month - 1, day));
  const today = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(now);
  return {
    mailboxes: nodes.map(({ mailbox }) => ({
      id: mailbox.id,
      role: mailbox.role,
      names: [mailbox.name, mailboxName(mailbox, t)],
    })),
    hiddenMailboxIds: nodes.flatMap(({ mailbox }) =>
      mailbox.role === "trash" || mailbox.role === "junk" ? [mailbox.id] : [],
    ),
    startOfDay: (daysAgo) => midnight(timeZone, Date.parse(`${today}T00:00:00Z`) - daysAgo * 86_400_000),
    startOfDate,
  };
}

/** `utcMidnightMs` is midnight of the date in UTC; the zone's own midnight lies its offset before. */
export function midnight(timeZone: string, utcMidnightMs: number): Date {
  const parts = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" }).formatToParts(utcMidnightMs);
  const offset = parts.find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
  const [, sign = "+", hours = "0", minutes = "0"] = /GMT([+-])(\d\d):(\d\d)/.exec(offset) ?? [];
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === "-" ? -1 : 1);
  return new Date(utcMidnightMs - offsetMs);
}
