// OpenID Connect RP-Initiated Logout 1.0: after signing out here, the person is offered to sign out over there as well. What it takes
// is sealed in the browser for some minutes: the session itself is gone by then.

import * as z from "zod";

import { findVouched } from "../../store/provider-sessions.ts";
import { hashSessionToken } from "../session-token.ts";
import { findOpenIdProvider, ID_TOKEN_CONTEXT, type SingleSignOnDependencies } from "./openid-sign-in.ts";
import { OpenIdFailure } from "./openid.ts";

const CONTEXT = "single sign-out";
const MAX_HINT = 2200;
const LASTS_MS = 10 * 60_000;

const schema = z.object({ provider: z.number().int(), idToken: z.string().optional(), madeAt: z.number() });

/** To be asked before the session ends. Undefined when its provider has no part in signing out. */
export async function keepForSignOut(
  { db, clock, secrets }: SingleSignOnDependencies,
  token: string,
): Promise<{ cookie: string } | undefined> {
  const tokenHash = hashSessionToken(token);
  const vouched = tokenHash && (await db.read((tx) => findVouched(tx, tokenHash)));
  const provider = vouched && (await findOpenIdProvider(db, vouched.providerId));
  if (!vouched || !provider?.settings.signOutThere) return undefined;
  const hint = vouched.idToken && secrets.open(vouched.idToken, ID_TOKEN_CONTEXT).toString("utf8");
  // A cookie holds 4 kB; without the hint the provider asks whom it is about.
  const idToken = hint && hint.length <= MAX_HINT ? hint : undefined;
  const kept = JSON.stringify({ provider: provider.id, idToken, madeAt: clock.now() });
  return { cookie: secrets.seal(Buffer.from(kept), CONTEXT).toString("base64url") };
}

/** The name for the page, and where the browser goes; undefined when there is nothing to do over there. */
export async function findSignOutThere(
  { db, clock, secrets, publicUrl, openId, log }: SingleSignOnDependencies,
  cookie: string,
): Promise<{ provider: string; url: string } | undefined> {
  const kept = read(cookie, (sealed) => secrets.open(sealed, CONTEXT));
  if (!kept || !openId || clock.now() - kept.madeAt > LASTS_MS) return undefined;
  const provider = await findOpenIdProvider(db, kept.provider);
  if (!provider) return undefined;
  try {
    const url = await openId.signOutUrl(provider, kept.idToken, `${publicUrl}/signed-out`);
    return url === undefined ? undefined : { provider: provider.name, url };
  } catch (error) {
    if (!(error instanceof OpenIdFailure)) throw error;
    log?.warn({ provider: provider.id, reason: error.message }, "an OpenID provider could not be asked");
    return undefined;
  }
}

function read(cookie: string, open: (sealed: Buffer) => Buffer): z.output<typeof schema> | undefined {
  if (!/^[\w-]{40,4000}$/.test(cookie)) return undefined;
  try {
    return schema.parse(JSON.parse(open(Buffer.from(cookie, "base64url")).toString("utf8")));
  } catch {
    // Not sealed by us, or for something else.
    return undefined;
  }
}
