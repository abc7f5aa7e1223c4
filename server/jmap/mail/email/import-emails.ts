// Puts messages into an account for Email/set, Email/import and Email/copy: what the store says in terms of RFC 8621.
import type { Email } from "../../../../standards/jmap/email.ts";
import { importEmails, type EmailImport, type ImportResult } from "../../../mail/import-email.ts";
import { formatBlobId, formatEmailId, formatThreadId } from "../../ids.ts";
import type { MethodCall } from "../../method.ts";
import { invalidProperties, SetFailure, setError } from "../../set-errors.ts";
import { attempt, change, type SetRun } from "../../standard/set.ts";

export type ImportedEmail = Pick<Email, "id" | "blobId" | "threadId" | "size">;

/** All in one transaction; notes for each creation id what became of it. */
export async function importAll(
  call: MethodCall,
  run: SetRun<Email>,
  imports: readonly { creationId: string; email: EmailImport }[],
): Promise<void> {
  if (imports.length === 0) return;
  const emails = imports.map(({ email }) => email);
  const { results } = await change(run, (options) =>
    importEmails(call.deps.mail, call.account.accountId, emails, options),
  );
  for (const [index, { creationId }] of imports.entries()) {
    await attempt(run.notCreated, creationId, () => {
      const created = describe(results[index]!);
      call.created.set(creationId, created.id);
      run.created[creationId] = created;
      return Promise.resolve();
    });
  }
}

function describe(result: ImportResult): ImportedEmail {
  if (!("failure" in result)) {
    return {
      id: formatEmailId(result.emailId),
      blobId: formatBlobId(result.blobHash),
      threadId: formatThreadId(result.threadId),
      size: result.size,
    };
  }
  switch (result.failure) {
    case "alreadyExists":
      throw new SetFailure({ type: "alreadyExists", existingId: formatEmailId(result.existingId) });
    case "blobNotFound":
      throw invalidProperties(["blobId"]);
    case "noMailbox":
    case "mailboxNotFound":
      throw invalidProperties(["mailboxIds"], "there is no such mailbox");
    case "invalidKeyword":
      throw invalidProperties(["keywords"]);
    case "overQuota":
    case "tooManyKeywords":
    case "tooManyMailboxes":
      throw setError(result.failure);
  }
}
