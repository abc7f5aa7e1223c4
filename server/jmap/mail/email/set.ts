// Email/set, RFC 8621 §4.6. All creations are one transaction, then all updates, then all destructions.
import { isDeepStrictEqual } from "node:util";
import { MAIL } from "../../../../standards/jmap/capabilities.ts";
import type { Email } from "../../../../standards/jmap/email.ts";
import type { EmailId } from "../../../base/ids.ts";
import { destroyEmails } from "../../../mail/destroy-emails.ts";
import type { EmailImport } from "../../../mail/import-email.ts";
import { updateEmails, type EmailUpdate, type EmailUpdateResult } from "../../../mail/update-emails.ts";
import { listEmails } from "../../../store/emails.ts";
import { parseEmailId } from "../../ids.ts";
import { defineMethod, type MethodCall } from "../../method.ts";
import { invalidProperties, notFound, setError } from "../../set-errors.ts";
import {
  attempt,
  beginSet,
  change,
  refuseWillDestroy,
  resolveId,
  setResponse,
  setShape,
  type SetCall,
  type SetRun,
} from "../../standard/set.ts";
import { readNewEmail } from "./create.ts";
import { planEmail, toEmail } from "./email-view.ts";
import { importAll } from "./import-emails.ts";
import { openEmail } from "./open-email.ts";
import { readUpdate } from "./update.ts";

/** Built messages wait in memory until there are this many octets of them. */
const batchBytes = 32 * 1024 * 1024;

export const emailSet = defineMethod<SetCall>({
  capability: MAIL,
  right: "write",
  effect: "write",
  arguments: setShape,
  async run(call, args) {
    const run = await beginSet<Email>(call, args, "email");
    await createAll(call, run, args);
    await updateAll(call, run, args);
    await destroyAll(call, run, args);
    return setResponse(run);
  },
});

async function createAll(call: MethodCall, run: SetRun<Email>, { create }: SetCall): Promise<void> {
  let batch: { creationId: string; email: EmailImport }[] = [];
  let bytes = 0;
  for (const [creationId, object] of Object.entries(create ?? {})) {
    await attempt(run.notCreated, creationId, async () => {
      const email = await readNewEmail(call, object);
      batch.push({ creationId, email });
      bytes += email.message.length;
    });
    if (bytes < batchBytes) continue;
    await importAll(call, run, batch);
    batch = [];
    bytes = 0;
  }
  await importAll(call, run, batch);
}

async function updateAll(call: MethodCall, run: SetRun<Email>, args: SetCall): Promise<void> {
  const updates = new Map<EmailId, EmailUpdate>();
  const keys = new Map<EmailId, string>();
  for (const [key, patch] of Object.entries(args.update ?? {})) {
    await attempt(run.notUpdated, key, async () => {
      const id = resolveId(call, key);
      const number = parseEmailId(id);
      if (number === undefined) throw notFound();
      refuseWillDestroy(call, args, id);
      const { update, immutable } = readUpdate(call, patch);
      await refuseChanged(call, number, immutable);
      updates.set(number, update);
      keys.set(number, id);
    });
  }
  if (updates.size === 0) return;
  const { results } = await change(run, (options) =>
    updateEmails(call.deps.mail, call.account.accountId, updates, options),
  );
  for (const [number, result] of results) {
    const id = keys.get(number)!;
    await attempt(run.notUpdated, id, () => {
      refuse(result);
      run.updated[id] = null;
      return Promise.resolve();
    });
  }
}

/** RFC 8620 §5.3: an immutable property may be sent along with the value that it has. */
async function refuseChanged(call: MethodCall, id: EmailId, immutable: Record<string, unknown>): Promise<void> {
  const names = Object.keys(immutable);
  if (names.length === 0) return;
  const plan = planEmail(names, {});
  const current = await call.read(async (tx) => {
    const [row] = await listEmails(tx, call.account.accountId, [id]);
    if (!row) throw notFound();
    return plan.fromMessage.length === 0 ? toEmail(plan, row, undefined) : openEmail(call, tx, plan, row);
  });
  const changed = names.filter((name) => !isDeepStrictEqual(current[name], immutable[name]));
  if (changed.length > 0) throw invalidProperties(changed, "cannot be changed");
}

function refuse(result: EmailUpdateResult): void {
  if (!("failure" in result)) return;
  switch (result.failure) {
    case "noMailbox":
      throw invalidProperties(["mailboxIds"], "an email is in at least one mailbox");
    case "mailboxNotFound":
      throw invalidProperties(["mailboxIds"], "there is no such mailbox");
    case "invalidKeyword":
      throw invalidProperties(["keywords"]);
    case "notFound":
    case "tooManyMailboxes":
    case "tooManyKeywords":
      throw setError(result.failure);
  }
}

async function destroyAll(call: MethodCall, run: SetRun<Email>, { destroy }: SetCall): Promise<void> {
  const ids = new Map<EmailId, string>();
  for (const key of new Set(destroy ?? [])) {
    await attempt(run.notDestroyed, key, () => {
      const id = resolveId(call, key);
      const number = parseEmailId(id);
      if (number === undefined) throw notFound();
      ids.set(number, id);
      return Promise.resolve();
    });
  }
  if (ids.size === 0) return;
  const outcome = await change(run, (options) =>
    destroyEmails(call.deps.mail, call.account.accountId, [...ids.keys()], options),
  );
  for (const number of outcome.destroyed) run.destroyed.push(ids.get(number)!);
  for (const number of outcome.notFound) run.notDestroyed[ids.get(number)!] = { type: "notFound" };
}
