// Starting, continuing and finding again what one writes. Loaded when it is first needed.
import { signal } from "@preact/signals-core";
import type { GetResponse } from "../../../standards/jmap/methods.ts";
import { rolesOf } from "../actions/create-actions.ts";
import type { Batch } from "../batch.ts";
import { bodyArguments, listProperties } from "../email-properties.ts";
import { outcomeOf, RequestFailure } from "../failure.ts";
import type { MailStore } from "../mail-store.ts";
import type { ComposeActions, Composer, Draft } from "./types.ts";
import type { Environment } from "../environment.ts";
import type { EmailBody, EmailSummary, Identity, MailAccount, Session } from "../types.ts";
import { createComposer, type ComposerStart } from "./composer.ts";
import { emailToDraft } from "./draft-email.ts";
import { createLocalDrafts } from "./local-drafts.ts";
import { emptyDraft, startForward, startReply, type Original } from "./reply.ts";
import { startSending, type StartedSending } from "./send.ts";

export type ComposeOptions = {
  account: MailAccount;
  store: MailStore;
  batch: Batch;
  environment: Environment;
  session: () => Session;
  synchronize: () => Promise<void>;
};

/** Longer than a draft that is being written goes unsaved. */
const abandonedAfterMs = 15_000;

export async function createCompose(options: ComposeOptions): Promise<ComposeActions> {
  const { account, store, batch, environment, session, synchronize } = options;
  const open = signal<readonly Composer[]>([]);
  const sendings = new Set<StartedSending>();
  const localDrafts = createLocalDrafts(account.id, environment.storage);
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

  function start(from: Pick<ComposerStart, "draft"> & Partial<ComposerStart>): Composer {
    const composer = createComposer(
      { quote: null, emailId: null, saveState: "new", ...from },
      {
        account,
        batch,
        environment,
        localDrafts,
        identityOf,
        draftsMailboxId: () => mailboxIdOf("drafts"),
        synchronize,
        onClose: (closed) => void (open.value = open.peek().filter((one) => one !== closed)),
        send(ready, sendOptions) {
          const reopen = (draft: Draft, emailId: string | null) => resume({ draft, emailId });
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
          void started.sending.done.finally(() => sendings.delete(started));
          return started.sending;
        },
      },
    );
    open.value = [...open.peek(), composer];
    return composer;
  }

  /** A composer of a draft that the server may not have as it is: it is saved soon. */
  function resume({ draft, emailId }: { draft: Draft; emailId: string | null }): Composer {
    const composer = start({ draft, emailId, saveState: "unsaved" });
    composer.update({});
    return composer;
  }

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

  return {
    open,
    write: (initial) => start({ draft: { ...emptyDraft(context()), ...initial } }),
    reply: (emailId, choice) =>
      outcomeOf(async () => start(startReply({ ...context(), original: await load(emailId) }, choice))),
    forward: (emailId, choice) =>
      outcomeOf(async () => start(startForward({ ...context(), original: await load(emailId) }, choice))),
    edit: (emailId) =>
      outcomeOf(async () => {
        const current = open.peek().find((composer) => composer.emailId.peek() === emailId);
        if (current) return current;
        const { email, body } = await load(emailId);
        const draft = emailToDraft(email, body, { accountId: account.id, identities: identities(), newKey });
        return start({ draft, emailId, saveState: "saved" });
      }),
    async recover() {
      const openKeys = new Set(open.peek().map((composer) => composer.draft.peek().key));
      const untilMs = environment.now() - abandonedAfterMs;
      const kept = (await localDrafts.all()).filter(
        ({ draft, savedAtMs }) => savedAtMs < untilMs && !openKeys.has(draft.key),
      );
      return kept.map(resume);
    },
    async closeAll() {
      await Promise.all([...sendings].map((started) => started.finishNow()));
      await Promise.all(open.peek().map((composer) => composer.close()));
    },
  };
}
