// Email/import, RFC 8621 §4.8.
import { MAIL } from "../../../../standards/jmap/capabilities.ts";
import type { Email } from "../../../../standards/jmap/email.ts";
import { asReceivedAt } from "../../../../standards/mime/header-forms.ts";
import { parseMessage } from "../../../../standards/mime/parse-message.ts";
import type { EmailImport } from "../../../mail/import-email.ts";
import { openBlob, type OpenBlob } from "../../blob-access.ts";
import { isId, isObject, isString, mapOf, nullable } from "../../guards.ts";
import { defineMethod, type MethodCall } from "../../method.ts";
import { createReading, invalidProperties, setError } from "../../set-errors.ts";
import { attempt, beginSet, orNull, refuseUnknown } from "../../standard/set.ts";
import { importAll } from "./import-emails.ts";
import { isMessage } from "./is-message.ts";
import { readPlacement } from "./placement.ts";

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
  const reading = createReading();
  await reading.read(() => refuseUnknown(object, ["blobId", "mailboxIds", "keywords", "receivedAt"]));
  const blob = await reading.read(() => findBlob(call, object.blobId));
  const message = blob && parseMessage(blob.content);
  const receivedAt = (message && asReceivedAt(message)) ?? undefined;
  const placement = await readPlacement(call, reading, object, { receivedAt });
  reading.finish();
  const { name, content } = blob!;
  if (!isMessage(message!)) throw setError("invalidEmail", "the blob is no message");
  return { message: name.partIds.length === 0 ? name.hash : content, ...placement };
}

async function findBlob(call: MethodCall, given: unknown): Promise<OpenBlob> {
  const blobId = isString(given) && given.startsWith("#") ? call.created.get(given.slice(1)) : given;
  const blob = isString(blobId)
    ? await call.read((tx) => openBlob(call.deps.mail, tx, call.account.accountId, blobId))
    : undefined;
  if (!blob) throw invalidProperties(["blobId"]);
  return blob;
}
