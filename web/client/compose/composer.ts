// One draft being written: every change is kept in this browser at once and saved to the server soon after, never two saves at
// a time. A save creates the new version and destroys the one before, in one request, because emails do not change (RFC 8621
// §4.1.1).
import { computed, signal } from "@preact/signals-core";
import type { EmailCreate } from "../../../standards/jmap/email.ts";
import type { GetResponse, SetResponse } from "../../../standards/jmap/methods.ts";
import type { Batch } from "../batch.ts";
import { outcomeOf, refused, RequestFailure } from "../failure.ts";
import type { Composer, Draft, DraftAttachment, DraftConflict, Quote, SaveState, Sending } from "./types.ts";
import type { Environment } from "../environment.ts";
import type { Failure, Identity, MailAccount, Outcome } from "../types.ts";
import { draftToEmail, messageIdOf } from "./draft-email.ts";
import type { LocalDrafts } from "./local-drafts.ts";
import { isBlank } from "./own-text.ts";
import { sendWarnings } from "./send-warnings.ts";

export type ComposerDependencies = {
  account: MailAccount;
  batch: Batch;
  environment: Environment;
  localDrafts: LocalDrafts;
  identityOf: (draft: Draft) => Identity;
  draftsMailboxId: () => string;
  newKey: () => string;
  maxAttachmentBytes: () => number;
  synchronize: () => Promise<void>;
  onClose: (composer: Composer, options: { isSending: boolean }) => void;
  send: (ready: ReadyDraft, options: { undoWindowMs: number }) => Sending;
};

/** A draft that nobody edits any more, with everything uploaded and no save under way. */
export type ReadyDraft = {
  draft: Draft;
  emailId: string | null;
  settled: Promise<{ draft: Draft; emailId: string | null }>;
};

export type ComposerStart = {
  draft: Draft;
  quote: Quote | null;
  emailId: string | null;
  saveState: SaveState;
  isFresh: boolean;
  conflict: DraftConflict | null;
  sendFailure: Failure | null;
  /** Dates of versions that perhaps reached the server. */
  attempts: readonly string[];
};

const saveDelayMs = 1500;
const maxSaveDelayMs = 10_000;
const keepDelayMs = 250;
const saveAgainDelayMs = 30_000;
const defaultUndoWindowMs = 10_000;

export function createComposer(start: ComposerStart, dependencies: ComposerDependencies): Composer {
  const { account, batch, environment, localDrafts } = dependencies;
  const { timers, now } = environment;
  const draft = signal(start.draft);
  const emailId = signal(start.emailId);
  const saveState = signal<SaveState>(start.saveState);
  const saveFailure = signal<Failure | null>(null);
  const conflict = signal(start.conflict);
  const sendFailure = signal(start.sendFailure);
  /** Also of those uploaded: the server may have swept what no email referred to for long. */
  const files = new Map<string, { file: Blob; abort: AbortController; done: Promise<void> }>();
  let saving: Promise<Outcome> | undefined;
  let saveTimer: unknown;
  let keepTimer: unknown;
  let unsavedSinceMs: number | undefined;
  let revision = 0;
  let savedRevision = 0;
  let isClosed = false;
  let nextKey = start.draft.attachments.length;
  /** Dates of the versions whose save may have taken effect although its answer was lost. */
  let attempts: string[] = [...start.attempts];

  function change(patch: Partial<Draft>): void {
    if (isClosed) return;
    draft.value = { ...draft.peek(), ...patch };
    sendFailure.value = null;
    revision++;
    if (!saving) saveState.value = "unsaved";
    schedule();
  }

  function schedule(): void {
    // A save that was under way when this was let go: what became of it decides, and no save more.
    if (isClosed) return;
    unsavedSinceMs ??= now();
    timers.clearTimeout(saveTimer);
    const delayMs = Math.min(saveDelayMs, unsavedSinceMs + maxSaveDelayMs - now());
    saveTimer = timers.setTimeout(() => void save(), Math.max(0, delayMs));
    keepTimer ??= timers.setTimeout(() => {
      keepTimer = undefined;
      void keep();
    }, keepDelayMs);
  }

  function keep(): Promise<boolean> {
    return localDrafts.keep({ draft: draft.peek(), emailId: emailId.peek(), savedAtMs: now(), attempts });
  }

  async function save(): Promise<Outcome> {
    timers.clearTimeout(saveTimer);
    while (saving) await saving;
    if (isClosed || savedRevision === revision) return { ok: true, value: undefined };
    saving = saveOnce().finally(() => (saving = undefined));
    return saving;
  }

  async function saveOnce(): Promise<Outcome> {
    unsavedSinceMs = undefined;
    for (;;) {
      const asked = revision;
      if (attempts.length === 0) saveState.value = "saving";
      const outcome = await outcomeOf(() => createVersion(draft.peek()));
      if (outcome.ok) {
        emailId.value = outcome.value;
        await noteSaved(asked);
        return { ok: true, value: undefined };
      }
      saveFailure.value = outcome.failure;
      const isKept = await keep();
      saveState.value = isKept && isPassing(outcome.failure) ? "offline" : "failed";
      if (outcome.failure.kind === "server") saveTimer = timers.setTimeout(() => void save(), saveAgainDelayMs);
      if (outcome.failure.kind !== "offline") return outcome;
    }
  }

  async function noteSaved(savedAs: number): Promise<void> {
    savedRevision = savedAs;
    saveFailure.value = null;
    if (revision !== savedAs) {
      saveState.value = "unsaved";
      schedule();
      return;
    }
    saveState.value = "saved";
    timers.clearTimeout(keepTimer);
    keepTimer = undefined;
    await localDrafts.forget(draft.peek().key);
  }

  async function createVersion(version: Draft): Promise<string> {
    const identity = dependencies.identityOf(version);
    const draftsMailboxId = dependencies.draftsMailboxId();
    // Asking waits until the network is back, so that what follows is tried at the right moment.
    const stale = attempts.length > 0 ? await findAttempts(messageIdOf(version, identity), draftsMailboxId) : [];
    const email = draftToEmail(version, { identity, draftsMailboxId, now: new Date(now()) });
    const previous = emailId.peek();
    attempts = [...attempts, email.sentAt!];
    await keep();
    const destroy = [...new Set([...stale, ...(previous === null ? [] : [previous])])];
    const { id, isReplaced } = await setEmail(email, destroy);
    if (stale.length === 0 && previous !== null && !isReplaced) leaveToOthers();
    attempts = [];
    return id;
  }

  /** Somebody else replaced or ended the version that was opened here: from now on this is a draft of its own. */
  function leaveToOthers(): void {
    conflict.value = "changedElsewhere";
    void localDrafts.forget(draft.peek().key);
    draft.value = { ...draft.peek(), key: dependencies.newKey() };
    revision++;
  }

  async function setEmail(email: EmailCreate, destroy: string[]): Promise<{ id: string; isReplaced: boolean }> {
    const { id: accountId } = account;
    const answers = await batch.send([["Email/set", { accountId, create: { draft: email }, destroy }, "s"]], "never");
    const response = answers.get<SetResponse<{ id: string }>>("s");
    const refusal = response.notCreated?.["draft"];
    if (refusal) {
      // A server that answers this way created nothing.
      attempts = attempts.slice(0, -1);
      if (refusal.type === "blobNotFound") attachAgain(refusal.notFound ?? []);
      throw new RequestFailure(refused(refusal));
    }
    const id = response.created?.["draft"]?.id;
    if (id === undefined) throw new RequestFailure({ kind: "server", status: 0 });
    return { id, isReplaced: Object.keys(response.notDestroyed ?? {}).length === 0 };
  }

  /** What the server no longer has is uploaded again where the file is at hand, and asked for otherwise. */
  function attachAgain(blobIds: readonly string[]): void {
    for (const { key, blobId } of draft.peek().attachments) {
      if (blobId === null || !blobIds.includes(blobId)) continue;
      const file = files.get(key)?.file;
      const failure: Failure = { kind: "refused", type: "blobNotFound", description: null, properties: [] };
      changeAttachment(key, { blobId: null, progress: 0, failure: file ? null : failure });
      if (file) upload(key, file);
    }
    change({});
  }

  /** Versions that an attempt of ours left there; others of the same draft are somebody else's work. */
  async function findAttempts(messageId: string, draftsMailboxId: string): Promise<string[]> {
    const filter = { inMailbox: draftsMailboxId, header: ["Message-ID", messageId] };
    const get = { "#ids": { resultOf: "q", name: "Email/query", path: "/ids" }, properties: ["id", "sentAt"] };
    const answers = await batch.send([
      ["Email/query", { accountId: account.id, filter }, "q"],
      ["Email/get", { accountId: account.id, ...get }, "g"],
    ]);
    const sentAtMs = new Set(attempts.map((sentAt) => Date.parse(sentAt)));
    return answers
      .get<GetResponse<{ id: string; sentAt: string }>>("g")
      .list.filter(({ sentAt }) => sentAtMs.has(Date.parse(sentAt)))
      .map(({ id }) => id);
  }

  function changeAttachment(key: string, patch: Partial<DraftAttachment>): void {
    const attachments = draft.peek().attachments.map((one) => (one.key === key ? { ...one, ...patch } : one));
    draft.value = { ...draft.peek(), attachments };
  }

  function upload(key: string, file: Blob): void {
    const abort = new AbortController();
    const onProgress = (progress: number) => changeAttachment(key, { progress });
    const done = account.upload(file, onProgress, abort.signal).then((outcome) => {
      if (abort.signal.aborted) return;
      if (outcome.ok) {
        changeAttachment(key, { blobId: outcome.value.blobId, progress: 1, failure: null });
        change({});
      } else changeAttachment(key, { failure: outcome.failure });
    });
    files.set(key, { file, abort, done });
  }

  function addAttachment(attachment: Omit<DraftAttachment, "key">): string {
    const key = `a${nextKey++}`;
    change({ attachments: [...draft.peek().attachments, { key, ...attachment }] });
    return key;
  }

  function stop({ isSending = false } = {}): void {
    isClosed = true;
    timers.clearTimeout(saveTimer);
    timers.clearTimeout(keepTimer);
    dependencies.onClose(composer, { isSending });
  }

  /** What only the text of the draft decides, so that a signature nobody asked for counts for nothing. */
  const signature = () => dependencies.identityOf(draft.peek()).textSignature;

  const composer: Composer = {
    draft,
    conflict,
    sendFailure,
    isFresh: start.isFresh,
    emailId: computed(() => emailId.value),
    saveState,
    saveFailure,
    quote: start.quote,
    update: change,
    attach(file, { name, cid }) {
      const type = file.type || "application/octet-stream";
      const rest = { blobId: null, cid: cid ?? null, progress: 0, failure: null };
      const key = addAttachment({ name, type, sizeBytes: file.size, ...rest });
      upload(key, file);
      return key;
    },
    retryAttachment(key) {
      const file = files.get(key)?.file;
      if (!file) return;
      changeAttachment(key, { failure: null, progress: 0 });
      upload(key, file);
    },
    removeAttachment(key) {
      files.get(key)?.abort.abort();
      files.delete(key);
      change({ attachments: draft.peek().attachments.filter((one) => one.key !== key) });
    },
    keep() {
      if (!isClosed && savedRevision !== revision) void keep();
    },
    save,
    warnings: () =>
      sendWarnings(draft.value, { signature: signature(), maxAttachmentBytes: dependencies.maxAttachmentBytes() }),
    send({ undoWindowMs = defaultUndoWindowMs } = {}) {
      stop({ isSending: true });
      void keep();
      const settle = async () => {
        await Promise.all([...files.values()].map(({ done }) => done));
        while (saving) await saving;
        return { draft: draft.peek(), emailId: emailId.peek() };
      };
      const ready = { draft: draft.peek(), emailId: emailId.peek(), settled: settle() };
      return dependencies.send(ready, { undoWindowMs });
    },
    discard: () =>
      outcomeOf(async () => {
        stop();
        for (const { abort } of files.values()) abort.abort();
        await localDrafts.forget(draft.peek().key);
        while (saving) await saving;
        const id = emailId.peek();
        if (id === null) return;
        const answers = await batch.send([["Email/set", { accountId: account.id, destroy: [id] }, "s"]]);
        answers.get("s");
        await dependencies.synchronize();
      }),
    async close() {
      if (isClosed) return { ok: true, value: undefined };
      if (savedRevision !== revision && isBlank(draft.peek(), signature())) return composer.discard();
      if (savedRevision !== revision) await keep();
      const outcome = await save();
      stop();
      return outcome;
    },
  };

  if (start.saveState === "unsaved") {
    revision++;
    schedule();
  }
  return composer;
}

/** What will be saved by itself, or after signing in again; until then it is safe in this browser. */
function isPassing({ kind }: Failure): boolean {
  return kind === "offline" || kind === "signedOut" || kind === "server";
}
