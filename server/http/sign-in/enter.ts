// The end of every way of signing in: the session's cookie, the browser's own, and on to the page that was asked for; or first the
// step that is still to be taken.

import type { FastifyReply } from "fastify";

import type { AdmitResult } from "../../auth/admit.ts";
import type { Auth } from "../../auth/auth.ts";
import type { NewSession } from "../../auth/begin-session.ts";
import type { OpenMail } from "../mail-app/mail-page.ts";
import { HOME } from "./safe-next.ts";

/** What comes between password and session, by stage. */
const STEP_PAGES = {
  "second-step": "/sign-in/second-step",
  enrolment: "/sign-in/enrolment",
  "new-password": "/sign-in/new-password",
} as const;

export function setSessionCookies(
  reply: FastifyReply,
  auth: Auth,
  { token, deviceToken, isPublicComputer }: NewSession,
): void {
  const { device, publicComputer } = auth.ownCookies;
  reply.setCookie(auth.cookie.name, token, auth.cookie.options);
  if (deviceToken !== undefined) reply.setCookie(device.name, deviceToken, device.options);
  if (isPublicComputer) reply.setCookie(publicComputer.name, "yes", publicComputer.options);
  else reply.clearCookie(publicComputer.name, publicComputer.options);
}

/** `next` is one that `safeNext` gave. Who is to be told of locks sees them first. */
export function enter(
  reply: FastifyReply,
  auth: Auth,
  signedIn: NewSession & { news: boolean; next?: string },
): FastifyReply {
  setSessionCookies(reply, auth, signedIn);
  return goOn(reply, pathAfterSignIn(signedIn));
}

/** As `enter`, and to the sign-in page's own script the application's page is sent at once, with its path. */
export async function enterHere(
  reply: FastifyReply,
  auth: Auth,
  { openMail, ...signedIn }: NewSession & { news: boolean; next?: string; openMail: OpenMail },
): Promise<FastifyReply> {
  const path = pathAfterSignIn(signedIn);
  if (!isScript(reply) || !path.startsWith(HOME)) return enter(reply, auth, signedIn);
  const { request } = reply;
  const principal = await auth.authenticate({ cookie: `${auth.cookie.name}=${signedIn.token}` }, request.ip);
  const page = principal && (await openMail(principal, reply));
  if (page === undefined) return enter(reply, auth, signedIn);
  setSessionCookies(reply, auth, signedIn);
  return reply.type("text/html; charset=utf-8").header("content-location", path).send(page);
}

export function pathAfterSignIn({ news, next = HOME }: { news: boolean; next?: string }): string {
  return news ? `/account/security/news?next=${encodeURIComponent(next)}` : next;
}

export function askNext(
  reply: FastifyReply,
  auth: Auth,
  { token, stage }: Extract<AdmitResult, { outcome: "pending" }>,
): FastifyReply {
  const { pending } = auth.ownCookies;
  reply.setCookie(pending.name, token, pending.options);
  return goOn(reply, STEP_PAGES[stage]);
}

/** A form is led there; the script asks where to. */
function goOn(reply: FastifyReply, location: string): FastifyReply {
  return isScript(reply) ? reply.send({ location }) : reply.redirect(location, 303);
}

/** web/mail/enter-in-place.ts, which sends the form itself. */
function isScript({ request }: FastifyReply): boolean {
  return request.headers.accept?.startsWith("application/json") ?? false;
}
