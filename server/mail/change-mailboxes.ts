// Creates, changes and destroys mailboxes by the rules of RFC 8621 §2.5 (mailbox-rules.ts).
import type { AccountId, EmailId, MailboxId } from "../base/ids.ts";
import { readEmailStates, writeEmailStates } from "../store/change-emails.ts";
import type { WriteTx } from "../store/database.ts";
import type { AccountChange } from "../store/mail-account.ts";
import { recountThreads } from "../store/mailbox-counts.ts";
import { emailsOfMailbox, threadsOfMailbox } from "../store/mailbox-emails.ts";
import { deleteMailbox, insertMailbox, listMailboxes, writeMailbox } from "../store/mailboxes.ts";
import { changeAccount, type ChangeOutcome } from "./change-account.ts";
import { destroyIn } from "./destroy-emails.ts";
import type { Mail } from "./mail.ts";
import {
  changed,
  invalid,
  MAX_MAILBOXES,
  refusalOf,
  settleUpdates,
  type MailboxChange,
  type MailboxRefusal,
} from "./mailbox-rules.ts";

export type MailboxOutcome<T> = ChangeOutcome<T | MailboxRefusal>;

/** Defaults: no parent, no role, sortOrder 0, subscribed. */
export async function createMailbox(
  mail: Pick<Mail, "db" | "changes">,
  accountId: AccountId,
  given: MailboxChange & { name: string },
  { ifInState }: { ifInState?: number } = {},
): Promise<MailboxOutcome<{ id: MailboxId }>> {
  return changeAccount<{ id: MailboxId } | MailboxRefusal>(
    mail,
    accountId,
    { type: "mailbox", ifInState },
    async (tx, change) => {
      const others = await listMailboxes(tx, accountId);
      const blank = { name: given.name, parentId: null, role: null, sortOrder: 0, unsubscribed: [] };
      const properties = changed(blank, given);
      const refusal = others.length >= MAX_MAILBOXES ? tooMany : refusalOf(properties, others);
      if (refusal) return { touched: [], result: refusal };
      const id = await insertMailbox(tx, change, properties);
      return { touched: ["mailbox"], result: { id } };
    },
  );
}

/** What is not given stays. All in one transaction; the refusals by id, and what has none is done. */
export async function updateMailboxes(
  mail: Pick<Mail, "db" | "changes">,
  accountId: AccountId,
  updates: ReadonlyMap<MailboxId, MailboxChange>,
  { ifInState }: { ifInState?: number } = {},
): Promise<ChangeOutcome<Map<MailboxId, MailboxRefusal>>> {
  return changeAccount(mail, accountId, { type: "mailbox", ifInState }, async (tx, change) => {
    const all = await listMailboxes(tx, accountId);
    const { steps, refused } = settleUpdates(all, updates);
    for (const row of steps) await writeMailbox(tx, change, row);
    const roles = new Map(steps.map(({ id, role }) => [id, role]));
    for (const { id, role } of all) {
      // What is in the trash only counts there (RFC 8621 §2): another trash, other counts.
      const isMoved = roles.has(id) && (role === "trash") !== (roles.get(id) === "trash");
      if (isMoved) await recountThreads(tx, change, await threadsOfMailbox(tx, accountId, id));
    }
    return { touched: steps.length > 0 ? ["mailbox"] : [], result: refused };
  });
}

/** `removeEmails`: those that are in no other mailbox are destroyed, the others leave it (RFC 8621 §2.5). */
export async function destroyMailbox(
  mail: Pick<Mail, "db" | "changes">,
  accountId: AccountId,
  { id, removeEmails }: { id: MailboxId; removeEmails: boolean },
  { ifInState }: { ifInState?: number } = {},
): Promise<MailboxOutcome<{ destroyed: true }>> {
  return changeAccount<{ destroyed: true } | MailboxRefusal>(
    mail,
    accountId,
    { type: "mailbox", ifInState },
    async (tx, change) => {
      const refuse = (failure: "notFound" | "mailboxHasChild" | "mailboxHasEmail") => ({
        touched: [],
        result: { failure },
      });
      const all = await listMailboxes(tx, accountId);
      const mailbox = all.find((other) => other.id === id);
      if (!mailbox) return refuse("notFound");
      if (all.some(({ parentId }) => parentId === id)) return refuse("mailboxHasChild");
      // Delivery always has the inbox to fall back to.
      if (mailbox.role === "inbox") return { touched: [], result: forbiddenInbox };
      const emailIds = await emailsOfMailbox(tx, accountId, id);
      if (emailIds.length > 0 && !removeEmails) return refuse("mailboxHasEmail");
      await removeFrom(tx, change, { mailboxId: id, emailIds });
      await deleteMailbox(tx, change, id);
      return {
        touched: emailIds.length > 0 ? ["mailbox", "email", "thread"] : ["mailbox"],
        result: { destroyed: true },
      };
    },
  );
}

async function removeFrom(
  tx: WriteTx,
  change: AccountChange,
  { mailboxId, emailIds }: { mailboxId: MailboxId; emailIds: readonly EmailId[] },
): Promise<void> {
  for (let start = 0; start < emailIds.length; start += 1000) {
    const some = await readEmailStates(tx, change.accountId, emailIds.slice(start, start + 1000));
    const last = [...some.values()].filter(({ mailboxIds }) => mailboxIds.length === 1);
    const shared = [...some.values()].filter(({ mailboxIds }) => mailboxIds.length > 1);
    if (shared.length > 0) {
      const moved = shared.map((before) => ({
        before,
        after: { ...before, mailboxIds: before.mailboxIds.filter((other) => other !== mailboxId) },
      }));
      await writeEmailStates(tx, change, moved);
      await recountThreads(tx, change, [...new Set(shared.map(({ threadId }) => threadId))]);
    }
    if (last.length > 0) await destroyIn(tx, change, last);
  }
}

const tooMany: MailboxRefusal = { failure: "tooManyMailboxes" };
const forbiddenInbox: MailboxRefusal = invalid("role", "the inbox cannot be destroyed");
