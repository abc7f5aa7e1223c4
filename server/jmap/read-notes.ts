// What reads that stand next to each other in a request find out for one another, to save statements: the first screen asks
// for conversations, their threads and their emails by references, which is one walk over the same rows.
import type { EmailId, ThreadId } from "../base/ids.ts";
import type { EmailMarks } from "../store/mail-types.ts";
import { areListed } from "./mail/email/listed-properties.ts";

/** Of one account, forgotten at the end of the run of reads. */
export interface ReadNotes {
  readonly threadIds: Map<EmailId, ThreadId>;
  readonly emails: Map<EmailId, EmailMarks>;
  /** All emails of a thread, oldest first. */
  readonly threads: Map<ThreadId, EmailId[]>;
}

export function createReadNotes(): ReadNotes {
  return { threadIds: new Map(), emails: new Map(), threads: new Map() };
}

/** `emails`: all of their threads, each thread's oldest first. */
export function noteConversations({ emails: noted, threads }: ReadNotes, emails: readonly EmailMarks[]): void {
  for (const email of emails) {
    noted.set(email.id, email);
    const thread = threads.get(email.threadId);
    if (thread) thread.push(email.id);
    else threads.set(email.threadId, [email.id]);
  }
}

/** The emails of all ids when every one is noted. */
export function notedEmails({ emails }: ReadNotes, ids: readonly EmailId[]): EmailMarks[] | undefined {
  return notedValues(emails, ids);
}

/** The threads of all ids when every one is noted. */
export function notedThreads(
  { threads }: ReadNotes,
  ids: readonly ThreadId[],
): { id: ThreadId; emailIds: EmailId[] }[] | undefined {
  return notedValues(threads, ids)?.map((emailIds, index) => ({ id: ids[index]!, emailIds }));
}

function notedValues<Id, Value>(noted: ReadonlyMap<Id, Value>, ids: readonly Id[]): Value[] | undefined {
  if (noted.size === 0) return undefined;
  const found: Value[] = [];
  for (const id of ids) {
    const value = noted.get(id);
    if (value === undefined) return undefined;
    found.push(value);
  }
  return found;
}

type Calls = readonly (readonly [name: string, args: Record<string, unknown>, callId: string])[];

/**
 * What the calls after a call ask about what it finds: of its threads all emails, or of its emails all conversations, and of those no more
 * than lists show.
 */
export type AskedNext = "nothing" | "emails" | "conversations";

export function asksNext(calls: Calls, index: number): AskedNext {
  if (calls[index]?.[0] === "Thread/get") return asksForList(calls, index) ? "emails" : "nothing";
  if (calls[index]?.[0] !== "Email/query") return "nothing";
  const emails = findReference(calls, index, "Email/get");
  const threads = emails && findReference(calls, emails, "Thread/get");
  return threads && asksForList(calls, threads) ? "conversations" : "nothing";
}

function asksForList(calls: Calls, threads: number): boolean {
  const emails = findReference(calls, threads, "Email/get");
  return emails !== undefined && areListed(calls[emails]?.[1].properties);
}

/** The call after `index` that takes its ids from it. */
function findReference(calls: Calls, index: number, wanted: string): number | undefined {
  const callId = calls[index]?.[2];
  for (let at = index + 1; at < calls.length; at++) {
    const [name, args] = calls[at]!;
    const reference = args["#ids"] as { resultOf?: unknown } | null | undefined;
    if (name === wanted && reference?.resultOf === callId) return at;
  }
  return undefined;
}
