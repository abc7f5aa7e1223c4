// Password hashes: argon2id (RFC 9106) in PHC string form. The parameters stand in each hash, so they can be raised later:
// older hashes go on working and say so.

import { argon2, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

import { systemClock, type Clock } from "../base/clock.ts";
import type { AccountId, RandomSource } from "../base/ids.ts";
import { networkKey } from "../base/network.ts";
import { createRateLimit } from "../base/rate-limit.ts";
import { createSemaphore, type Semaphore, type Turn } from "../base/semaphore.ts";

export type PasswordCost = { memory: number; passes: number; parallelism: number };

/** 19 MiB and two passes (OWASP's second choice): about 30 ms of one core, which leaves room in a sign-in of 200 ms. */
const COST: PasswordCost = { memory: 19_456, passes: 2, parallelism: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Nobody types more; a longer one is simply wrong. */
export const MAX_PASSWORD_LENGTH = 256;

/** How many wait for their turn, ahead and behind, and how many of them for one network or one account. */
const MAX_WAITING = 400;
const SHARE = 40;
/** A change of the password compares with earlier ones, so it takes several turns; nobody needs many changes in a minute. */
const AHEAD_AT_ONCE = 20;
const AHEAD_PER_SECOND = 0.2;

const derive = promisify(argon2);

export interface PasswordHashing {
  hash(password: string): Promise<string>;
  /** Without a hash (no such account) it works as long as with one, and the answer is false. */
  verify(password: string, hash: string | undefined): Promise<boolean>;
}

/** By itself it waits behind everybody ahead, and counts for nobody's share. */
export interface PasswordHasher extends PasswordHashing {
  /**
   * For whoever has shown more than a name and a password: a session, a link, a remembered browser. Takes its turns before
   * strangers do, within what one account may have, and after that among them.
   */
  forOwner(accountId: AccountId): PasswordHashing;
  /** For everybody else: no more than their share wait for one network. */
  forStranger(networkAddress: string): PasswordHashing;
}

/** At most two at once, so that memory is bounded by that many times 19 MiB and the other cores are left to the mail. */
export function createPasswordTurns(): Semaphore {
  return createSemaphore({ limit: 2, maxWaiting: MAX_WAITING, share: SHARE });
}

/** Rejects with SemaphoreFull when too many wait for a turn. `cost` is that of new hashes, and of names that nobody has. */
export function createPasswordHasher(options: {
  random: RandomSource;
  clock?: Clock;
  turns?: Semaphore;
  cost?: PasswordCost;
}): PasswordHasher {
  const { random, clock = systemClock, turns = createPasswordTurns(), cost = COST } = options;
  const ahead = createRateLimit({ capacity: AHEAD_AT_ONCE, refillPerSecond: AHEAD_PER_SECOND, clock });
  const nobody = { ...cost, salt: Buffer.from(random(SALT_BYTES)), tag: Buffer.alloc(HASH_BYTES) };

  const within = (turnOf: () => Turn): PasswordHashing => ({
    async hash(password) {
      const salt = Buffer.from(random(SALT_BYTES));
      const tag = await turns.run(() => run(password, { ...cost, salt }, HASH_BYTES), turnOf());
      return format(cost, salt, tag);
    },
    async verify(password, hash) {
      const known = hash === undefined ? undefined : parse(hash);
      if (hash !== undefined && known === undefined) throw new Error("a stored password hash cannot be read");
      const expected = known ?? nobody;
      const tag = await turns.run(() => run(password, expected, expected.tag.length), turnOf());
      const equal = timingSafeEqual(tag, expected.tag);
      return equal && known !== undefined && password.length <= MAX_PASSWORD_LENGTH;
    },
  });

  return {
    ...within(() => ({})),
    forOwner(accountId) {
      const origin = `account ${accountId}`;
      return within(() => ({ isAhead: ahead.take(origin), origin }));
    },
    forStranger(networkAddress) {
      const turn = { origin: `network ${networkKey(networkAddress)}` };
      return within(() => turn);
    },
  };
}

type Derivation = PasswordCost & { salt: Buffer };

function run(password: string, { memory, passes, parallelism, salt }: Derivation, tagLength: number): Promise<Buffer> {
  // RFC 8265 §4.2: one spelling of what looks the same, and nothing else is changed; case counts.
  const message = password.slice(0, MAX_PASSWORD_LENGTH).normalize("NFC");
  return derive("argon2id", { message, nonce: salt, parallelism, tagLength, memory, passes });
}

function format({ memory, passes, parallelism }: PasswordCost, salt: Buffer, tag: Buffer): string {
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(tag)}`;
}

function parse(hash: string): (Derivation & { tag: Buffer }) | undefined {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(hash);
  if (!match) return undefined;
  const [, memory, passes, parallelism, salt = "", tag = ""] = match;
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, "base64"),
    tag: Buffer.from(tag, "base64"),
  };
}

function unpadded(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "");
}
