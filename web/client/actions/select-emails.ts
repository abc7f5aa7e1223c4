// The emails that a selection means. What is loaded is there at once, so that the action shows in the same frame; what is not is
// fetched first, and "everything that matches" comes in pages.
import type { GetResponse, QueryResponse } from "../../../standards/jmap/methods.ts";
import type { Batch } from "../batch.ts";
import { listProperties } from "../email-properties.ts";
import { describeQuery } from "../first-screen.ts";
import type { MailStore } from "../mail-store.ts";
import type { EmailSummary, Selection, Thread } from "../types.ts";
import type { EmailState } from "./email-patch.ts";

/** The emails of one conversation, oldest first; `isWhole` when the conversation was chosen, not an email of it. */
export type SelectedGroup = { emails: readonly EmailState[]; isWhole: boolean };

type ListedSelection = Exclude<Selection, { kind: "matching" }>;
type MatchingSelection = Extract<Selection, { kind: "matching" }>;

const stateProperties = ["id", "threadId", "mailboxIds", "keywords"];

/** The groups of a selection as far as records are loaded, or undefined when something is missing. */
export function selectLoaded(selection: ListedSelection, store: MailStore): SelectedGroup[] | undefined {
  const groups: SelectedGroup[] = [];
  const isWhole = selection.kind === "conversations";
  for (const id of selection.kind === "conversations" ? selection.threadIds : selection.emailIds) {
    const state = isWhole ? store.threads.state(id) : store.emails.state(id);
    if (state === "destroyed") continue;
    const emailIds = isWhole ? store.threads.peek(id)?.emailIds : [id];
    if (!emailIds) return undefined;
    const emails = emailIds.filter((emailId) => store.emails.state(emailId) !== "destroyed").map(store.emails.peek);
    if (emails.includes(undefined)) return undefined;
    groups.push({ emails: emails.filter((email) => email !== undefined), isWhole });
  }
  return groups;
}

/** Loads what the selection is missing; throws RequestFailure. Afterwards `selectLoaded` finds everything that exists. */
export async function loadSelection(selection: ListedSelection, store: MailStore, batch: Batch): Promise<void> {
  const { accountId } = store;
  const size = store.maxObjectsInGet();
  let emailIds = selection.kind === "emails" ? selection.emailIds : [];
  if (selection.kind === "conversations") {
    for (const ids of chunks(selection.threadIds, size)) {
      const answers = await batch.send([["Thread/get", { accountId, ids }, "t"]]);
      const threads = answers.get<GetResponse<Thread>>("t");
      store.threads.put(threads.list);
      for (const id of threads.notFound) store.threads.read(id);
      store.threads.destroy(threads.notFound);
      emailIds = [...emailIds, ...threads.list.flatMap((thread) => thread.emailIds)];
    }
  }
  const missing = emailIds.filter((id) => store.emails.peek(id) === undefined);
  for (const id of missing) store.emails.read(id);
  for (const ids of chunks(missing, size)) {
    const answers = await batch.send([["Email/get", { accountId, ids, properties: listProperties }, "e"]]);
    const emails = answers.get<GetResponse<EmailSummary>>("e");
    store.emails.put(emails.list);
    store.emails.destroy(emails.notFound);
  }
}

/**
 * Every email that matches, a page at a time. One page is read ahead, because the emails of a page leave the result when the
 * action is applied to them, and the next page is found by the last email of the page before.
 */
export async function* selectMatching(
  selection: MatchingSelection,
  store: MailStore,
  batch: Batch,
): AsyncGenerator<readonly EmailState[]> {
  const except = new Set(selection.exceptThreadIds);
  const limit = Math.min(500, store.maxObjectsInGet());
  let page = await loadPage({ position: 0, limit });
  while (page.length > 0) {
    const last = page.at(-1)!;
    const next = page.length < limit ? [] : await loadPage({ anchor: last.id, anchorOffset: 1, limit });
    const emails = page.filter((email) => !except.has(email.threadId));
    if (emails.length > 0) yield emails;
    page = next;
  }

  async function loadPage(window: Record<string, unknown>): Promise<EmailState[]> {
    const { accountId } = store;
    const query = { ...describeQuery(selection.query), collapseThreads: false };
    const answers = await batch.send([
      ["Email/query", { accountId, ...query, ...window }, "q"],
      [
        "Email/get",
        {
          accountId,
          "#ids": { resultOf: "q", name: "Email/query", path: "/ids" },
          properties: stateProperties,
        },
        "e",
      ],
    ]);
    const order = answers.get<QueryResponse>("q").ids;
    const byId = new Map(answers.get<GetResponse<EmailState>>("e").list.map((email) => [email.id, email]));
    return order.map((id) => byId.get(id)).filter((email) => email !== undefined);
  }
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}
