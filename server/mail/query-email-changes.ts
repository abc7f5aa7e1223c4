// Email/queryChanges (RFC 8621 §4.5) without its protocol.
import type { AccountId, EmailId } from "../base/ids.ts";
import { changedEmails } from "../store/changed-threads.ts";
import type { ReadTx } from "../store/database.ts";
import { listedEmails } from "../store/email-list.ts";
import { statesSince } from "../store/mail-account.ts";
import type { EmailFilter, EmailSort } from "../store/mail-types.ts";
import type { Mail } from "./mail.ts";
import { mailboxListOf, queryEmails } from "./query-emails.ts";

export interface EmailQueryChanges {
  filter?: EmailFilter | null;
  sort?: readonly EmailSort[] | null;
  collapseThreads?: boolean;
  sinceQueryState: string;
  maxChanges?: number | null;
  upToId?: EmailId | null;
  calculateTotal?: boolean;
}

export type EmailQueryChangesResult =
  | { failure: "cannotCalculateChanges" | "tooManyChanges" | "unsupportedFilter" }
  | {
      oldQueryState: string;
      newQueryState: string;
      total?: number;
      removed: EmailId[];
      added: { id: EmailId; index: number }[];
    };

/**
 * Exact, whatever the filter and the sort: every email that may have come, gone or moved since is taken out and, if it is in
 * the list now, put back at its place. What the client never had among `removed` it ignores (RFC 8620 §5.6).
 */
export async function queryEmailChanges(
  mail: Pick<Mail, "blobs">,
  tx: ReadTx,
  accountId: AccountId,
  query: EmailQueryChanges,
): Promise<EmailQueryChangesResult> {
  if (!/^\d{1,15}$/.test(query.sinceQueryState)) return { failure: "cannotCalculateChanges" };
  const since = Number(query.sinceQueryState);
  const states = await statesSince(tx, accountId, { type: "email", since });
  if (!states) return { failure: "cannotCalculateChanges" };
  const { filter, sort, collapseThreads, calculateTotal, upToId, maxChanges } = query;
  const changed = await changedEmails(tx, accountId, {
    since,
    reach: looksAtThreads(query) ? "threads" : isImmutable(query) ? "arrivals" : "emails",
    limit: MAX_CHANGED,
  });
  if (changed === undefined) return { failure: "cannotCalculateChanges" };
  const base = { filter, sort, collapseThreads };
  const newQueryState = String(states.email);
  const found = await placesInList(mail, tx, accountId, {
    ...base,
    wanted: [...changed.present, ...changed.created],
    // RFC 8620 §5.6: ignored unless neither what is in the list nor its order can change.
    upToId: isImmutable(query) ? upToId : null,
  });
  if (found === undefined) return { failure: "unsupportedFilter" };
  const removed = [...changed.present, ...changed.destroyed];
  if (maxChanges != null && removed.length + found.length > maxChanges) return { failure: "tooManyChanges" };
  const counted = calculateTotal
    ? await queryEmails(mail, tx, accountId, { ...base, limit: 0, calculateTotal: true })
    : undefined;
  return {
    oldQueryState: query.sinceQueryState,
    newQueryState,
    ...(counted && "total" in counted && { total: counted.total }),
    removed,
    added: found,
  };
}

function looksAtThreads({ collapseThreads, filter, sort }: EmailQueryChanges): boolean {
  const isThreadCondition = (node: EmailFilter): boolean =>
    "operator" in node
      ? node.conditions.some(isThreadCondition)
      : Object.keys(node).some((name) => /InThread/.test(name));
  return (
    collapseThreads === true ||
    (filter != null && isThreadCondition(filter)) ||
    (sort ?? []).some(({ property }) => /InThread/.test(property))
  );
}

/** Of an email, only its mailboxes and its keywords change. */
function isImmutable({ filter, sort }: EmailQueryChanges): boolean {
  const isFixed = (node: EmailFilter): boolean =>
    "operator" in node
      ? node.conditions.every(isFixed)
      : !Object.keys(node).some((name) => /Mailbox|Keyword/.test(name));
  return (filter == null || isFixed(filter)) && !(sort ?? []).some(({ property }) => property.endsWith("Keyword"));
}

/** A client that missed more than this reads its list anew with less work for both. */
const MAX_CHANGED = 5000;

/**
 * Where the wanted emails are in the list, from its beginning; undefined for a filter that is not supported. Changes are mostly
 * at the top of the list, so it is read from there in pages that grow, until all are found or what is left cannot be in it.
 */
async function placesInList(
  mail: Pick<Mail, "blobs">,
  tx: ReadTx,
  accountId: AccountId,
  query: Pick<EmailQueryChanges, "filter" | "sort" | "collapseThreads" | "upToId"> & { wanted: readonly EmailId[] },
): Promise<{ id: EmailId; index: number }[] | undefined> {
  const { wanted, upToId, ...list } = query;
  // What is not in the list would be looked for to its very end.
  const mailboxList = mailboxListOf(accountId, list);
  const missing = new Set(mailboxList ? await listedEmails(tx, mailboxList, wanted) : wanted);
  const found: { id: EmailId; index: number }[] = [];
  for (let position = 0, limit = 500; missing.size > 0; position += limit, limit *= 4) {
    const page = await queryEmails(mail, tx, accountId, { ...list, position, limit });
    if ("failure" in page) return undefined;
    for (const [offset, id] of page.ids.entries()) {
      if (missing.delete(id)) found.push({ id, index: position + offset });
      if (id === upToId) return found;
    }
    if (page.ids.length < limit) break;
  }
  return found;
}
