// DATA, RFC 5321 §4.1.1.4: whether the message may come, and what becomes of it once it has.

import { replies } from "./replies.ts";
import type { Outcome, Session, Surface } from "./session.ts";

export function data(session: Session): Outcome {
  if (!session.transaction) return { reply: session.greeting ? replies.outOfOrder : replies.sayHello };
  if (session.transaction.recipients.length === 0) return { reply: replies.noValidRecipients };
  return { reply: replies.startMail, next: "data" };
}

/** The end of the mail data has come. `raw` undefined: it was more than we take. The transaction is over whatever happens. */
export async function endOfData(session: Session, raw: Buffer | undefined, surface: Surface): Promise<Outcome> {
  const { transaction } = session;
  session.transaction = undefined;
  session.messages += 1;
  if (!transaction) throw new Error("mail data without a transaction");
  if (!raw) return { reply: replies.tooLarge };
  const reply = await surface.acceptMessage(session, transaction, raw);
  if (reply.code < 400) session.commandsWithoutMail = 0;
  return { reply };
}
