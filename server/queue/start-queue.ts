// The queue at work: releases what has waited, claims what is due, keeps so many attempts going at once, and so many to one
// domain. Any number of processes do the same on one database.

import { networkInterfaces } from "node:os";

import type { Clock } from "../base/clock.ts";
import type { Dial } from "../base/dial.ts";
import type { RandomSource } from "../base/ids.ts";
import type { Log } from "../base/log.ts";
import type { Resolver } from "../base/resolver.ts";
import type { Mail } from "../mail/mail.ts";
import { releaseNext } from "../mail/release-submissions.ts";
import type { Directory } from "../organisation/directory.ts";
import {
  claimBatches,
  extendLeases,
  giveBack,
  hold,
  nextDueAt,
  postpone,
  queueChannel,
  releaseHold,
  type Batch,
} from "../store/queue.ts";
import { findGoneHolders, keepHolder, newHolderId, takeFromHolders, type HolderId } from "../store/queue-holder.ts";
import { attempt, type AttemptOptions } from "./attempt.ts";
import { createConnections } from "./connections.ts";
import { createOutgoingMessages } from "./outgoing-messages.ts";

export interface QueueOptions {
  mail: Mail;
  directory: Directory;
  /** Should remember answers (base/resolver.ts). */
  resolver: Resolver;
  dial: Dial;
  clock: Clock;
  random: RandomSource;
  log: Log;
  hostname: string;
  /** Takes all mail for other hosts. */
  relay?: { host: string; port: number };
  /** Nothing leaves this machine: mail for other hosts stays in the queue. A relay is the exception. */
  isOffline?: boolean;
  /** When we listen on port 25 ourselves, mail to an address of this machine would come back. */
  smtpPort: number;
  maxConcurrent?: number;
  maxPerDomain?: number;
}

export interface Queue extends AsyncDisposable {
  /** Resolves when nothing is due and nothing under way; for tests and the end. */
  settled(): Promise<void>;
}

const leaseMs = 300_000;
const pollMs = 5_000;
/** A process that lives and has lost its connection has it again before that. */
const goneMs = 10_000;
const maxClaimed = 500;
/** Batches that are claimed and not begun: those for a domain that is slow wait here, and hold up no others. */
const maxWaiting = 2_000;
/** Contents of what is being sent, twice in memory while it is signed; one message always goes. */
const maxOctetsUnderWay = 128 * 1024 * 1024;
const failureDelayMs = 60_000;
const offlineDelayMs = 3_600_000;
const offlineReply = "451 4.4.1 Held: this server sends nothing to other hosts until SUREL_RELAY is set";

export async function startQueue(options: QueueOptions): Promise<Queue> {
  const { mail, directory, clock, log, random, relay } = options;
  // One server may take minutes to answer; it is one of a hundred, or the only one.
  const { maxConcurrent = relay ? 20 : 100, maxPerDomain = relay ? 10 : 4 } = options;
  const { db } = mail;
  const connections = createConnections(options);
  const own = ownAddresses();
  const attempting: AttemptOptions = {
    ...options,
    connections,
    messages: createOutgoingMessages({ mail, log }),
    isOwnAddress: (address) => options.smtpPort === 25 && (address.startsWith("127.") || own.has(address)),
    random,
    chance: () => chanceOf(random),
  };
  const isHeldBack = options.isOffline === true && relay === undefined;

  const holder = newHolderId(random);
  /** Since when we have seen that they do not live. */
  const gone = new Map<HolderId, number>();
  const waiting: Batch[] = [];
  const running = new Map<Batch, Promise<void>>();
  let isEnding = false;
  let isPending = true;
  let isHolding = false;
  let lookedAt = -Infinity;
  let wake: () => void = () => undefined;

  const now = (): Date => new Date(clock.now());
  const leaseUntil = (): Date => new Date(clock.now() + leaseMs);

  function busyDomains(): string[] {
    const counts = Map.groupBy([...running.keys(), ...waiting], ({ domain }) => domain);
    return [...counts].flatMap(([domain, batches]) => (batches.length >= maxPerDomain ? [domain] : []));
  }

  async function claim(): Promise<void> {
    while (await releaseNext(mail, directory));
    // What we claimed while we do not count as living would be taken from us.
    if (!isHolding || running.size >= maxConcurrent || waiting.length >= maxWaiting) return;
    await takeFromGone();
    const claim = { holder, maxRecipients: maxClaimed, busyDomains: busyDomains() };
    const claimed = await db.write((tx) => claimBatches(tx, { ...claim, now: now(), leaseUntil: leaseUntil() }));
    waiting.push(...claimed);
    // A full claim: there may be more.
    if (claimed.length > 0) isPending = true;
  }

  async function takeFromGone(): Promise<void> {
    if (Math.abs(clock.now() - lookedAt) < pollMs) return;
    lookedAt = clock.now();
    const found = new Set((await db.read(findGoneHolders)).filter((one) => one !== holder));
    for (const back of [...gone.keys()].filter((one) => !found.has(one))) gone.delete(back);
    for (const one of found) gone.set(one, gone.get(one) ?? lookedAt);
    const dead = [...gone].flatMap(([one, since]) => (lookedAt - since >= goneMs ? [one] : []));
    if (dead.length === 0) return;
    const taken = await db.write((tx) => takeFromHolders(tx, dead, now()));
    log.warn({ recipients: taken }, "queue: took over what a process that has died was sending");
  }

  function begin(): void {
    const toDomain = new Map<string, number>();
    let octets = 0;
    for (const { domain, size } of running.keys()) {
      toDomain.set(domain, (toDomain.get(domain) ?? 0) + 1);
      octets += size;
    }
    for (const batch of waiting.splice(0)) {
      const { domain, size } = batch;
      const toSameDomain = toDomain.get(domain) ?? 0;
      const hasRoom = running.size === 0 || octets + size <= maxOctetsUnderWay;
      if (running.size >= maxConcurrent || toSameDomain >= maxPerDomain || !hasRoom) {
        waiting.push(batch);
        continue;
      }
      toDomain.set(domain, toSameDomain + 1);
      octets += size;
      const work = run(batch).finally(() => {
        running.delete(batch);
        isPending = true;
        wake();
      });
      running.set(batch, work);
    }
  }

  async function run(batch: Batch): Promise<void> {
    try {
      if (isHeldBack && !(await directory.findDomain(batch.domain))) {
        const until = new Date(clock.now() + offlineDelayMs);
        await db.write((tx) => hold(tx, batch.messageId, batch.domain, { reply: offlineReply, until, now: now() }));
        return;
      }
      await attempt(batch, attempting);
    } catch (error) {
      log.error({ err: error, message: batch.messageId, domain: batch.domain }, "queue: an attempt failed on our side");
      const until = new Date(clock.now() + failureDelayMs);
      // Or else its lease runs out.
      await db
        .write((tx) => postpone(tx, batch.messageId, batch.domain, until))
        .catch((lost: Error) => log.warn({ err: lost }, "queue: a batch waits for the end of its lease"));
    }
  }

  async function loop(): Promise<void> {
    while (!isEnding) {
      isPending = false;
      try {
        await claim();
        begin();
      } catch (error) {
        log.error({ err: error }, "queue: cannot look for what is due");
      }
      if (!isPending) await pause();
    }
  }

  /** Until something is due, somebody says so, or the time for a look has come. */
  async function pause(): Promise<void> {
    const due = await db.read(nextDueAt).catch(() => undefined);
    const untilDue = due ? Math.max(due.getTime() - clock.now(), busyDomains().length > 0 ? 1_000 : 10) : pollMs;
    if (isPending || isEnding) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.min(untilDue, pollMs));
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    wake = () => undefined;
  }

  // An operator who has just set SUREL_RELAY waits for it.
  if (!isHeldBack) await db.write((tx) => releaseHold(tx, offlineReply, now()));
  const stopListening = await db.listen(queueChannel, () => {
    isPending = true;
    wake();
  });
  const leases = setInterval(() => {
    const ids = [...running.keys(), ...waiting].map(({ messageId }) => messageId);
    if (ids.length === 0) return;
    void db.write((tx) => extendLeases(tx, ids, leaseUntil())).catch((error: Error) => log.warn({ err: error }));
  }, leaseMs / 3);
  const holding = keepHolder(db, holder, {
    begin() {
      isHolding = true;
      isPending = true;
      wake();
    },
    end: () => void (isHolding = false),
  });
  const looping = loop();

  return {
    async settled() {
      for (;;) {
        isPending = true;
        wake();
        await new Promise((resolve) => setTimeout(resolve, 20));
        await Promise.all(running.values());
        const due = await db.read(nextDueAt);
        if (running.size === 0 && waiting.length === 0 && (!due || due.getTime() > clock.now())) return;
      }
    },
    async [Symbol.asyncDispose]() {
      isEnding = true;
      wake();
      clearInterval(leases);
      await stopListening();
      await looping;
      const given = waiting.splice(0);
      if (given.length > 0) await db.write((tx) => giveBack(tx, given, now()));
      // What has begun gets some seconds: its end is worth more than a quick one.
      await Promise.race([Promise.all(running.values()), new Promise((resolve) => setTimeout(resolve, endMs).unref())]);
      await connections[Symbol.asyncDispose]();
      await holding[Symbol.asyncDispose]();
    },
  };
}

const endMs = 1_500;

function ownAddresses(): Set<string> {
  return new Set(Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address)));
}

function chanceOf(random: RandomSource): number {
  return Buffer.from(random(4)).readUInt32BE(0) / 2 ** 32;
}
