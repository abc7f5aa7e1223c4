// The one request that fills the first screen: mailboxes with their counts, the first conversations of a mailbox with all that
// their rows show, and the identities. The build writes it as JSON with placeholders, so that the server can run it while it
// makes the first signed-in page, and the client paints from the answer without asking.
import type { Invocation } from "../../standards/jmap/request.ts";
import { listProperties } from "./email-properties.ts";
import type { ListQuery } from "./types.ts";

/** Rows in the first window of a list. */
export const firstScreenLimit = 50;

/** The strings that stand for the account and the mailbox in the request written by the build. */
export const firstScreenPlaceholders = { accountId: "{accountId}", mailboxId: "{mailboxId}" } as const;

/** The method calls for an account and one of its mailboxes: "m" and "i" are mailboxes and identities, the rest `queryCalls`. */
export function firstScreenCalls(accountId: string, mailboxId: string): Invocation[] {
  return [
    ["Mailbox/get", { accountId, ids: null }, "m"],
    ...queryCalls(accountId, { filter: { inMailbox: mailboxId } }, { position: 0, limit: firstScreenLimit }),
    ["Identity/get", { accountId, ids: null }, "i"],
  ];
}

export type QueryWindow = { position: number; limit: number } | { anchor: string; anchorOffset: number; limit: number };

/**
 * A window of a list ("q") with all that its rows show: the threads ("t") of its emails ("x") and every email of those threads
 * ("e"), for a row tells of its whole conversation.
 */
export function queryCalls(accountId: string, query: ListQuery, window: QueryWindow): Invocation[] {
  return [
    ["Email/query", { accountId, ...describeQuery(query), ...window, calculateTotal: true }, "q"],
    [
      "Email/get",
      { accountId, "#ids": { resultOf: "q", name: "Email/query", path: "/ids" }, properties: ["threadId"] },
      "x",
    ],
    ["Thread/get", { accountId, "#ids": { resultOf: "x", name: "Email/get", path: "/list/*/threadId" } }, "t"],
    [
      "Email/get",
      {
        accountId,
        "#ids": { resultOf: "t", name: "Thread/get", path: "/list/*/emailIds" },
        properties: listProperties,
      },
      "e",
    ],
  ];
}

/** The arguments that make a list the list it is. */
export function describeQuery({ filter, sort, collapseThreads }: ListQuery): Required<ListQuery> {
  return {
    filter,
    sort: sort ?? [{ property: "receivedAt", isAscending: false }],
    collapseThreads: collapseThreads ?? true,
  };
}
