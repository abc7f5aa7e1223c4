// What a device is told of mail that came in: as much as the organisation allows, of the mailboxes that the person chose, and
// nothing once the session has ended in which the device asked.
import type { MailNotice } from "../../../../standards/jmap/push.ts";
import { DEFAULT_LANGUAGE, type Language } from "../../../base/language.ts";
import type { AccountId, MailboxId } from "../../../base/ids.ts";
import type { Clock } from "../../../base/clock.ts";
import { idleLimitsOf, isSessionIdle } from "../../../auth/session-limits.ts";
import { readPolicies, type Policies } from "../../../organisation/policies.ts";
import { findAccount } from "../../../store/accounts.ts";
import { listArrivals, type Arrival } from "../../../store/arrivals.ts";
import type { Database, ReadTx } from "../../../store/database.ts";
import { statesOf } from "../../../store/mail-account.ts";
import { listMailboxes } from "../../../store/mailboxes.ts";
import { findPreferences } from "../../../store/preferences.ts";
import { claimTold, findTold, type PushSubscriptionRow } from "../../../store/push-subscriptions.ts";
import { findSessionHolder } from "../../../store/sessions.ts";
import type { Account } from "../../account-access.ts";
import { formatAccountId, formatEmailId, formatMailboxId, formatThreadId } from "../../ids.ts";
import { toPreferences } from "../../preferences/preferences/properties.ts";

type Notice = MailNotice["notices"][number];

/** More are told as a number. */
const mostTold = 3;
/** Older mail that comes in is being brought over, not arriving. */
const newForMs = 3_600_000;
const maxTitle = 80;
const maxBody = 160;

const texts = {
  id: { newMail: "Email baru", noSubject: "(Tanpa Subjek)", more: (count: string) => `${count} email baru` },
  en: { newMail: "New mail", noSubject: "(No subject)", more: (count: string) => `${count} new messages` },
} as const;

/** "ended": the device may be told nothing any more. Undefined: there is nothing to tell. */
export async function takeMailNotice(
  { db, clock }: { db: Database; clock: Clock },
  row: PushSubscriptionRow,
  account: Account,
): Promise<MailNotice | "ended" | undefined> {
  const found = await db.read((tx) => read(tx, clock, row, account));
  if (found === "ended") return found;
  const { since, until, notice } = found;
  if (since === until) return undefined;
  // Claimed before it is sent: a notice that is lost is better than one that comes from every process.
  const isOurs = await db.write((tx) => claimTold(tx, row, { of: account.accountId, since, until }));
  return isOurs ? notice : undefined;
}

type Found = { since: number | undefined; until: number; notice: MailNotice | undefined };

async function read(tx: ReadTx, clock: Clock, row: PushSubscriptionRow, account: Account): Promise<Found | "ended"> {
  const now = clock.now();
  const holder = await findSessionHolder(tx, Buffer.from(row.sessionHash ?? "", "hex"), new Date(now));
  if (!holder) return "ended";
  const policies = readPolicies(holder.settings);
  if (isSessionIdle(holder, idleLimitsOf(policies.session, now))) return "ended";
  const { accountId } = account;
  const until = (await statesOf(tx, accountId))?.email ?? 0;
  const since = await findTold(tx, row, accountId);
  const preferences = toPreferences(await findPreferences(tx, row.accountId));
  const mailboxIds = await wantedMailboxes(tx, accountId, preferences.notifiedMailboxes);
  // An account that has just been added begins with what comes from now on.
  if (since === undefined || since === until || mailboxIds.length === 0) return { since, until, notice: undefined };
  const receivedAfter = new Date(now - newForMs);
  const range = { since, until, receivedAfter, mailboxIds, limit: mostTold + 1 };
  const arrivals = await listArrivals(tx, accountId, range);
  if (arrivals.length === 0) return { since, until, notice: undefined };
  const locale = (await findAccount(tx, row.accountId))?.language ?? DEFAULT_LANGUAGE;
  const view = { account, content: policies.notifications.content, locale, wanted: new Set(mailboxIds) };
  const notice: MailNotice = {
    "@type": "MailNotice",
    notices: noticesOf(arrivals, view),
    isSilent: !preferences.hasNotificationSound,
    locale,
  };
  return { since, until, notice };
}

async function wantedMailboxes(
  tx: ReadTx,
  accountId: AccountId,
  chosen: readonly string[] | null,
): Promise<MailboxId[]> {
  const mailboxes = await listMailboxes(tx, accountId);
  const key = (id: MailboxId) => `${formatAccountId(accountId)}/${formatMailboxId(id)}`;
  return mailboxes
    .filter(({ id, role }) => (chosen === null ? role === "inbox" : chosen.includes(key(id))))
    .map(({ id }) => id);
}

interface View {
  account: Account;
  content: Policies["notifications"]["content"];
  locale: Language;
  wanted: ReadonlySet<MailboxId>;
}

/** The newest come last, so that a device shows them on top. */
function noticesOf(arrivals: readonly Arrival[], view: View): Notice[] {
  const { account, content, locale, wanted } = view;
  const t = texts[locale];
  const own = account.isOwn ? [] : [account.name];
  const pathOf = (mailboxId: MailboxId | undefined, arrival?: Arrival) =>
    [
      "/mail",
      ...(account.isOwn ? [] : [formatAccountId(account.accountId)]),
      mailboxId === undefined ? "inbox" : formatMailboxId(mailboxId),
      ...(arrival ? [formatThreadId(arrival.threadId)] : []),
    ].join("/");
  const mailboxOf = ({ mailboxIds }: Arrival) => mailboxIds.find((id) => wanted.has(id));
  const tag = formatAccountId(account.accountId);
  if (content === "none") {
    return [{ title: t.newMail, body: own.join(""), tag, path: pathOf(mailboxOf(arrivals[0]!)) }];
  }
  const notices = arrivals.slice(0, mostTold).map((arrival): Notice => {
    const [sender] = arrival.from;
    const subject = content === "subject" ? (arrival.subject ?? t.noSubject) : t.newMail;
    return {
      title: cut([sender?.name || sender?.email || t.newMail, ...own].join(" · "), maxTitle),
      body: cut(subject, maxBody),
      tag: `${tag}/${formatEmailId(arrival.id)}`,
      path: pathOf(mailboxOf(arrival), arrival),
    };
  });
  const more: Notice[] =
    arrivals.length > mostTold
      ? [{ title: t.more(`${mostTold}+`), body: own.join(""), tag, path: pathOf(mailboxOf(arrivals[0]!)) }]
      : [];
  return [...more, ...notices.toReversed()];
}

/** By whole characters, and without what would hide or turn around the words of a notice. */
function cut(text: string, most: number): string {
  const clean = text.replace(/[\p{Cc}\p{Cf}]+/gu, " ").trim();
  const characters = [...clean];
  return characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : clean;
}
