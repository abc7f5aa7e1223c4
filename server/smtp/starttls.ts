// STARTTLS, RFC 3207. Whatever came before the handshake is forgotten, and what was sent ahead of it is an attack (§6).

import { replies } from "./replies.ts";
import type { Outcome, Session } from "./session.ts";

export function starttls(session: Session, isAvailable: boolean): Outcome {
  if (session.tls !== undefined) return { reply: replies.outOfOrder };
  if (!isAvailable) return { reply: replies.tlsUnavailable };
  return { reply: replies.readyForTls, next: "tls" };
}

/** RFC 3207 §4.2: back to the state after the greeting. */
export function tlsBegun(session: Session, protocolAndCipher: string): void {
  session.tls = protocolAndCipher;
  session.greeting = undefined;
  session.transaction = undefined;
}
