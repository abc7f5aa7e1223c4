// Shows changes of emails at once and takes them to the server: everything of a tick in one Email/set, one request under way at
// a time. What the server refuses, or cannot be asked, is taken back from the records, the lists and the counts.
import type { GetResponse, SetResponse } from "../../../standards/jmap/methods.ts";
import type { Invocation } from "../../../standards/jmap/request.ts";
import type { PatchObject } from "../../../standards/jmap/types.ts";
import { batch as inOneStep } from "@preact/signals-core";
import type { Answers, Batch } from "../batch.ts";
import { failureOf, refused } from "../failure.ts";
import type { MailStore } from "../mail-store.ts";
import type { Overlay } from "../record-table.ts";
import type { Reflection } from "../reflect-action.ts";
import type { Timers } from "../environment.ts";
import type { EmailSummary, Failure, Mailbox, Outcome } from "../types.ts";
import type { SyncedQuery } from "../windowed-query.ts";
import { addDelta, countDeltas, type ThreadChange } from "./count-deltas.ts";
import { mergePatches, patchEmail, type EmailChange } from "./email-patch.ts";

/** Changes that are shown and on their way. */
export type Applied = {
  readonly done: Promise<Outcome>;
  /** Puts the rows of lists back where they were; the records are changed by applying the inverse. */
  restoreRows(): void;
};

export type Committer = {
  apply(changes: readonly EmailChange[]): Applied;
  /** Whether something shown is not confirmed. */
  isCommitting(): boolean;
  whenCommitted(): Promise<void>;
};

export type CommitterOptions = {
  store: MailStore;
  batch: Batch;
  timers: Timers;
  queries: () => Iterable<SyncedQuery>;
  maxObjectsInSet: () => number;
  requestSync: () => void;
};

type Pending = {
  changes: readonly EmailChange[];
  emailOverlays: { id: string; overlay: Overlay<EmailSummary> }[];
  mailboxOverlays: { id: string; overlay: Overlay<Mailbox> }[];
  reflections: { query: SyncedQuery; rows: readonly Reflection[] }[];
  resolve: (outcome: Outcome) => void;
};

const countProperties = ["id", "totalEmails", "unreadEmails", "totalThreads", "unreadThreads"];

export function createCommitter(options: CommitterOptions): Committer {
  const { store, batch, timers, queries } = options;
  let queue: Pending[] = [];
  let inFlight: Promise<void> | undefined;
  let isScheduled = false;

  function show(changes: readonly EmailChange[]): Omit<Pending, "resolve" | "changes"> {
    const threads = threadsOf(changes);
    const emailOverlays = changes.map(({ id, patch }) => {
      const overlay: Overlay<EmailSummary> = (email) => (patch === "destroy" ? null : patchEmail(email, patch));
      store.emails.overlay(id, overlay);
      return { id, overlay };
    });
    const trash = store.allMailboxes.peek()?.find((mailbox) => mailbox.role === "trash");
    const deltas = countDeltas(
      threads.map(([ids, before]): ThreadChange => ({ before, after: loaded(ids) })),
      trash?.id,
    );
    const mailboxOverlays = [...deltas].map(([id, delta]) => {
      const overlay: Overlay<Mailbox> = (mailbox) => addDelta(mailbox, delta);
      store.mailboxes.overlay(id, overlay);
      return { id, overlay };
    });
    const ids = changes.map((change) => change.id);
    const reflections = [...queries()].map((query) => ({ query, rows: query.reflect(ids) }));
    return { emailOverlays, mailboxOverlays, reflections };
  }

  function loaded(ids: readonly string[]): EmailSummary[] {
    return ids.map((id) => store.emails.peek(id)).filter((email) => email !== undefined);
  }

  /** The ids of each thread that is touched, with its loaded emails as they are shown. */
  function threadsOf(changes: readonly EmailChange[]): [readonly string[], EmailSummary[]][] {
    const threads = new Map<string, readonly string[]>();
    for (const { id } of changes) {
      const threadId = store.emails.peek(id)?.threadId;
      if (threadId !== undefined) threads.set(threadId, store.threads.peek(threadId)?.emailIds ?? [id]);
    }
    return [...threads.values()].map((ids) => [ids, loaded(ids)]);
  }

  function schedule(): void {
    if (isScheduled || inFlight || queue.length === 0) return;
    isScheduled = true;
    timers.setTimeout(() => {
      isScheduled = false;
      inFlight = flush().finally(() => {
        inFlight = undefined;
        schedule();
        if (queue.length === 0) options.requestSync();
      });
    }, 0);
  }

  async function flush(): Promise<void> {
    const sent = queue;
    queue = [];
    const changes = sent.flatMap((pending) => pending.changes);
    const calls = setCalls(store.accountId, changes, options.maxObjectsInSet());
    const mailboxIds = [...new Set(sent.flatMap((pending) => pending.mailboxOverlays.map(({ id }) => id)))];
    const refusals = new Map<string, Failure>();
    let counts: GetResponse<Pick<Mailbox, "id">> | undefined;
    for (const [index, call] of calls.entries()) {
      const isLast = index === calls.length - 1;
      const group = isLast && mailboxIds.length > 0 ? [call, countsCall(mailboxIds)] : [call];
      try {
        const answers = await batch.send(group);
        counts = answers.find("m");
        readRefusals(answers, call, refusals);
      } catch (error) {
        const failure = failureOf(error);
        for (const id of idsOf(call)) refusals.set(id, failure);
      }
    }
    inOneStep(() => settle(sent, refusals, counts));
  }

  function countsCall(ids: readonly string[]): Invocation {
    return ["Mailbox/get", { accountId: store.accountId, ids, properties: countProperties }, "m"];
  }

  function settle(
    sent: Pending[],
    refusals: ReadonlyMap<string, Failure>,
    counts: GetResponse<Pick<Mailbox, "id">> | undefined,
  ): void {
    for (const mailbox of counts?.list ?? []) store.mailboxes.merge(mailbox.id, mailbox);
    for (const pending of sent) {
      let failure: Failure | undefined;
      for (const { id, overlay } of pending.emailOverlays) {
        const refusal = refusals.get(id);
        // Gone already is what a removal wanted, and nothing that can be changed back.
        const isGone = refusal?.kind === "refused" && refusal.type === "notFound";
        store.emails.settle(id, overlay, refusal === undefined);
        if (isGone) store.emails.destroy([id]);
        else failure ??= refusal;
      }
      for (const { id, overlay } of pending.mailboxOverlays) {
        // Where the counts came with the answer, they hold the change; otherwise they are as they were until the next sync.
        store.mailboxes.settle(id, overlay, false);
      }
      if (failure) takeBackRows(pending, (id) => refusals.has(id));
      pending.resolve(failure ? { ok: false, failure } : { ok: true, value: undefined });
    }
  }

  function takeBackRows(pending: Pending, isRefused: (id: string) => boolean): void {
    for (const { query, rows } of pending.reflections) query.unreflect(rows.filter((row) => isRefused(row.id)));
  }

  return {
    apply(changes) {
      let finish: (outcome: Outcome) => void = () => {};
      const done = new Promise<Outcome>((resolve) => (finish = resolve));
      const pending = inOneStep((): Pending => ({ changes, resolve: finish, ...show(changes) }));
      if (changes.length === 0) finish({ ok: true, value: undefined });
      else queue.push(pending);
      schedule();
      return {
        done,
        restoreRows: () => inOneStep(() => takeBackRows(pending, () => true)),
      };
    },
    isCommitting: () => inFlight !== undefined || queue.length > 0,
    async whenCommitted() {
      while (inFlight !== undefined || queue.length > 0) {
        await (inFlight ?? new Promise<void>((resolve) => void timers.setTimeout(() => resolve(), 0)));
      }
    },
  };
}

/** Email/set calls of at most so many objects each, later changes of an email laid over earlier ones. */
function setCalls(accountId: string, changes: readonly EmailChange[], maxObjects: number): Invocation[] {
  const merged = new Map<string, PatchObject | "destroy">();
  for (const { id, patch } of changes) {
    const before = merged.get(id);
    if (before === "destroy") continue;
    merged.set(id, patch === "destroy" || !before ? patch : mergePatches(before, patch));
  }
  const calls: Invocation[] = [];
  const entries = [...merged];
  for (let at = 0; at < entries.length; at += maxObjects) {
    const part = entries.slice(at, at + maxObjects);
    const update = Object.fromEntries(part.filter(([, patch]) => patch !== "destroy"));
    const destroy = part.filter(([, patch]) => patch === "destroy").map(([id]) => id);
    calls.push(["Email/set", { accountId, update, destroy }, `s${calls.length}`]);
  }
  return calls;
}

function readRefusals(answers: Answers, call: Invocation, refusals: Map<string, Failure>): void {
  const response = answers.get<SetResponse<EmailSummary>>(call[2]);
  const errors = { ...response.notUpdated, ...response.notDestroyed };
  for (const [id, error] of Object.entries(errors)) refusals.set(id, refused(error));
}

function idsOf([, args]: Invocation): string[] {
  return [...Object.keys(args["update"] as object), ...(args["destroy"] as string[])];
}
