// Email/parse, RFC 8621 §4.9: a message that is an attachment or an upload, read without being kept.
import { MAIL } from "../../../../standards/jmap/capabilities.ts";
import { emailDefaultProperties, type EmailGetOptions } from "../../../../standards/jmap/email.ts";
import { parseMessage } from "../../../../standards/mime/parse-message.ts";
import { createErrorId } from "../../../base/ids.ts";
import { DamagedBlob } from "../../../mail/blobs.ts";
import type { ReadTx } from "../../../store/database.ts";
import { openBlob, type OpenBlob } from "../../blob-access.ts";
import { arrayOf, isId, isIdOrCreationId, isString, nullable } from "../../guards.ts";
import { defineMethod, type MethodCall } from "../../method.ts";
import { requestedIds } from "../../standard/get.ts";
import { planEmail, toParsedEmail, viewGuards } from "./email-view.ts";
import { isMessage } from "./is-message.ts";

type ParseCall = EmailGetOptions & { accountId: string; blobIds: string[]; properties?: string[] | null };

const metadata = ["id", "blobId", "threadId", "mailboxIds", "keywords", "size", "receivedAt"];
const parseDefaultProperties = emailDefaultProperties.filter((name) => !metadata.includes(name));

export const emailParse = defineMethod<ParseCall>({
  capability: MAIL,
  right: "read",
  effect: "read",
  arguments: {
    required: ["accountId", "blobIds"],
    guards: {
      accountId: isId,
      blobIds: arrayOf(isIdOrCreationId),
      properties: nullable(arrayOf(isString)),
      ...viewGuards,
    },
  },
  async run(call, args) {
    const plan = planEmail(args.properties ?? parseDefaultProperties, args, { parsedOnly: true });
    const parsed: Record<string, unknown> = {};
    const notParsable: string[] = [];
    const notFound: string[] = [];
    await call.read(async (tx) => {
      for (const id of requestedIds(call, args.blobIds) ?? []) {
        const blob = await openOrDamaged(call, tx, id);
        if (blob === "damaged") {
          notParsable.push(id);
          continue;
        }
        if (!blob) {
          notFound.push(id);
          continue;
        }
        const message = parseMessage(blob.content);
        if (!isMessage(message)) notParsable.push(id);
        else parsed[id] = withBlobId(toParsedEmail(plan, { parsed: message, blob: blob.name }), id);
      }
    });
    return {
      accountId: args.accountId,
      parsed: Object.keys(parsed).length > 0 ? parsed : null,
      notParsable: notParsable.length > 0 ? notParsable : null,
      notFound: notFound.length > 0 ? notFound : null,
    };
  },
});

/** A damaged one must not hide the others. */
async function openOrDamaged(call: MethodCall, tx: ReadTx, id: string): Promise<OpenBlob | "damaged" | undefined> {
  const { mail, log, random } = call.deps;
  try {
    return await openBlob(mail, tx, call.account.accountId, id);
  } catch (error) {
    if (!(error instanceof DamagedBlob)) throw error;
    log.error({ err: error, errorId: createErrorId(random) }, "a blob cannot be read");
    return "damaged";
  }
}

function withBlobId(email: Record<string, unknown>, blobId: string): Record<string, unknown> {
  return "blobId" in email ? { ...email, blobId } : email;
}
