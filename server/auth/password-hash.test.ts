import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { createTestClock } from "../../test/support/clock.ts";
import { systemRandom, type AccountId } from "../base/ids.ts";
import { SemaphoreFull, type Semaphore } from "../base/semaphore.ts";
import { createPasswordHasher, createPasswordTurns } from "./password-hash.ts";

const hasher = createPasswordHasher({ random: systemRandom });

describe("a password hash", () => {
  test("R5: is argon2id with a salt of its own (RFC 9106)", async () => {
    const [one, other] = await Promise.all([hasher.hash("rahasia"), hasher.hash("rahasia")]);
    assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    assert.notEqual(one, other);
    assert.ok(await hasher.verify("rahasia", one));
    assert.equal(await hasher.verify("rahasia ", one), false);
  });

  test("R33: tells upper from lower case, and not one spelling of a letter from another (RFC 8265 §4.2)", async () => {
    const hash = await hasher.hash("Kafe\u0301");
    assert.ok(await hasher.verify("Kaf\u00e9", hash));
    assert.equal(await hasher.verify("kaf\u00e9", hash), false);
  });

  test("with other parameters goes on working", async () => {
    // argon2id of "password", salt "somesalt", 64 KiB, one pass: what another program wrote.
    const { argon2Sync } = await import("node:crypto");
    const nonce = Buffer.from("somesaltsomesalt");
    const tag = argon2Sync("argon2id", {
      message: "password",
      nonce,
      parallelism: 1,
      tagLength: 24,
      memory: 64,
      passes: 1,
    });
    const b64 = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "");
    const hash = `$argon2id$v=19$m=64,t=1,p=1$${b64(nonce)}$${b64(tag)}`;
    assert.ok(await hasher.verify("password", hash));
    assert.equal(await hasher.verify("Password", hash), false);
  });

  test("that is none is a fault, not a wrong password; without one the answer is no", async () => {
    await assert.rejects(hasher.verify("x", "plain"), /cannot be read/);
    assert.equal(await hasher.verify("x", undefined), false);
  });

  test("of a text beyond the limit fits nothing that begins alike", async () => {
    const long = "a".repeat(256);
    const hash = await hasher.hash(long);
    assert.ok(await hasher.verify(long, hash));
    assert.equal(await hasher.verify(`${long}b`, hash), false);
  });
});

describe("turns to look at a password", () => {
  const [owner, other] = [7 as AccountId, 8 as AccountId];

  test("R40: no more attempts of one network wait than its share, and a /64 is one network", async () => {
    const turns = createPasswordTurns();
    const hashing = createPasswordHasher({ random: systemRandom, turns });
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const running: Promise<unknown>[] = [turns.run(() => held), turns.run(() => held)];
    for (let number = 1; number <= 40; number++) {
      running.push(hashing.forStranger(`2001:db8:1:2::${number}`).verify("salah", undefined));
    }
    await assert.rejects(hashing.forStranger("2001:db8:1:2:ffff::1").verify("salah", undefined), SemaphoreFull);
    running.push(hashing.forStranger("2001:db8:1:3::1").verify("salah", undefined));
    running.push(hashing.forStranger("198.51.100.1").verify("salah", undefined));
    running.push(hashing.forOwner(owner).verify("salah", undefined));
    assert.equal(turns.waiting, 43);
    release();
    await Promise.all(running);
  });

  test("are ahead for an owner, but not for one account again and again", async () => {
    const turns = createPasswordTurns();
    const taken: unknown[] = [];
    const watched: Semaphore = {
      ...turns,
      run(work, turn) {
        taken.push(turn?.isAhead);
        return turns.run(work, turn);
      },
    };
    const clock = createTestClock();
    const hashing = createPasswordHasher({ random: systemRandom, clock, turns: watched });
    const verify = (accountId: AccountId) => hashing.forOwner(accountId).verify("salah", undefined);
    await Promise.all(Array.from({ length: 20 }, () => verify(owner)));
    assert.deepEqual(new Set(taken.splice(0)), new Set([true]));
    await Promise.all([verify(owner), verify(other), hashing.forStranger("198.51.100.1").verify("salah", undefined)]);
    clock.advance(5_000);
    await Promise.all([verify(owner), verify(owner)]);
    assert.deepEqual(taken, [false, true, undefined, true, false]);
  });
});
