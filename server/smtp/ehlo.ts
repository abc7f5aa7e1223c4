// EHLO and HELO, RFC 5321 §4.1.1.1: names the peer, lists what we offer, and starts afresh.

import { replies } from "./replies.ts";
import type { Outcome, Session, Surface } from "./session.ts";

export function ehlo(session: Session, verb: "EHLO" | "HELO", domain: string, surface: Surface): Outcome {
  session.greeting = { domain, isExtended: verb === "EHLO" };
  session.transaction = undefined;
  if (verb === "HELO") return { reply: replies.hello(surface.hostname, []) };
  return {
    reply: replies.hello(surface.hostname, [
      "PIPELINING",
      `SIZE ${surface.maxMessageBytes}`,
      "8BITMIME",
      "SMTPUTF8",
      "ENHANCEDSTATUSCODES",
      ...surface.extensions(session),
    ]),
  };
}
