import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { exportJWK, generateKeyPair, jwtVerify, SignJWT, type JWK } from "jose";

import { createTestClock } from "../../../test/support/clock.ts";
import { createKeySet } from "./key-set.ts";

async function createKey(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid, alg: "ES256" };
  const sign = () => new SignJWT({}).setProtectedHeader({ alg: "ES256", kid }).sign(privateKey);
  return { jwk, token: await sign() };
}

const [one, two, three] = [await createKey("satu"), await createKey("dua"), await createKey("tiga")];

function openKeySet(keys: JWK[]) {
  const clock = createTestClock();
  const state = { keys, loads: 0, fails: false };
  const find = createKeySet({
    clock,
    load: () => {
      state.loads += 1;
      return state.fails ? Promise.reject(new Error("tidak ada jawaban")) : Promise.resolve({ keys: state.keys });
    },
  });
  return { clock, state, verify: (token: string) => jwtVerify(token, find, { algorithms: ["ES256"] }) };
}

describe("the keys of a provider", () => {
  test("are fetched once for many tokens, also when these come together", async () => {
    const { state, verify } = openKeySet([one.jwk, two.jwk]);
    await Promise.all([verify(one.token), verify(two.token), verify(one.token)]);
    await verify(two.token);
    assert.equal(state.loads, 1);
  });

  test("are fetched again for one that is not among them, but at most once a minute", async () => {
    const { clock, state, verify } = openKeySet([one.jwk]);
    await verify(one.token);
    state.keys = [two.jwk];
    for (let count = 0; count < 5; count++)
      await assert.rejects(verify(two.token), { code: "ERR_JWKS_NO_MATCHING_KEY" });
    assert.equal(state.loads, 1, "anybody can send a token that names a key");
    clock.advance(61_000);
    await verify(two.token);
    assert.equal(state.loads, 2);
    await assert.rejects(verify(three.token), { code: "ERR_JWKS_NO_MATCHING_KEY" });
    await assert.rejects(verify(one.token), { code: "ERR_JWKS_NO_MATCHING_KEY" });
    assert.equal(state.loads, 2);
  });

  test("that were withdrawn are forgotten after an hour", async () => {
    const { clock, state, verify } = openKeySet([one.jwk]);
    await verify(one.token);
    state.keys = [two.jwk];
    clock.advance(61 * 60_000);
    await assert.rejects(verify(one.token), { code: "ERR_JWKS_NO_MATCHING_KEY" });
  });

  test("that cannot be had are asked for again after a pause", async () => {
    const { clock, state, verify } = openKeySet([one.jwk]);
    state.fails = true;
    await assert.rejects(verify(one.token), /tidak ada jawaban/);
    await assert.rejects(verify(one.token), /tidak ada jawaban/);
    assert.equal(state.loads, 1);
    state.fails = false;
    clock.advance(3001);
    await verify(one.token);
  });
});
