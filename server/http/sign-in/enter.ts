// The end of every way of signing in: the session's cookie, the browser's own, and on to the page that was asked for; or first the
// step that is still to be taken.

import type { FastifyReply } from "fastify";

import type { AdmitResult } from "../../auth/admit.ts";
import type { Auth } from "../../auth/auth.ts";
import type { NewSession } from "../../auth/begin-session.ts";
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
  return reply.redirect(pathAfterSignIn(signedIn), 303);
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
  return reply.redirect(STEP_PAGES[stage], 303);
}
