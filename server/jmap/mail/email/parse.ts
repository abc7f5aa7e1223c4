// Email/parse, RFC 8621 §4.9: a message that is an attachment or an upload, read without being kept.
import { MAIL } from "../../../../standards/jmap/capabilities.ts";
import { emailDefaultProperties, type EmailGetOptions } from "../../../../standards/jmap/email.ts";
import { parseMessage } from "../../../../standards/mime/parse-message.ts";
import { openBlob } from "../../blob-access.ts";
import { arrayOf, isId, isIdOrCreationId, isString, nullable } from "../../guards.ts";
import { defineMethod } from "../../method.ts";
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
        const blob = await openBlob(call.deps.mail, tx, call.account.accountId, id);
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

function withBlobId(email: Record<string, unknown>, blobId: string): Record<string, unknown> {
  return "blobId" in email ? { ...email, blobId } : email;
}
