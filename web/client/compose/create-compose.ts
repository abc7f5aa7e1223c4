// Starting, continuing and finding again what one writes. Loaded when it is first needed.
import { signal } from "@preact/signals-core";
import { MAIL } from "../../../standards/jmap/capabilities.ts";
import type { GetResponse, SetResponse } from "../../../standards/jmap/methods.ts";
import { rolesOf } from "../actions/create-actions.ts";
import type { Batch } from "../batch.ts";
import { bodyArguments, listProperties } from "../email-properties.ts";
import { outcomeOf, refused, RequestFailure } from "../failure.ts";
import type { MailStore } from "../mail-store.ts";
import type { ComposeActions, Composer, Draft } from "./types.ts";
import type { Environment } from "../environment.ts";
import type { EmailBody, EmailSummary, Failure, Identity, MailAccount, Outcome, Session } from "../types.ts";
import { createComposer, type ComposerStart } from "./composer.ts";
import { emailToDraft } from "./draft-email.ts";
import { createDraftLocks } from "./draft-locks.ts";
import { createLocalDrafts } from "./local-drafts.ts";
import { emptyDraft, type Original } from "./empty-draft.ts";
import type * as Answering from "./reply.ts";
import { startSending, type StartedSending } from "./send.ts";

export type ComposeOptions = {
  account: MailAccount;
  store: MailStore;
  batch: Batch;
  environment: Environment;
  session: () => Session;
  synchronize: () => Promise<void>;
};

export async function createCompose(options: ComposeOptions): Promise<ComposeActions> {
  const { account, store, batch, environment, session, synchronize } = options;
  const open = signal<readonly Composer[]>([]);
  const sendings = new Set<StartedSending>();
  const localDrafts = createLocalDrafts(account.id, environment.storage);
  const locks = createDraftLocks(environment.locks);
  if (store.states.Mailbox === undefined) await store.loadMailboxes();
  if (store.states.Identity === undefined) await store.loadIdentities();

  const identities = () => store.identities.peek() ?? [];
  const newKey = () =>
    `draft-${Math.floor(environment.random() * 2 ** 48).toString(36)}${environment.now().toString(36)}`;

  function identityOf(draft: Draft): Identity {
    const identity = identities().find(({ id }) => id === draft.identityId) ?? identities()[0];
    if (!identity) throw new RequestFailure({ kind: "method", type: "forbidden", description: null });
    return identity;
  }

  function mailboxIdOf(role: "drafts" | "sent"): string {
    const id = rolesOf(store)[role];
    if (id === undefined)
      throw new RequestFailure({ kind: "refused", type: "notFound", description: null, properties: [] });
    return id;
  }

  const isWritten = (key: string) => open.peek().some((composer) => composer.draft.peek().key === key);
  const maxAttachmentBytes = () =>
    session().accounts[account.id]?.accountCapabilities[MAIL]?.maxSizeAttachmentsPerEmail ?? Infinity;

  function start(from: Pick<ComposerStart, "draft"> & Partial<ComposerStart>): Composer {
    void locks.take(from.draft.key);
    const composer = createComposer(
      {
        quote: null,
        emailId: null,
        saveState: "new",
        isFresh: false,
        conflict: null,
        sendFailure: null,
        attempts: [],
        ...from,
      },
      {
        account,
        batch,
        environment,
        localDrafts,
        identityOf,
        draftsMailboxId: () => mailboxIdOf("drafts"),
        synchronize,
        newKey() {
          const otherKey = newKey();
          void locks.take(otherKey);
          return otherKey;
        },
        maxAttachmentBytes,
        onClose(closed, { isSending }) {
          open.value = open.peek().filter((one) => one !== closed);
          // Until a message is sent, no other window shall take it for one that was left behind.
          if (!isSending) locks.release(closed.draft.peek().key);
        },
        send(ready, sendOptions) {
          const reopen = (draft: Draft, emailId: string | null, sendFailure: Failure | null) =>
            resume({ draft, emailId, sendFailure });
          const started = startSending(ready, sendOptions, {
            accountId: account.id,
            session,
            batch,
            environment,
            localDrafts,
            identityOf,
            mailboxIdOf,
            synchronize,
            reopen,
          });
          sendings.add(started);
          void started.sending.done.finally(() => {
            sendings.delete(started);
            if (!isWritten(ready.draft.key)) locks.release(ready.draft.key);
          });
          return started.sending;
        },
      },
    );
    open.value = [...open.peek(), composer];
    return composer;
  }

  /** A composer of a draft that the server may not have as it is: it is saved soon. */
  const resume = (from: Pick<ComposerStart, "draft" | "emailId"> & Partial<ComposerStart>): Composer =>
    start({ ...from, saveState: "unsaved" });

  async function load(emailId: string): Promise<Original> {
    const known = { email: store.emails.peek(emailId), body: store.bodies.peek(emailId) };
    if (known.email && known.body) return known as Original;
    const get = { accountId: account.id, ids: [emailId] };
    const answers = await batch.send([
      ["Email/get", { ...get, properties: listProperties }, "e"],
      ["Email/get", { ...get, ...bodyArguments }, "b"],
    ]);
    const email = answers.get<GetResponse<EmailSummary>>("e").list[0];
    const body = answers.get<GetResponse<EmailBody>>("b").list[0];
    if (!email || !body)
      throw new RequestFailure({ kind: "refused", type: "notFound", description: null, properties: [] });
    return { email, body };
  }

  const context = () => ({ identities: identities(), accountId: account.id, key: newKey() });

  // At hand with the rest, for the network may be gone when somebody answers; asked for again then if they do not arrive now.
  for (const part of [import("./reply.ts"), import("./mark-origin.ts")]) void part.catch(() => undefined);

  const answer = (
    emailId: string,
    begin: (code: typeof Answering, original: Original) => Answering.StartedDraft,
  ): Promise<Outcome<Composer>> =>
    outcomeOf(async () => {
      const [code, original] = await Promise.all([import("./reply.ts"), load(emailId)]);
      return start({ ...begin(code, original), isFresh: true });
    });

  return {
    open,
    write: (initial) => start({ draft: { ...emptyDraft(context()), ...initial }, isFresh: true }),
    reply: (emailId, choice) =>
      answer(emailId, ({ startReply }, original) => startReply({ ...context(), original }, choice)),
    forward: (emailId, choice) =>
      answer(emailId, ({ startForward }, original) => startForward({ ...context(), original }, choice)),
    edit: (emailId) =>
      outcomeOf(async () => {
        const current = open.peek().find((composer) => composer.emailId.peek() === emailId);
        if (current) return current;
        const { email, body } = await load(emailId);
        const draft = emailToDraft(email, body, { accountId: account.id, identities: identities(), newKey });
        if (await locks.take(draft.key)) return start({ draft, emailId, saveState: "saved" });
        return start({ draft: { ...draft, key: newKey() }, saveState: "saved", conflict: "openElsewhere" });
      }),
    restore: (draft) => resume({ draft, emailId: null }),
    adopt: (draft, identityId) =>
      outcomeOf(async () => {
        const { adoptDraft } = await import("./adopt-draft.ts");
        const to = { accountId: account.id, identityId, key: newKey() };
        return resume({ draft: await adoptDraft(draft, to, batch), emailId: null });
      }),
    async unsaved() {
      const { findUnsavedDrafts } = await import("./unsaved-drafts.ts");
      const { now } = environment;
      return findUnsavedDrafts({
        accountId: account.id,
        batch,
        now,
        localDrafts,
        locks,
        identityOf,
        isWritten,
        resume,
      });
    },
    keepAll: () => open.peek().forEach((composer) => composer.keep()),
    setSignature: (identityId, { html, text }) =>
      outcomeOf(async () => {
        const update = { [identityId]: { htmlSignature: html, textSignature: text } };
        const answers = await batch.send([["Identity/set", { accountId: account.id, update }, "s"]]);
        const refusal = answers.get<SetResponse<Identity>>("s").notUpdated?.[identityId];
        if (refusal) throw new RequestFailure(refused(refusal));
        await store.loadIdentities();
      }),
    vacation: async () => (await import("./vacation.ts")).createVacation({ batch, accountId: account.id }),
    async closeAll() {
      await Promise.all([...sendings].map((started) => started.finishNow()));
      await Promise.all(open.peek().map((composer) => composer.close()));
    },
  };
}
