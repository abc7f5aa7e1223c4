// Sending with an undo window. Where the server can hold a message (FUTURERELEASE, RFC 4865, told by maxDelayedSend of RFC 8621
// §1.3.2) it is handed over at once and held there: closing the page neither stops nor hastens it. Elsewhere it waits here, and
// is handed over when the window ends or the client is closed.
import { signal } from "@preact/signals-core";
import { SUBMISSION } from "../../../standards/jmap/capabilities.ts";
import type { EmailSubmission, EmailSubmissionCreate } from "../../../standards/jmap/email-submission.ts";
import type { GetResponse, SetResponse } from "../../../standards/jmap/methods.ts";
import type { Invocation } from "../../../standards/jmap/request.ts";
import type { Batch } from "../batch.ts";
import { failureOf, refused, RequestFailure } from "../failure.ts";
import type { Composer, Draft, Sending, SendState } from "./types.ts";
import type { Environment } from "../environment.ts";
import type { Failure, Identity, Outcome, Session } from "../types.ts";
import type { ReadyDraft } from "./composer.ts";
import { draftToEmail, messageIdOf } from "./draft-email.ts";
import type { LocalDrafts } from "./local-drafts.ts";

export type SendDependencies = {
  accountId: string;
  session: () => Session;
  batch: Batch;
  environment: Environment;
  localDrafts: LocalDrafts;
  identityOf: (draft: Draft) => Identity;
  mailboxIdOf: (role: "drafts" | "sent") => string;
  synchronize: () => Promise<void>;
  reopen: (draft: Draft, emailId: string | null, failure: Failure | null) => Composer;
};

type Sent = { submissionId: string | null; emailId: string };

/** A sending and how to hurry it when the client is closed. */
export type StartedSending = { sending: Sending; finishNow: () => Promise<void> };

export function startSending(
  ready: ReadyDraft,
  { undoWindowMs }: { undoWindowMs: number },
  dependencies: SendDependencies,
): StartedSending {
  const { environment, localDrafts } = dependencies;
  const { timers } = environment;
  const state = signal<SendState>("holding");
  const isHeldByServer = canHold(dependencies, undoWindowMs);
  let latest: { draft: Draft; emailId: string | null } = ready;
  let endWindow: () => void = () => {};
  const windowEnded = new Promise<void>((resolve) => {
    const timer = timers.setTimeout(resolve, undoWindowMs);
    endWindow = () => {
      timers.clearTimeout(timer);
      resolve();
    };
  });

  async function handOver(): Promise<Sent> {
    latest = await ready.settled;
    for (;;) {
      try {
        return await submit(latest, isHeldByServer ? undoWindowMs : 0, dependencies);
      } catch (error) {
        if (failureOf(error).kind !== "offline") throw error;
        // The answer is lost, and the message perhaps sent: ask before it is sent again. Asking waits for the network.
        const found = await findSent(latest.draft, dependencies);
        if (found) return found;
      }
    }
  }

  let handedOver: Promise<Sent> | undefined;
  let failure: Failure | null = null;

  async function run(): Promise<Outcome> {
    try {
      if (isHeldByServer) handedOver = handOver();
      else {
        await windowEnded;
        if (state.peek() === "undone") return { ok: true, value: undefined };
        state.value = "sending";
        handedOver = handOver();
      }
      await handedOver;
      await localDrafts.forget(latest.draft.key);
      void dependencies.synchronize();
      if (isHeldByServer) await windowEnded;
      if (state.peek() === "undone") return { ok: true, value: undefined };
      state.value = "sent";
      // The message is sent whether or not its mark succeeds; the next sync shows what the server has.
      await import("./mark-origin.ts")
        .then(({ markOrigin }) => markOrigin(latest.draft, dependencies))
        .catch(() => undefined);
      return { ok: true, value: undefined };
    } catch (error) {
      failure = failureOf(error);
      state.value = "failed";
      return { ok: false, failure };
    }
  }

  async function undo(): Promise<Composer | null> {
    if (state.peek() === "failed") return dependencies.reopen(latest.draft, latest.emailId, failure);
    if (state.peek() !== "holding") return null;
    if (!isHeldByServer) {
      state.value = "undone";
      endWindow();
      latest = await ready.settled;
      return dependencies.reopen(latest.draft, latest.emailId, null);
    }
    const sent = await handedOver;
    if (!sent || sent.submissionId === null) return null;
    const isCancelled = await cancel(sent as { submissionId: string; emailId: string }, dependencies);
    if (!isCancelled) return null;
    state.value = "undone";
    endWindow();
    return dependencies.reopen(latest.draft, sent.emailId, null);
  }

  return {
    sending: { state, undo, done: run() },
    async finishNow() {
      if (isHeldByServer || state.peek() !== "holding") return;
      endWindow();
      await handedOver;
    },
  };
}

function canHold({ accountId, session }: SendDependencies, undoWindowMs: number): boolean {
  const capability = session().accounts[accountId]?.accountCapabilities[SUBMISSION];
  return undoWindowMs > 0 && (capability?.maxDelayedSend ?? 0) >= Math.ceil(undoWindowMs / 1000);
}

/** The last version, the submission and the move to Sent, in one request that must not be repeated blindly. */
async function submit(
  { draft, emailId }: { draft: Draft; emailId: string | null },
  holdMs: number,
  { accountId, batch, environment, identityOf, mailboxIdOf }: SendDependencies,
): Promise<Sent> {
  const identity = identityOf(draft);
  const draftsMailboxId = mailboxIdOf("drafts");
  const email = draftToEmail(draft, { identity, draftsMailboxId, now: new Date(environment.now()) });
  const submission: EmailSubmissionCreate = { identityId: identity.id, emailId: "#email" };
  if (holdMs > 0) {
    const parameters = { HOLDFOR: String(Math.ceil(holdMs / 1000)) };
    const recipients = [...(email.to ?? []), ...(email.cc ?? []), ...(email.bcc ?? [])];
    submission.envelope = {
      mailFrom: { email: identity.email, parameters },
      rcptTo: [...new Set(recipients.map((address) => address.email))].map((address) => ({ email: address })),
    };
  }
  const moveToSent = {
    [`mailboxIds/${draftsMailboxId}`]: null,
    [`mailboxIds/${mailboxIdOf("sent")}`]: true,
    "keywords/$draft": null,
  };
  const calls: Invocation[] = [
    ["Email/set", { accountId, create: { email } }, "e"],
    [
      "EmailSubmission/set",
      { accountId, create: { submission }, onSuccessUpdateEmail: { "#submission": moveToSent } },
      "s",
    ],
  ];
  const answers = await batch.send(calls, "never");
  const created = requireCreated(answers.get<SetResponse<{ id: string }>>("e"), "email");
  let submitted;
  try {
    submitted = requireCreated(answers.get<SetResponse<EmailSubmission>>("s"), "submission");
  } catch (error) {
    await destroyEmails([created.id], accountId, batch);
    throw error;
  }
  if (emailId !== null) await destroyEmails([emailId], accountId, batch);
  return { submissionId: submitted.id, emailId: created.id };
}

function requireCreated(response: SetResponse<{ id: string }>, creationId: string): { id: string } {
  const refusal = response.notCreated?.[creationId];
  if (refusal) throw new RequestFailure(refused(refusal));
  const id = response.created?.[creationId]?.id;
  if (id === undefined) throw new RequestFailure({ kind: "server", status: 0 });
  return { id };
}

async function destroyEmails(ids: string[], accountId: string, batch: Batch): Promise<void> {
  const answers = await batch.send([["Email/set", { accountId, destroy: ids }, "d"]]);
  answers.get("d");
}

/** Looks for the message by its Message-ID; leftovers of an attempt that was not submitted are destroyed. */
async function findSent(draft: Draft, { accountId, batch, identityOf }: SendDependencies): Promise<Sent | undefined> {
  const messageId = messageIdOf(draft, identityOf(draft));
  const answers = await batch.send([
    ["Email/query", { accountId, filter: { header: ["Message-ID", messageId] } }, "q"],
    [
      "Email/get",
      { accountId, "#ids": { resultOf: "q", name: "Email/query", path: "/ids" }, properties: ["id", "keywords"] },
      "e",
    ],
  ]);
  const emails = answers.get<GetResponse<{ id: string; keywords: Record<string, true> }>>("e").list;
  const sent = emails.find(({ keywords }) => !keywords["$draft"]);
  const leftovers = emails.filter((email) => email.keywords["$draft"] && email !== sent);
  if (leftovers.length > 0)
    await destroyEmails(
      leftovers.map(({ id }) => id),
      accountId,
      batch,
    );
  return sent && { submissionId: null, emailId: sent.id };
}

/** False when it was too late (RFC 8621 §7.5: cannotUnsend). */
async function cancel(
  { submissionId, emailId }: { submissionId: string; emailId: string },
  { accountId, batch, mailboxIdOf, synchronize }: SendDependencies,
): Promise<boolean> {
  const backToDrafts = { mailboxIds: { [mailboxIdOf("drafts")]: true }, "keywords/$draft": true };
  const answers = await batch.send([
    ["EmailSubmission/set", { accountId, update: { [submissionId]: { undoStatus: "canceled" } } }, "c"],
  ]);
  const isCancelled = !answers.get<SetResponse<EmailSubmission>>("c").notUpdated?.[submissionId];
  if (isCancelled) await batch.send([["Email/set", { accountId, update: { [emailId]: backToDrafts } }, "b"]]);
  void synchronize();
  return isCancelled;
}
