// MAIL FROM, RFC 5321 §4.1.1.2, with SIZE (RFC 1870), BODY (RFC 6152) and SMTPUTF8 (RFC 6531).

import type { Mailbox } from "../../standards/address/types.ts";
import type { Parameters } from "../../standards/smtp/command.ts";
import type { Reply } from "../../standards/smtp/reply.ts";
import { replies } from "./replies.ts";
import type { Outcome, Session, Surface } from "./session.ts";

export async function mail(
  session: Session,
  path: Mailbox | null,
  parameters: Parameters,
  surface: Surface,
): Promise<Outcome> {
  if (!session.greeting) return { reply: replies.sayHello };
  if (surface.needsAuthentication && session.accountId === undefined) return { reply: replies.authenticationRequired };
  if (session.transaction) return { reply: replies.outOfOrder };
  const problem = checkOwnParameters(parameters, surface) ?? surface.checkParameters("MAIL", others(parameters));
  if (problem) return { reply: problem };
  if (path?.isUtf8 && !parameters.has("SMTPUTF8")) return { reply: replies.needsSmtputf8 };
  const refusal = await surface.checkSender(session, path);
  if (refusal) return { reply: refusal };
  session.transaction = { mailFrom: path, parameters, recipients: [] };
  return { reply: replies.senderOk };
}

function checkOwnParameters(parameters: Parameters, surface: Surface): Reply | undefined {
  const size = parameters.get("SIZE");
  // RFC 1870 §6.1: up to twenty digits.
  if (size !== undefined && !/^\d{1,20}$/.test(size ?? "")) return replies.badParameter;
  if (Number(size ?? 0) > surface.maxMessageBytes) return replies.tooLarge;
  if (parameters.has("BODY") && !/^(?:7BIT|8BITMIME)$/i.test(parameters.get("BODY") ?? "")) return replies.badParameter;
  if (parameters.get("SMTPUTF8")) return replies.badParameter;
  return undefined;
}

function others(parameters: Parameters): Parameters {
  return new Map([...parameters].filter(([keyword]) => !["SIZE", "BODY", "SMTPUTF8"].includes(keyword)));
}
