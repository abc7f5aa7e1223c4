// What reads that stand next to each other in a request find out for one another, to save statements: the first screen asks
// for conversations, their threads and their emails by references, which is one walk over the same rows.
import type { EmailId, ThreadId } from "../base/ids.ts";
import type { Email } from "../store/mail-types.ts";

/** Of one account, forgotten at the end of the run of reads. */
export interface ReadNotes {
  readonly threadIds: Map<EmailId, ThreadId>;
  readonly emails: Map<EmailId, Email>;
}

export function createReadNotes(): ReadNotes {
  return { threadIds: new Map(), emails: new Map() };
}

/** The emails of all ids when every one is noted. */
export function notedEmails({ emails }: ReadNotes, ids: readonly EmailId[]): Email[] | undefined {
  if (emails.size === 0) return undefined;
  const found: Email[] = [];
  for (const id of ids) {
    const email = emails.get(id);
    if (!email) return undefined;
    found.push(email);
  }
  return found;
}

/** Whether one of the calls after this one asks for the emails that this one tells of. */
export function areEmailsAskedNext(
  calls: readonly (readonly [name: string, args: Record<string, unknown>, callId: string])[],
  index: number,
): boolean {
  const callId = calls[index]?.[2];
  for (let at = index + 1; at < calls.length; at++) {
    const [name, args] = calls[at]!;
    const reference = args["#ids"] as { resultOf?: unknown } | null | undefined;
    if (name === "Email/get" && reference?.resultOf === callId) return true;
  }
  return false;
}
