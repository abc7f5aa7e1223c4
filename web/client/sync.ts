// Brings the records and lists of an account up to what the server has: the changes of every type and of every list looked at,
// with the new records themselves, in one request (RFC 8620 §5.2 and §5.6). One at a time, and never while actions are under way.
import type { ChangesResponse, GetResponse } from "../../standards/jmap/methods.ts";
import type { Invocation } from "../../standards/jmap/request.ts";
import type { Answers, Batch } from "./batch.ts";
import { listProperties, mutableProperties } from "./email-properties.ts";
import { failureOf } from "./failure.ts";
import type { MailStore, StateType } from "./mail-store.ts";
import type { EmailSummary, Mailbox, Thread } from "./types.ts";
import type { SyncedQuery } from "./windowed-query.ts";

export type Sync = {
  /** Resolves when everything asked for until now has been brought in, or could not be. */
  run(): Promise<void>;
};

export type SyncOptions = {
  store: MailStore;
  batch: Batch;
  queries: () => Iterable<SyncedQuery>;
  /** Resolves when no action is unconfirmed; at once when there is none. */
  whenCommitted: () => Promise<void>;
  isClosed: () => boolean;
  /** New emails that this client did not make itself. */
  onArrival: (emails: readonly EmailSummary[]) => void;
};

type MailboxChanges = ChangesResponse & { updatedProperties?: string[] | null };

/** More than this at once is a mailbox emptied or filled elsewhere: loading what is looked at again is quicker. */
const maxChanges = 200;
const maxRounds = 5;

export function createSync(options: SyncOptions): Sync {
  const { store, batch } = options;
  const { accountId, states } = store;
  let running: Promise<void> | undefined;
  let isWanted = false;

  async function loop(): Promise<void> {
    do {
      isWanted = false;
      await options.whenCommitted();
      try {
        for (let round = 1; (await once()) && !options.isClosed(); round++) {
          if (round >= maxRounds) {
            forgetEverything();
            break;
          }
        }
      } catch (error) {
        // Transport has told the connection's state; the next push, or the connection coming back, asks again.
        failureOf(error);
        for (const query of options.queries()) query.markStale();
        return;
      }
    } while (isWanted && !options.isClosed());
  }

  /** One request; true when the server has more. */
  async function once(): Promise<boolean> {
    const active: SyncedQuery[] = [];
    for (const query of options.queries()) {
      if (query.isActive()) active.push(query);
      else query.markStale();
    }
    const calls = [...mailboxCalls(), ...threadCalls(), ...emailCalls(), ...identityCalls()];
    const lists = active.map((query, index) => query.changesCalls(`l${index}`));
    if (calls.length === 0 && active.length === 0) return false;
    const answers = await batch.send([...calls, ...lists.flat()]);
    const hasMore = [applyMailboxes(answers), applyThreads(answers), applyEmails(answers)];
    applyIdentities(answers);
    active.forEach((query, index) => query.applyChanges(answers, `l${index}`));
    return hasMore.includes(true);
  }

  function changes(type: StateType, callId: string): Invocation {
    return [`${type}/changes`, { accountId, sinceState: states[type], maxChanges }, callId];
  }

  function getOf(type: StateType, which: "created" | "updated", callIds: [changes: string, get: string]): Invocation {
    const resultOf = { resultOf: callIds[0], name: `${type}/changes` };
    return [`${type}/get`, { accountId, "#ids": { ...resultOf, path: `/${which}` } }, callIds[1]];
  }

  function mailboxCalls(): Invocation[] {
    if (states.Mailbox === undefined) return [];
    const updated = getOf("Mailbox", "updated", ["mc", "mu"]);
    // RFC 8621 §2.2: mostly only the counts changed, and then only they are fetched.
    updated[1]["#properties"] = { resultOf: "mc", name: "Mailbox/changes", path: "/updatedProperties" };
    return [changes("Mailbox", "mc"), getOf("Mailbox", "created", ["mc", "mn"]), updated];
  }

  function threadCalls(): Invocation[] {
    if (states.Thread === undefined) return [];
    return [
      changes("Thread", "tc"),
      getOf("Thread", "created", ["tc", "tn"]),
      getOf("Thread", "updated", ["tc", "tu"]),
    ];
  }

  function emailCalls(): Invocation[] {
    if (states.Email === undefined) return [];
    const created = getOf("Email", "created", ["ec", "en"]);
    const updated = getOf("Email", "updated", ["ec", "eu"]);
    created[1]["properties"] = listProperties;
    updated[1]["properties"] = ["id", ...mutableProperties];
    return [changes("Email", "ec"), created, updated];
  }

  function identityCalls(): Invocation[] {
    return states.Identity === undefined ? [] : [changes("Identity", "ic")];
  }

  function applyMailboxes(answers: Answers): boolean {
    if (states.Mailbox === undefined) return false;
    const response = answers.find<MailboxChanges>("mc");
    const created = answers.find<GetResponse<Mailbox>>("mn");
    const updated = answers.find<GetResponse<Partial<Mailbox> & { id: string }>>("mu");
    if (!response || !created || !updated) {
      void store.loadMailboxes().catch(failureOf);
      return false;
    }
    store.mailboxes.put(created.list);
    for (const mailbox of updated.list) store.mailboxes.merge(mailbox.id, mailbox);
    store.mailboxes.destroy(response.destroyed);
    states.Mailbox = response.newState;
    return response.hasMoreChanges;
  }

  function applyThreads(answers: Answers): boolean {
    if (states.Thread === undefined) return false;
    const response = answers.find<ChangesResponse>("tc");
    const created = answers.find<GetResponse<Thread>>("tn");
    const updated = answers.find<GetResponse<Thread>>("tu");
    if (!response || !created || !updated) {
      delete states.Thread;
      store.threads.invalidate();
      return false;
    }
    store.threads.put([...created.list, ...updated.list]);
    store.threads.destroy(response.destroyed);
    states.Thread = response.newState;
    return response.hasMoreChanges;
  }

  function applyEmails(answers: Answers): boolean {
    if (states.Email === undefined) return false;
    const response = answers.find<ChangesResponse>("ec");
    const created = answers.find<GetResponse<EmailSummary>>("en");
    const updated = answers.find<GetResponse<Pick<EmailSummary, "id" | "mailboxIds" | "keywords">>>("eu");
    if (!response || !created || !updated) {
      delete states.Email;
      store.emails.invalidate();
      return false;
    }
    const isNew = (email: EmailSummary) => store.emails.peekBase(email.id) === undefined;
    const arrived = created.list.filter(isNew);
    store.emails.put(created.list);
    for (const email of updated.list) store.emails.merge(email.id, email);
    store.emails.destroy(response.destroyed);
    store.bodies.destroy(response.destroyed);
    states.Email = response.newState;
    if (arrived.length > 0) options.onArrival(arrived);
    return response.hasMoreChanges;
  }

  function applyIdentities(answers: Answers): void {
    const response = answers.find<ChangesResponse>("ic");
    if (states.Identity === undefined || (response && response.newState === states.Identity)) return;
    void store.loadIdentities().catch(failureOf);
  }

  function forgetEverything(): void {
    delete states.Thread;
    delete states.Email;
    store.threads.invalidate();
    store.emails.invalidate();
    void store.loadMailboxes().catch(failureOf);
    for (const query of options.queries()) void query.refresh();
  }

  return {
    run() {
      isWanted = true;
      running ??= loop().finally(() => (running = undefined));
      return running;
    },
  };
}
