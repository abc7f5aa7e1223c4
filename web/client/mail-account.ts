// One account of the session put together: its records, lists, actions and what keeps them true.
import { computed } from "@preact/signals-core";
import { MAIL } from "../../standards/jmap/capabilities.ts";
import { expandUrl } from "../../standards/jmap/session.ts";
import { createCommitter } from "./actions/commit.ts";
import { createActions, rolesOf } from "./actions/create-actions.ts";
import type { UndoLog } from "./actions/undo-log.ts";
import { readAnswers, type Batch } from "./batch.ts";
import { buildConversationRow } from "./conversation-row.ts";
import { failureOf } from "./failure.ts";
import { describeQuery } from "./first-screen.ts";
import { createMailStore } from "./mail-store.ts";
import { orderMailboxes } from "./mailbox-order.ts";
import type { SuggestAddresses } from "./suggest-addresses.ts";
import { createSync } from "./sync.ts";
import type { ComposeActions } from "./compose/types.ts";
import type { Environment } from "./environment.ts";
import type { StartData } from "./start-data.ts";
import type { Action, EmailSummary, Failure, ListQuery, MailAccount, MailboxActions, Session } from "./types.ts";
import type { Uploads } from "./upload.ts";
import { createWindowedQuery, type SyncedQuery } from "./windowed-query.ts";

/** An account and what only the client does with it. */
export type SyncedAccount = MailAccount & {
  synchronize(): Promise<void>;
  /** The new states that push told (RFC 8620 §7.1). */
  hear(states: Readonly<Record<string, string>>): void;
  seed(first: NonNullable<StartData["first"]>): void;
  close(): Promise<void>;
};

export type MailAccountOptions = {
  accountId: string;
  session: () => Session;
  environment: Environment;
  batch: Batch;
  uploads: () => Promise<Uploads>;
  undoLog: UndoLog;
  nextActionId: () => number;
  isClosed: () => boolean;
  onFailure: (failed: { action: Action; failure: Failure }) => void;
  onArrival: (arrival: { accountId: string; emailIds: readonly string[] }) => void;
};

const maxLists = 12;
/** Bodies that are loaded before they are asked for, at most, of each conversation. */
const prefetchedBodies = 3;

export function createMailAccount(options: MailAccountOptions): SyncedAccount {
  const { accountId, batch, environment, session } = options;
  const { timers } = environment;
  const core = () => session().capabilities["urn:ietf:params:jmap:core"];
  const lists = new Map<string, SyncedQuery>();
  const queries = () => lists.values();
  const store = createMailStore({
    accountId,
    batch,
    timers,
    maxObjectsInGet: () => core().maxObjectsInGet,
    onStale: () => requestSync(),
  });
  const committer = createCommitter({
    store,
    batch,
    timers,
    queries,
    maxObjectsInSet: () => core().maxObjectsInSet,
    requestSync: () => requestSync(),
  });
  const sync = createSync({
    store,
    batch,
    queries,
    whenCommitted: committer.whenCommitted,
    isClosed: options.isClosed,
    onArrival: tellArrival,
  });
  const requestSync = () => void sync.run();
  const actions = createActions({ ...options, store, committer });
  const mailboxes = computed(() => store.allMailboxes.value && orderMailboxes(store.allMailboxes.value));
  /** As text, because it is compared by value: rows are not built again when only counts change. */
  const hidden = computed(() =>
    (store.allMailboxes.value ?? [])
      .filter(({ role }) => role === "trash" || role === "junk")
      .map(({ id }) => id)
      .join(),
  );
  let isLoading = false;
  let compose: Promise<ComposeActions> | undefined;
  let suggest: Promise<SuggestAddresses> | undefined;

  async function mailboxActions(): Promise<MailboxActions> {
    const { createMailboxActions } = await import("./mailbox-actions.ts");
    return createMailboxActions({ accountId, batch, sync: sync.run });
  }

  function ensureLoaded(): void {
    if (isLoading || (store.states.Mailbox !== undefined && store.states.Identity !== undefined)) return;
    isLoading = true;
    Promise.all([store.loadMailboxes(), store.loadIdentities()])
      .catch(failureOf)
      .finally(() => (isLoading = false));
  }

  function tellArrival(emails: readonly EmailSummary[]): void {
    const isForReader = ({ keywords }: EmailSummary) => !keywords["$seen"] && !keywords["$draft"];
    const emailIds = emails.filter(isForReader).map(({ id }) => id);
    if (emailIds.length > 0) options.onArrival({ accountId, emailIds });
  }

  function list(query: ListQuery): SyncedQuery {
    const key = JSON.stringify(describeQuery(query));
    const known = lists.get(key);
    if (known) {
      lists.delete(key);
      lists.set(key, known);
      return known;
    }
    const isCommitting = () => committer.isCommitting();
    const created = createWindowedQuery({ query, batch, store, isCommitting, requestSync });
    lists.set(key, created);
    for (const [oldKey, old] of lists) {
      if (lists.size <= maxLists) break;
      if (old !== created && !old.isActive()) lists.delete(oldKey);
    }
    return created;
  }

  const account: SyncedAccount = {
    id: accountId,
    get name() {
      return session().accounts[accountId]?.name ?? "";
    },
    get isPersonal() {
      return session().accounts[accountId]?.isPersonal ?? false;
    },
    get isReadOnly() {
      return session().accounts[accountId]?.isReadOnly ?? true;
    },
    get mailboxes() {
      ensureLoaded();
      return mailboxes;
    },
    mailbox: (id) => store.mailboxes.read(id),
    mailboxByRole: (role) => {
      ensureLoaded();
      return computed(() => store.allMailboxes.value?.find((mailbox) => mailbox.role === role));
    },
    email: (id) => store.emails.read(id),
    emailBody: (id) => store.bodies.read(id),
    thread: (id) => store.threads.read(id),
    get identities() {
      ensureLoaded();
      return store.identities;
    },
    list,
    conversationRow: (emailId, mailboxId) =>
      computed(() => {
        const email = store.emails.read(emailId).value;
        if (!email.value) return email;
        const thread = store.threads.read(email.value.threadId).value;
        const loaded = (thread.value?.emailIds ?? [emailId]).map((id) => store.emails.read(id).value);
        const isCommitting = loaded.some(({ state }) => state === "committing");
        const value = buildConversationRow({
          email: email.value,
          emails: loaded.map((item) => item.value).filter((item) => item !== undefined),
          mailboxId,
          hiddenMailboxIds: hidden.value.split(","),
          isCommitting,
        });
        return { state: email.state, value };
      }),
    prefetch(threadIds) {
      for (const threadId of threadIds) {
        const emails = (store.threads.peek(threadId)?.emailIds ?? []).map((id) => store.emails.peek(id));
        const first = emails.findLast((email) => email && !email.keywords["$draft"]);
        const unread = emails.filter((email) => email && !email.keywords["$seen"]);
        for (const email of new Set([first, ...unread.slice(0, prefetchedBodies - 1)])) {
          if (email && store.bodies.state(email.id) === "empty") store.bodies.read(email.id);
        }
      }
    },
    reload(type, id) {
      const tables = { Email: store.emails, EmailBody: store.bodies, Thread: store.threads, Mailbox: store.mailboxes };
      tables[type].load([id]);
    },
    actions,
    mailboxActions: {
      create: async (...given) => (await mailboxActions()).create(...given),
      rename: async (...given) => (await mailboxActions()).rename(...given),
      reparent: async (...given) => (await mailboxActions()).reparent(...given),
      destroy: async (...given) => (await mailboxActions()).destroy(...given),
    },
    compose() {
      compose ??= import("./compose/create-compose.ts")
        .then(({ createCompose }) =>
          createCompose({ account, store, batch, environment, session, synchronize: sync.run }),
        )
        .catch((error: unknown) => {
          // Asked again when the network is back.
          compose = undefined;
          throw error;
        });
      return compose;
    },
    snippets: async (filter) =>
      (await import("./search/snippets.ts")).createSnippets({ accountId, batch, timers }, filter),
    async suggestAddresses(text, limit) {
      suggest ??= import("./suggest-addresses.ts").then(({ createSuggester }) =>
        createSuggester({
          accountId,
          batch,
          sentMailboxId: () => rolesOf(store).sent,
          ownAddresses: () => store.identities.peek()?.map((identity) => identity.email) ?? [],
        }),
      );
      return (await suggest)(text, limit);
    },
    downloadUrl: (blob) => expandUrl(withoutOrigin(session().downloadUrl), { accountId, ...blob }),
    parseEmail: async (blobId) => (await import("./parse-email.ts")).parseEmail(batch, accountId, blobId),
    async upload(file, onProgress, signal) {
      const url = expandUrl(withoutOrigin(session().uploadUrl), { accountId });
      const type = file.type || "application/octet-stream";
      return (await options.uploads()).upload({ url, body: file, type }, { onProgress, signal });
    },
    deliveries: async (emailId) => (await import("./list-deliveries.ts")).listDeliveries(batch, accountId, emailId),
    synchronize: sync.run,
    hear(states) {
      const isNews = Object.entries(states).some(([type, state]) => {
        const known = store.states[type as keyof typeof store.states];
        return known !== undefined && known !== state;
      });
      if (isNews) requestSync();
    },
    seed({ mailboxId, methodResponses }) {
      const answers = readAnswers(methodResponses, (callId) => callId);
      const mailboxResponse = answers.find<Parameters<typeof store.putMailboxes>[0]>("m");
      const identityResponse = answers.find<Parameters<typeof store.putIdentities>[0]>("i");
      if (mailboxResponse) store.putMailboxes(mailboxResponse);
      if (identityResponse) store.putIdentities(identityResponse);
      list({ filter: { inMailbox: mailboxId } }).seed(answers);
    },
    async close() {
      if (compose) await (await compose).closeAll();
    },
  };
  return account;
}

/** Whether the account has mail; others of a session may be of other kinds (RFC 8620 §2). */
export function hasMail(session: Session, accountId: string): boolean {
  return session.accounts[accountId]?.accountCapabilities[MAIL] !== undefined;
}

/** The path alone: the page and the API are of one origin, whatever name the server knows itself by. */
export function withoutOrigin(url: string): string {
  return url.replace(/^https?:\/\/[^/]+/, "");
}
