// Which recipients the incoming port takes: those of our domains that exist, are active and have room. Answers are remembered
// for seconds, so that a busy peer does not ask the database again for each message.

import { normalizeAddress } from "../../standards/address/normalize-address.ts";
import { formatMailbox } from "../../standards/address/mailbox.ts";
import type { Mailbox } from "../../standards/address/types.ts";
import type { Reply } from "../../standards/smtp/reply.ts";
import type { Clock } from "../base/clock.ts";
import type { AccountId } from "../base/ids.ts";
import type { Directory, Recipient } from "../organisation/directory.ts";
import type { Database } from "../store/database.ts";
import { roomOf } from "../store/room.ts";
import { replies } from "./replies.ts";

export interface Recipients {
  /** One for each path, in order: who gets it, or why nobody does. */
  resolve(paths: readonly Mailbox[]): Promise<(Taker | Reply)[]>;
}

export interface Taker extends Recipient {
  /** Octets that the mailbox had room for when it was looked at; the delivery itself decides. */
  room: number;
}

const rememberedMs = 3_000;
const maxRemembered = 20_000;

/** RFC 5321 §4.5.1 and RFC 2142 §2 and §4: where nobody has these addresses, an administrator does. */
const roleNames = new Set(["postmaster", "abuse"]);

export function createRecipients(options: { db: Database; directory: Directory; clock: Clock }): Recipients {
  const { db, directory, clock } = options;
  const remembered = new Map<string, { until: number; answer: Taker | Reply }>();

  async function lookUp(keys: readonly string[]): Promise<void> {
    const found = await directory.resolveRecipients(keys);
    const answers = await Promise.all(keys.map(async (key) => refuseDisabled(found.get(key) ?? (await absent(key)))));
    const accountIds = answers.flatMap((answer) => ("accountId" in answer ? [answer.accountId] : []));
    const room = accountIds.length === 0 ? new Map<AccountId, number>() : await db.read((tx) => roomOf(tx, accountIds));
    for (const [index, key] of keys.entries()) {
      const answer = answers[index] ?? replies.unknownRecipient;
      const remembering = "accountId" in answer ? { ...answer, room: room.get(answer.accountId) ?? 0 } : answer;
      remembered.delete(key);
      remembered.set(key, { until: clock.now() + rememberedMs, answer: remembering });
    }
  }

  async function absent(key: string): Promise<Recipient | Reply> {
    const at = key.lastIndexOf("@");
    const domain = await directory.findDomain(key.slice(at + 1));
    if (!domain) return replies.relayDenied;
    if (!roleNames.has(key.slice(0, at))) return replies.unknownRecipient;
    return (await directory.findAdministrator(domain.organisationId)) ?? replies.unknownRecipient;
  }

  return {
    async resolve(paths) {
      const keys = paths.map((path) => normalizeAddress(formatMailbox(path)));
      const now = clock.now();
      const isKnown = (key: string): boolean => (remembered.get(key)?.until ?? 0) > now;
      const unknown = new Set(keys.filter((key) => key !== null && !isKnown(key)));
      if (unknown.size > 0) await lookUp([...unknown] as string[]);
      const answers = keys.map(
        (key) => (key === null ? undefined : remembered.get(key)?.answer) ?? replies.badRecipient,
      );
      for (const oldest of remembered.keys()) {
        if (remembered.size <= maxRemembered) break;
        remembered.delete(oldest);
      }
      return answers;
    },
  };
}

function refuseDisabled(answer: Recipient | Reply): Recipient | Reply {
  return "accountId" in answer && answer.state !== "active" ? replies.disabledRecipient : answer;
}

export function isTaker(answer: Taker | Reply): answer is Taker {
  return "accountId" in answer;
}
