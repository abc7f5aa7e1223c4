// The keys that a provider signs with (JWK Set, RFC 7517 §5): fetched when needed, kept for a while, and asked for again when a token
// names one that is not among them; but seldom, since anybody can send a token that names any key.

import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";

import type { Clock } from "../../base/clock.ts";

const KEPT_MS = 60 * 60_000;
const COOLDOWN_MS = 60_000;
/** After a failure. */
const PAUSE_MS = 3000;

/** `load` rejects when the keys cannot be had; so does the lookup then. */
export function createKeySet({ load, clock }: { load: () => Promise<JSONWebKeySet>; clock: Clock }): JWTVerifyGetKey {
  let known: { find: ReturnType<typeof createLocalJWKSet>; at: number } | undefined;
  let loading: Promise<void> | undefined;
  let failed: { error: unknown; at: number } | undefined;

  async function reload(): Promise<void> {
    if (failed && clock.now() - failed.at < PAUSE_MS) throw failed.error;
    loading ??= load()
      .then((keys) => {
        known = { find: createLocalJWKSet(keys), at: clock.now() };
        failed = undefined;
      })
      .catch((error: unknown) => {
        failed = { error, at: clock.now() };
        throw error;
      })
      .finally(() => (loading = undefined));
    await loading;
  }

  return async (header, token) => {
    if (!known || clock.now() - known.at > KEPT_MS) await reload();
    const present = known;
    if (!present) throw new errors.JWKSNoMatchingKey();
    try {
      return await present.find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || clock.now() - present.at < COOLDOWN_MS) throw error;
    }
    await reload();
    return (known ?? present).find(header, token);
  };
}
