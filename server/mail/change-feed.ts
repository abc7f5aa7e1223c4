// Tells who is interested that accounts have changed: published after commit, coalesced into one NOTIFY per 50 ms, heard by
// every process.
import type { AccountId } from "../base/ids.ts";
import type { Log } from "../base/log.ts";
import type { Database } from "../store/database.ts";
import type { AccountStates } from "../store/mail-account.ts";

export type ChangeListener = (accountId: AccountId, states: AccountStates) => void;

export interface ChangeFeed extends AsyncDisposable {
  /** Call after commit (`tx.afterCommit`). */
  publish(accountId: AccountId, states: AccountStates): void;
  /** Calls `listener` with the newest states of those accounts, at most once per account and batch; returns the way to stop. */
  subscribe(accountIds: readonly AccountId[], listener: ChangeListener): () => void;
}

const channel = "surel_changes";
const batchMs = 50;
/** PostgreSQL takes less than 8,000 octets in one NOTIFY. */
const accountsPerNotice = 60;

type Notice = [
  accountId: number,
  mailbox: number,
  email: number,
  thread: number,
  identity: number,
  submission: number,
  preferences: number,
  vacation: number,
  delivery: number,
];

export async function openChangeFeed({ db, log }: { db: Database; log: Log }): Promise<ChangeFeed> {
  const pending = new Map<AccountId, AccountStates>();
  const listeners = new Map<AccountId, Set<ChangeListener>>();
  let timer: NodeJS.Timeout | undefined;
  let sending = Promise.resolve();

  function flush(): void {
    timer = undefined;
    const notices = [...pending].map(([accountId, states]) => toNotice(accountId, states));
    pending.clear();
    for (let start = 0; start < notices.length; start += accountsPerNotice) {
      const payload = JSON.stringify(notices.slice(start, start + accountsPerNotice));
      sending = sending
        .then(() => db.notify(channel, payload))
        // Whoever missed it learns of the change with the next one, or when asking.
        .catch((error: unknown) => log.warn({ err: error }, "changes could not be announced"));
    }
  }

  function receive(payload: string): void {
    for (const [accountId, mailbox, email, thread, identity, submission, preferences, vacation, delivery] of JSON.parse(
      payload,
    ) as Notice[]) {
      for (const listener of listeners.get(accountId as AccountId) ?? []) {
        listener(accountId as AccountId, {
          mailbox,
          email,
          thread,
          identity,
          submission,
          preferences,
          vacation,
          delivery,
        });
      }
    }
  }

  const stopListening = await db.listen(channel, receive);

  return {
    publish(accountId, states) {
      const known = pending.get(accountId);
      pending.set(accountId, known ? newest(known, states) : states);
      timer ??= setTimeout(flush, batchMs);
    },
    subscribe(accountIds, listener) {
      for (const accountId of accountIds) {
        const set = listeners.get(accountId);
        if (set) set.add(listener);
        else listeners.set(accountId, new Set([listener]));
      }
      return () => {
        for (const accountId of accountIds) {
          const set = listeners.get(accountId);
          if (set?.delete(listener) && set.size === 0) listeners.delete(accountId);
        }
      };
    },
    async [Symbol.asyncDispose]() {
      clearTimeout(timer);
      if (pending.size > 0) flush();
      await sending;
      await stopListening();
    },
  };
}

function toNotice(accountId: AccountId, states: AccountStates): Notice {
  const { mailbox, email, thread, identity, submission, preferences, vacation, delivery } = states;
  return [accountId, mailbox, email, thread, identity, submission, preferences, vacation, delivery];
}

/** Two changes of one account may be published in either order. */
function newest(one: AccountStates, other: AccountStates): AccountStates {
  return {
    mailbox: Math.max(one.mailbox, other.mailbox),
    email: Math.max(one.email, other.email),
    thread: Math.max(one.thread, other.thread),
    identity: Math.max(one.identity, other.identity),
    submission: Math.max(one.submission, other.submission),
    preferences: Math.max(one.preferences, other.preferences),
    vacation: Math.max(one.vacation, other.vacation),
    delivery: Math.max(one.delivery, other.delivery),
  };
}
