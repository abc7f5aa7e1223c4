// Email/import, RFC 8621 §4.8.
import { MAIL } from "../../../../standards/jmap/capabilities.ts";
import type { Email } from "../../../../standards/jmap/email.ts";
import { parseMessage } from "../../../../standards/mime/parse-message.ts";
import type { EmailImport } from "../../../mail/import-email.ts";
import { openBlob } from "../../blob-access.ts";
import { isId, isObject, isString, mapOf, nullable } from "../../guards.ts";
import { defineMethod, type MethodCall } from "../../method.ts";
import { invalidProperties, setError } from "../../set-errors.ts";
import { attempt, beginSet, orNull, refuseUnknown } from "../../standard/set.ts";
import { importAll } from "./import-emails.ts";
import { isMessage } from "./is-message.ts";
import { readKeywords, readMailboxIds, readReceivedAt } from "./placement.ts";

type ImportCall = {
  accountId: string;
  ifInState?: string | null;
  emails: Record<string, Record<string, unknown>>;
};

export const emailImport = defineMethod<ImportCall>({
  capability: MAIL,
  right: "write",
  effect: "write",
  arguments: {
    required: ["accountId", "emails"],
    guards: { accountId: isId, ifInState: nullable(isString), emails: mapOf(isObject, isId) },
  },
  async run(call, { accountId, ifInState, emails }) {
    const run = await beginSet<Email>(call, { accountId, ifInState, create: emails }, "email");
    const imports: { creationId: string; email: EmailImport }[] = [];
    for (const [creationId, object] of Object.entries(emails)) {
      await attempt(run.notCreated, creationId, async () => {
        imports.push({ creationId, email: await readImport(call, object) });
      });
    }
    await importAll(call, run, imports);
    return {
      accountId,
      oldState: String(run.oldState),
      newState: String(run.newState),
      created: orNull(run.created),
      notCreated: orNull(run.notCreated),
    };
  },
});

async function readImport(call: MethodCall, object: Record<string, unknown>): Promise<EmailImport> {
  refuseUnknown(object, ["blobId", "mailboxIds", "keywords", "receivedAt"]);
  const mailboxIds = readMailboxIds(call, object.mailboxIds);
  const keywords = readKeywords(object.keywords);
  const receivedAt = readReceivedAt(object.receivedAt, call.deps.clock.now());
  const blobId =
    isString(object.blobId) && object.blobId.startsWith("#") ? call.created.get(object.blobId.slice(1)) : object.blobId;
  const blob = isString(blobId)
    ? await call.read((tx) => openBlob(call.deps.mail, tx, call.account.accountId, blobId))
    : undefined;
  if (!blob) throw invalidProperties(["blobId"], "there is no such blob");
  if (!isMessage(parseMessage(blob.content))) throw setError("invalidEmail", "the blob is no message");
  const message = blob.name.partId === null ? blob.name.hash : blob.content;
  return { message, mailboxIds, keywords, receivedAt };
}
