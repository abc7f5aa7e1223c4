// AUTH, RFC 4954, with PLAIN (RFC 4616) and LOGIN. The words and the time of a refusal are the same whatever was wrong.

import { decodeResponse, parsePlain, type Credentials } from "../../standards/smtp/sasl.ts";
import { replies } from "./replies.ts";
import type { Outcome, Session, Surface } from "./session.ts";

export async function auth(
  session: Session,
  mechanism: string,
  initialResponse: string | null,
  surface: Surface,
): Promise<Outcome> {
  if (!surface.login) return { reply: replies.notImplemented };
  if (!session.greeting?.isExtended) return { reply: replies.sayHello };
  if (session.accountId !== undefined) return { reply: replies.alreadyAuthenticated };
  if (session.transaction) return { reply: replies.outOfOrder };
  const refusal = surface.login.refuse(session);
  if (refusal) return { reply: refusal };
  if (mechanism !== "PLAIN" && mechanism !== "LOGIN") return { reply: replies.mechanismUnknown };
  session.login = { mechanism };
  if (initialResponse !== null) return continueAuth(session, initialResponse, surface);
  return { reply: replies.challenge(mechanism === "PLAIN" ? "" : "Username:"), next: "login" };
}

/** The line that follows a 334. */
export async function continueAuth(session: Session, line: string, surface: Surface): Promise<Outcome> {
  const { login } = session;
  session.login = undefined;
  if (!login) throw new Error("a response without a challenge");
  if (line === "*") return { reply: replies.canceledAuthentication };
  const response = decodeResponse(line);
  if (response === null) return { reply: replies.badResponse };
  if (login.mechanism === "LOGIN" && login.username === undefined) {
    session.login = { mechanism: "LOGIN", username: response };
    return { reply: replies.challenge("Password:"), next: "login" };
  }
  const credentials =
    login.username === undefined ? parsePlain(response) : { username: login.username, password: response };
  return credentials ? verify(session, credentials, surface) : { reply: replies.badResponse };
}

async function verify(session: Session, credentials: Credentials, surface: Surface): Promise<Outcome> {
  const accountId = await surface.login?.verify(session, credentials);
  if (accountId === undefined) return { reply: replies.authenticationFailed };
  session.accountId = accountId;
  return { reply: replies.authenticated };
}
