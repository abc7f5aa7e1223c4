// Sending an email: EmailSubmission/set create, RFC 8621 §7.5.
import type { SetError } from "../../../../standards/jmap/errors.ts";
import type { EmailId, SubmissionId } from "../../../base/ids.ts";
import type { SubmitRefusal } from "../../../mail/submit.ts";
import { listEmails } from "../../../store/emails.ts";
import { listIdentities } from "../../../store/identities.ts";
import { isString } from "../../guards.ts";
import { parseEmailId, parseIdentityId } from "../../ids.ts";
import type { MethodCall } from "../../method.ts";
import { invalidProperties, SetFailure } from "../../set-errors.ts";
import { refuseUnknown } from "../../standard/set.ts";
import { envelopeOf, readEnvelope, releaseTime } from "./envelope.ts";

/** Sends, and gives the record that was made. */
export async function createSubmission(
  call: MethodCall,
  object: Record<string, unknown>,
): Promise<{ id: SubmissionId; emailId: EmailId }> {
  refuseUnknown(object, ["identityId", "emailId", "envelope"]);
  const { accountId } = call.account;
  const { identity, email } = await findReferred(call, object);
  const envelope = object.envelope == null ? envelopeOf(email.header, identity.email) : readEnvelope(object.envelope);
  const sendAt = releaseTime(envelope, call.deps.clock.now());
  const result = await call.deps.submit({
    accountId,
    blobHash: email.blobHash,
    mailFrom: envelope.mailFrom,
    rcptTo: envelope.rcptTo,
    ...(sendAt && { sendAt }),
    record: { identityId: identity.id, emailId: email.id, threadId: email.threadId },
    remote: { protocol: "jmap", accountId: call.principal.accountId },
  });
  if (result.refused) throw new SetFailure(describeRefusal(result.refused));
  if (result.submissionId === null) throw new Error("a submission with a record has no id");
  return { id: result.submissionId, emailId: email.id };
}

async function findReferred(call: MethodCall, object: Record<string, unknown>) {
  const identityId = referred(call, object.identityId, parseIdentityId);
  const emailId = referred(call, object.emailId, parseEmailId);
  const { accountId } = call.account;
  const { identities, emails } = await call.read(async (tx) => ({
    identities: identityId === undefined ? [] : await listIdentities(tx, accountId, [identityId]),
    emails: emailId === undefined ? [] : await listEmails(tx, accountId, [emailId]),
  }));
  const [identity] = identities;
  const [email] = emails;
  const missing = [...(identity ? [] : ["identityId"]), ...(email ? [] : ["emailId"])];
  if (!identity || !email) throw invalidProperties(missing, "is not there");
  return { identity, email };
}

function referred<Id>(call: MethodCall, value: unknown, parse: (id: string) => Id | undefined): Id | undefined {
  if (!isString(value)) return undefined;
  const known = value.startsWith("#") ? call.created.get(value.slice(1)) : value;
  return known === undefined ? undefined : parse(known);
}

function describeRefusal(refused: SubmitRefusal): SetError {
  const { type, ...detail } = refused;
  return { type, ...detail };
}
