// The records of an account, how each type is loaded, and the state strings that say what the server knew when it was.
import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals-core";
import type { GetResponse } from "../../standards/jmap/methods.ts";
import type { Batch } from "./batch.ts";
import { bodyArguments, listProperties } from "./email-properties.ts";
import { failureOf } from "./failure.ts";
import { createRecordTable, type RecordTable } from "./record-table.ts";
import type { Timers } from "./environment.ts";
import type { EmailBody, EmailSummary, Failure, Identity, Mailbox, Thread } from "./types.ts";

export type StateType = "Mailbox" | "Thread" | "Email" | "Identity" | "EmailSubmission";

export type MailStore = {
  readonly accountId: string;
  readonly mailboxes: RecordTable<Mailbox>;
  readonly threads: RecordTable<Thread>;
  readonly emails: RecordTable<EmailSummary>;
  readonly bodies: RecordTable<EmailBody>;
  readonly identities: Signal<readonly Identity[] | undefined>;
  /** All mailboxes as shown; undefined until they were loaded. Reading it asks for them. */
  readonly allMailboxes: ReadonlySignal<readonly Mailbox[] | undefined>;
  /** What the records loaded so far are true for; a type that is missing was never loaded. */
  readonly states: Partial<Record<StateType, string>>;
  /** Takes the state of a response: the first one, or the word that ours is old. */
  noteState(type: StateType, state: string): void;
  putMailboxes(response: GetResponse<Mailbox>): void;
  putIdentities(response: GetResponse<Identity>): void;
  loadMailboxes(): Promise<void>;
  loadIdentities(): Promise<void>;
  readonly maxObjectsInGet: () => number;
};

export type MailStoreOptions = {
  accountId: string;
  batch: Batch;
  timers: Timers;
  maxObjectsInGet: () => number;
  /** A response was newer than the records we have. */
  onStale: () => void;
};

const maxEmails = 4000;
const maxThreads = 4000;
/** UTF-16 units of body text, so about 16 MB. */
const maxBodyUnits = 8 * 1024 * 1024;
/** Bodies are large: few of them in one call, so that one long message does not keep the others waiting. */
const maxBodiesInGet = 20;

export function createMailStore(options: MailStoreOptions): MailStore {
  const { accountId, batch, timers, maxObjectsInGet } = options;
  const schedule = (run: () => void) => void timers.setTimeout(run, 0);
  const states: MailStore["states"] = {};
  const membership = signal(0);
  const hasMailboxes = signal(false);
  let mailboxesLoading: Promise<void> | undefined;

  function noteState(type: StateType, state: string): void {
    const known = states[type];
    if (known === undefined) states[type] = state;
    else if (known !== state) options.onStale();
  }

  /** A loader that gets ids in chunks and puts each answer into its table. */
  function loader<T extends { readonly id: string }>(
    type: StateType,
    table: () => RecordTable<T>,
    request: { args: Record<string, unknown>; maxIds?: number },
  ): (ids: string[]) => Promise<void> {
    const load = async (ids: string[]): Promise<void> => {
      try {
        const answers = await batch.send([[`${type}/get`, { accountId, ids, ...request.args }, "g"]]);
        const response = answers.get<GetResponse<T>>("g");
        noteState(type, response.state);
        table().put(response.list);
        table().destroy(response.notFound);
      } catch (error) {
        failRecords(table(), ids, failureOf(error));
      }
    };
    return async (ids) => {
      const size = Math.min(request.maxIds ?? Infinity, maxObjectsInGet());
      const chunks: string[][] = [];
      for (let at = 0; at < ids.length; at += size) chunks.push(ids.slice(at, at + size));
      await Promise.all(chunks.map(load));
    };
  }

  const mailboxes: RecordTable<Mailbox> = createRecordTable<Mailbox>({
    maxRecords: Infinity,
    schedule,
    load: loader<Mailbox>("Mailbox", () => mailboxes, { args: {} }),
    onMembership: () => void membership.value++,
  });
  const threads: RecordTable<Thread> = createRecordTable<Thread>({
    maxRecords: maxThreads,
    schedule,
    load: loader<Thread>("Thread", () => threads, { args: {} }),
  });
  const emails: RecordTable<EmailSummary> = createRecordTable<EmailSummary>({
    maxRecords: maxEmails,
    schedule,
    load: loader<EmailSummary>("Email", () => emails, { args: { properties: listProperties } }),
  });
  const bodies: RecordTable<EmailBody> = createRecordTable<EmailBody>({
    maxRecords: maxBodyUnits,
    weigh: weighBody,
    schedule,
    load: loader<EmailBody>("Email", () => bodies, {
      args: bodyArguments,
      maxIds: maxBodiesInGet,
    }),
  });

  const store: MailStore = {
    accountId,
    mailboxes,
    threads,
    emails,
    bodies,
    identities: signal(undefined),
    states,
    noteState,
    maxObjectsInGet,
    allMailboxes: computed(() => {
      void membership.value;
      if (!hasMailboxes.value) return undefined;
      return [...mailboxes.ids()]
        .map((id) => mailboxes.read(id).value.value)
        .filter((mailbox) => mailbox !== undefined);
    }),
    putMailboxes(response) {
      const stale = new Set(mailboxes.ids());
      for (const mailbox of response.list) stale.delete(mailbox.id);
      states.Mailbox = response.state;
      mailboxes.put(response.list);
      mailboxes.destroy([...stale]);
      hasMailboxes.value = true;
    },
    putIdentities(response) {
      states.Identity = response.state;
      store.identities.value = response.list;
    },
    loadMailboxes() {
      mailboxesLoading ??= get<Mailbox>("Mailbox", store.putMailboxes).finally(() => (mailboxesLoading = undefined));
      return mailboxesLoading;
    },
    loadIdentities: () => get<Identity>("Identity", store.putIdentities),
  };

  async function get<T>(type: StateType, put: (response: GetResponse<T>) => void): Promise<void> {
    const answers = await batch.send([[`${type}/get`, { accountId, ids: null }, "g"]]);
    put(answers.get<GetResponse<T>>("g"));
  }

  return store;
}

/** What cannot be loaded for now is asked for again by whoever looks at it next; "signedOut" and "aborted" are the end. */
function failRecords<T extends { readonly id: string }>(table: RecordTable<T>, ids: string[], failure: Failure): void {
  if (failure.kind !== "aborted") table.fail(ids);
}

function weighBody(body: EmailBody): number {
  let units = 2000;
  for (const { value } of Object.values(body.bodyValues)) units += value.length;
  return units;
}
