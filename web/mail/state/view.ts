// What the address means with the data at hand: the account, the mailbox, the list and its words. Undefined while mailboxes load.

import { computed, effect, signal, type ReadonlySignal } from "@preact/signals";

import { createSteadyList, type SteadyList } from "../../client/steady-list.ts";
import type { Client, EmailFilter, Mailbox, MailAccount, MailboxRole, WindowedQuery } from "../../client/types.ts";
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
  let shown: { list: WindowedQuery; steady: SteadyList } | undefined;
  /** The same while the same list is looked at. */
  const steady = (account: MailAccount, filter: EmailFilter): SteadyList => {
    const list = account.list({ filter });
    if (shown?.list !== list) {
      shown?.steady.close();
      shown = { list, steady: createSteadyList(list, account) };
    }
    return shown.steady;
  };
  return computed(() => {
    const { accountId, mailbox: name, search, only } = route.value;
    const account = accountId === null ? client.accounts.value[0] : client.account(accountId);
    if (!account?.mailboxes.value) return undefined;
    if (name === null) {
      const parsed = parse.value?.(search, contextOf(account));
      return parsed === undefined
        ? undefined
        : { account, mailbox: null, list: parsed ? steady(account, parsed.filter) : undefined };
    }
    const mailbox = findMailbox(account, name);
    if (!mailbox) return { account, mailbox: null, list: undefined };
    const filter = { inMailbox: mailbox.id, ...(only && { notKeyword: "$seen" }) };
    return { account, mailbox, list: steady(account, filter) };
  });
}

function findMailbox(account: MailAccount, name: string): Mailbox | undefined {
  return ROLES.has(name) ? account.mailboxByRole(name as MailboxRole).value : account.mailbox(name).value.value;
}

/** The name of a mailbox in an address: its role where it has one. */
export function mailboxSlug(mailbox: Mailbox): string {
  return mailbox.role !== null && ROLES.has(mailbox.role) ? mailbox.role : mailbox.id;
}
