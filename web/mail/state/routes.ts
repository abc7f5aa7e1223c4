// What an address of the application means: a mailbox or a search, and perhaps a conversation in it. The person's own account
// is not named in it; a unit mailbox is. Mailboxes with a role are called by it, so that a link reads well and works for everyone.

import { decodePercent } from "./decode-percent.ts";

export type Route = {
  /** Null: the person's own. */
  readonly accountId: string | null;
  /** A role or an id of a mailbox; null for a search. */
  readonly mailbox: string | null;
  /** What was typed into the search box; empty for a mailbox. */
  readonly search: string;
  readonly threadId: string | null;
  /** Of a mailbox, only the conversations with something unread. */
  readonly only?: "unread";
};

export const home: Route = { accountId: null, mailbox: "inbox", search: "", threadId: null };

const BASE = "/mail/";

/** Anything that is no address of ours is the inbox. `isAccount` knows the ids that name a unit mailbox. */
export function parseRoute(address: { pathname: string; search: string }, isAccount: (id: string) => boolean): Route {
  if (!address.pathname.startsWith(BASE)) return home;
  const segments = address.pathname.slice(BASE.length).split("/").filter(Boolean).map(decodePercent);
  const accountId = segments[0] !== undefined && isAccount(segments[0]) ? (segments.shift() ?? null) : null;
  const [mailbox = "inbox", threadId = null] = segments;
  const query = new URLSearchParams(address.search);
  if (mailbox === "search") return { accountId, mailbox: null, search: query.get("q") ?? "", threadId };
  return { accountId, mailbox, search: "", threadId, ...(query.get("only") === "unread" && { only: "unread" }) };
}

export function formatRoute({ accountId, mailbox, search, threadId, only }: Route): string {
  const segments = [accountId, mailbox ?? "search", threadId].filter((segment) => segment !== null);
  const query = mailbox === null ? `?${new URLSearchParams({ q: search })}` : only ? `?only=${only}` : "";
  return BASE + segments.map(encodeURIComponent).join("/") + query;
}
