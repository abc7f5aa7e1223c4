// A message that one of our people's programs hands in: the surface of `submit`, which decides everything.

import { formatMailbox } from "../../standards/address/mailbox.ts";
import { formatDate } from "../../standards/mime/date.ts";
import type { Reply } from "../../standards/smtp/reply.ts";
import type { Clock } from "../base/clock.ts";
import type { EnvelopeAddress, Submit, SubmitRefusal } from "../mail/submit.ts";
import { replies } from "./replies.ts";
import { receptionId, type Session, type Transaction } from "./session.ts";
import { isLoop, protocolOf, readHeader } from "./trace.ts";

export async function acceptSubmission(
  session: Session,
  transaction: Transaction,
  raw: Buffer,
  { submit, hostname, clock }: { submit: Submit; hostname: string; clock: Clock },
): Promise<Reply> {
  const { mailFrom, recipients } = transaction;
  if (session.accountId === undefined || mailFrom === null) return replies.authenticationRequired;
  if (isLoop(raw, readHeader(raw), [])) return replies.loop;
  // RFC 5321 §4.4 wants the client's name and address here; they would tell strangers where our people are. The journal
  // has them.
  const received =
    `Received: by ${hostname} (Surel) with ${protocolOf(session, transaction)} id ${receptionId(session)};\r\n` +
    ` ${formatDate(new Date(clock.now()))}\r\n`;
  const result = await submit({
    accountId: session.accountId,
    raw,
    trace: received,
    mailFrom: toAddress(formatMailbox(mailFrom), transaction.parameters),
    rcptTo: recipients.map(({ path, parameters }) => toAddress(formatMailbox(path), parameters)),
    remote: {
      address: session.remoteAddress,
      greeting: session.greeting?.domain,
      tls: session.tls,
      reception: receptionId(session),
    },
  });
  return result.refused ? refusalReply(result.refused) : replies.accepted(receptionId(session));
}

function toAddress(email: string, parameters: Transaction["parameters"]): EnvelopeAddress {
  return { email, parameters: Object.fromEntries(parameters) };
}

function refusalReply(refusal: SubmitRefusal): Reply {
  switch (refusal.type) {
    case "invalidEmail":
      return replies.invalidMessage;
    case "tooLarge":
      return replies.tooLarge;
    case "tooManyRecipients":
      return replies.tooManyRecipients;
    case "noRecipients":
      return replies.noValidRecipients;
    case "invalidRecipients":
      return replies.unknownRecipient;
    case "forbiddenMailFrom":
    case "forbiddenToSend":
      return replies.forbiddenMailFrom;
    case "forbiddenFrom":
      return replies.forbiddenFrom;
    case "rateLimit":
      return replies.rateLimit;
  }
}
