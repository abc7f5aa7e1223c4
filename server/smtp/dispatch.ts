// From a command to the file that answers it. RCPT is not here: it is taken many at a time (see connection.ts).

import type { Command } from "../../standards/smtp/command.ts";
import { auth } from "./auth.ts";
import { data } from "./data.ts";
import { ehlo } from "./ehlo.ts";
import { mail } from "./mail.ts";
import { replies } from "./replies.ts";
import type { Outcome, Session, Surface } from "./session.ts";
import { starttls } from "./starttls.ts";

const problems = {
  unknownVerb: replies.unknownCommand,
  syntax: replies.syntax,
  parameter: replies.badParameter,
} as const;

export async function dispatch(
  session: Session,
  command: Exclude<Command, { verb: "RCPT" }>,
  surface: Surface,
  options: { canStartTls: boolean },
): Promise<Outcome> {
  switch (command.verb) {
    case "EHLO":
    case "HELO":
      return ehlo(session, command.verb, command.domain, surface);
    case "MAIL":
      return mail(session, command.path, command.parameters, surface);
    case "DATA":
      return data(session);
    case "AUTH":
      return auth(session, command.mechanism, command.initialResponse, surface);
    case "STARTTLS":
      return starttls(session, options.canStartTls);
    case "RSET":
      session.transaction = undefined;
      return { reply: replies.ok };
    case "NOOP":
      return { reply: replies.ok };
    case "HELP":
      return { reply: replies.help };
    case "QUIT":
      return { reply: replies.bye, next: "close" };
    // RFC 5321 §7.3: whether an address exists is told to nobody who does not send to it.
    case "VRFY":
      return { reply: replies.cannotVerify };
    case "EXPN":
      return { reply: replies.notImplemented };
    case "invalid":
      if (command.problem === "mailbox") {
        return { reply: session.transaction ? replies.badRecipient : replies.badSender };
      }
      return { reply: problems[command.problem] };
  }
}
