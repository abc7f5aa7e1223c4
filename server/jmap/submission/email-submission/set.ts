// EmailSubmission/set, RFC 8621 §7.5. A creation sends; the only change there is takes a sending back.
import { SUBMISSION } from "../../../../standards/jmap/capabilities.ts";
import { emailSubmissionProperties, type EmailSubmission } from "../../../../standards/jmap/email-submission.ts";
import type { PatchObject } from "../../../../standards/jmap/types.ts";
import type { SubmissionId } from "../../../base/ids.ts";
import { cancelSubmission } from "../../../mail/cancel-submission.ts";
import { changesOf } from "../../../store/changes.ts";
import { deleteSubmissions } from "../../../store/submissions.ts";
import { arrayOf, isIdOrCreationId, isObject, mapOf, nullable } from "../../guards.ts";
import { formatEmailId, formatSubmissionId, parseSubmissionId } from "../../ids.ts";
import { limits } from "../../limits.ts";
import { defineMethod, type MethodCall } from "../../method.ts";
import { invalidProperties, notFound, setError } from "../../set-errors.ts";
import {
  attempt,
  beginSet,
  patchObject,
  refuseWillDestroy,
  resolveId,
  setResponse,
  setShape,
  type SetCall,
  type SetRun,
} from "../../standard/set.ts";
import { changeAccount } from "../../standard/change-account.ts";
import { createSubmission } from "./create.ts";
import { readSubmissions } from "./email-submission.ts";
import { runAfterSuccess, type AfterSuccess } from "./on-success.ts";

export const emailSubmissionSet = defineMethod<SetCall & AfterSuccess>({
  capability: SUBMISSION,
  right: "submit",
  effect: "write",
  arguments: {
    ...setShape,
    guards: {
      ...setShape.guards,
      onSuccessUpdateEmail: nullable(mapOf(isObject, isIdOrCreationId)),
      onSuccessDestroyEmail: nullable(arrayOf(isIdOrCreationId)),
    },
  },
  async run(call, args) {
    const run = await beginSet<EmailSubmission>(call, args, "submission");
    /** The emails of what succeeded, by submission id. */
    const emails = new Map<string, string>();
    const created = await createAll(call, run, args);
    for (const { id, emailId } of created.values()) emails.set(formatSubmissionId(id), emailId);
    for (const [key, patch] of Object.entries(args.update ?? {})) {
      await attempt(run.notUpdated, key, async () => {
        const id = resolveId(call, key);
        refuseWillDestroy(call, args, id);
        emails.set(id, await update(call, id, patch));
        run.updated[id] = null;
      });
    }
    await destroyAll(call, run, args, emails);
    await describeResult(call, run, args, created);
    runAfterSuccess(call, args, emails);
    return setResponse(run);
  },
});

type Created = ReadonlyMap<string, { id: SubmissionId; emailId: string }>;

async function createAll(call: MethodCall, run: SetRun<EmailSubmission>, { create }: SetCall): Promise<Created> {
  const created = new Map<string, { id: SubmissionId; emailId: string }>();
  for (const [creationId, object] of Object.entries(create ?? {})) {
    await attempt(run.notCreated, creationId, async () => {
      const { id, emailId } = await createSubmission(call, object);
      created.set(creationId, { id, emailId: formatEmailId(emailId) });
      call.created.set(creationId, formatSubmissionId(id));
    });
  }
  return created;
}

/** Gives the id of the submission's email. */
async function update(call: MethodCall, id: string, patch: PatchObject): Promise<string> {
  const number = parseSubmissionId(id);
  const [current] = number === undefined ? [] : await readSubmissions(call, [number]);
  if (!current || number === undefined) throw notFound();
  const unknown = Object.keys(patch).filter(
    (path) => !(emailSubmissionProperties as readonly string[]).includes(path.split("/", 1)[0]!),
  );
  if (unknown.length > 0) throw invalidProperties(unknown, "is no property of a submission");
  const { patched } = patchObject(current, patch, ["undoStatus"]);
  if (patched.undoStatus === current.undoStatus) return current.emailId;
  if (patched.undoStatus !== "canceled") throw invalidProperties(["undoStatus"]);
  const outcome = await cancelSubmission(call.deps.mail, call.account.accountId, number);
  if (outcome !== "canceled") throw setError(outcome);
  return current.emailId;
}

/** The record goes; what it sent is on its way all the same (RFC 8621 §7). */
async function destroyAll(
  call: MethodCall,
  run: SetRun<EmailSubmission>,
  { destroy }: SetCall,
  emails: Map<string, string>,
): Promise<void> {
  const ids: SubmissionId[] = [];
  for (const key of new Set(destroy ?? [])) {
    await attempt(run.notDestroyed, key, async () => {
      const number = parseSubmissionId(resolveId(call, key));
      const [current] = number === undefined ? [] : await readSubmissions(call, [number]);
      if (!current || number === undefined) throw notFound();
      ids.push(number);
      emails.set(current.id, current.emailId);
    });
  }
  if (ids.length === 0) return;
  await changeAccount(call, run, "submission", async (tx, change) => {
    const gone = await deleteSubmissions(tx, change, ids);
    run.destroyed.splice(0, run.destroyed.length, ...gone.map(formatSubmissionId));
    return gone.length > 0;
  });
}

/**
 * The state after the call, read before the records are, so that what happens to them next is told by /changes. When
 * somebody else changed something meanwhile the state stays as it was, and /changes tells of both.
 */
async function describeResult(
  call: MethodCall,
  run: SetRun<EmailSubmission>,
  { create }: SetCall,
  created: Created,
): Promise<void> {
  const { accountId } = call.account;
  const range = { since: run.oldState, maxChanges: limits.maxChanges };
  const changes = await call.read((tx) => changesOf(tx, accountId, "submission", range));
  const ours = new Set([
    ...[...created.values()].map(({ id }) => formatSubmissionId(id)),
    ...Object.keys(run.updated),
    ...run.destroyed,
  ]);
  const all = changes ? [...changes.created, ...changes.updated, ...changes.destroyed] : [];
  const isOurs = all.every((id) => ours.has(formatSubmissionId(id as SubmissionId)));
  run.newState = changes && isOurs && !changes.hasMoreChanges ? changes.newState : run.oldState;
  const objects = await readSubmissions(
    call,
    [...created.values()].map(({ id }) => id),
  );
  const byId = new Map(objects.map((object) => [object.id, object]));
  for (const [creationId, { id }] of created) {
    const given = create?.[creationId] ?? {};
    const made = Object.entries(byId.get(formatSubmissionId(id)) ?? { id: formatSubmissionId(id) });
    run.created[creationId] = Object.fromEntries(made.filter(([name]) => given[name] == null));
  }
}
