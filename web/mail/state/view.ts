// What the address means with the data at hand: the account, the mailbox, the list and its words. Undefined while mailboxes load.

import { computed, effect, signal, type ReadonlySignal } from "@preact/signals";

import type { Client, Mailbox, MailAccount, MailboxRole, WindowedQuery } from "../../client/types.ts";
import type { parseSearch, SearchContext } from "../../client/search/parse-search.ts";
import type { Route } from "./routes.ts";

export type View = {
  readonly account: MailAccount;
  /** Null for a search. */
  readonly mailbox: Mailbox | null;
  /** Undefined when a search asks nothing, or the mailbox does not exist. */
  readonly list: WindowedQuery | undefined;
};

const ROLES: ReadonlySet<string> = new Set<MailboxRole>(["inbox", "drafts", "sent", "archive", "junk", "trash"]);

export function createView(
  client: Client,
  route: ReadonlySignal<Route>,
  contextOf: (account: MailAccount) => SearchContext,
): ReadonlySignal<View | undefined> {
  // The reading of searches is fetched with the first one.
  const parse = signal<typeof parseSearch | undefined>(undefined);
  effect(() => {
    if (route.value.mailbox !== null || parse.peek()) return;
    void import("../../client/search/parse-search.ts").then((module) => (parse.value = module.parseSearch));
  });
  return computed(() => {
    const { accountId, mailbox: name, search } = route.value;
    const account = accountId === null ? client.accounts.value[0] : client.account(accountId);
    if (!account?.mailboxes.value) return undefined;
    if (name === null) {
      const parsed = parse.value?.(search, contextOf(account));
      return parsed === undefined
        ? undefined
        : { account, mailbox: null, list: parsed ? account.list({ filter: parsed.filter }) : undefined };
    }
    const mailbox = findMailbox(account, name);
    return { account, mailbox: mailbox ?? null, list: mailbox && account.list({ filter: { inMailbox: mailbox.id } }) };
  });
}

function findMailbox(account: MailAccount, name: string): Mailbox | undefined {
  return ROLES.has(name) ? account.mailboxByRole(name as MailboxRole).value : account.mailbox(name).value.value;
}

/** The name of a mailbox in an address: its role where it has one. */
export function mailboxSlug(mailbox: Mailbox): string {
  return mailbox.role !== null && ROLES.has(mailbox.role) ? mailbox.role : mailbox.id;
}
