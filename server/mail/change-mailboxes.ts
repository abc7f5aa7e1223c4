// Creates, changes and destroys mailboxes within the rules of RFC 8621 §2.5.
import type { AccountId, EmailId, MailboxId } from "../base/ids.ts";
import { readEmailStates, writeEmailStates } from "../store/change-emails.ts";
import type { WriteTx } from "../store/database.ts";
import type { AccountChange } from "../store/mail-account.ts";
import type { Mailbox, MailboxRole } from "../store/mail-types.ts";
import { recountThreads } from "../store/mailbox-counts.ts";
import { emailsOfMailbox, threadsOfMailbox } from "../store/mailbox-emails.ts";
import { deleteMailbox, insertMailbox, listMailboxes, writeMailbox } from "../store/mailboxes.ts";
import { changeAccount, type ChangeOutcome } from "./change-account.ts";
import { destroyIn } from "./destroy-emails.ts";
import type { Mail } from "./mail.ts";

export interface MailboxProperties {
  name: string;
  parentId: MailboxId | null;
  role: MailboxRole | null;
  sortOrder: number;
  isSubscribed: boolean;
}

export type MailboxRefusal =
  | { failure: "invalidProperties"; properties: (keyof MailboxProperties)[]; description: string }
  | { failure: "notFound" | "mailboxHasChild" | "mailboxHasEmail" | "tooManyMailboxes" };

export type MailboxOutcome<T> = ChangeOutcome<T | MailboxRefusal>;

const MAX_MAILBOXES = 1000;
const MAX_DEPTH = 10;
const MAX_NAME_BYTES = 200;

/** Defaults: no parent, no role, sortOrder 0, subscribed. */
export async function createMailbox(
  mail: Pick<Mail, "db" | "changes">,
  accountId: AccountId,
  given: Partial<MailboxProperties> & { name: string },
  { ifInState }: { ifInState?: number } = {},
): Promise<MailboxOutcome<{ id: MailboxId }>> {
  return changeAccount<{ id: MailboxId } | MailboxRefusal>(
    mail,
    accountId,
    { type: "mailbox", ifInState },
    async (tx, change) => {
      const others = await listMailboxes(tx, accountId);
      const properties = normalized({ parentId: null, role: null, sortOrder: 0, isSubscribed: true, ...given });
      const refusal = others.length >= MAX_MAILBOXES ? tooMany : refusalOf(properties, others);
      if (refusal) return { touched: [], result: refusal };
      const id = await insertMailbox(tx, change, properties);
      return { touched: ["mailbox"], result: { id } };
    },
  );
}

/** What is not given stays. A role may be moved from one mailbox to another by two updates only. */
export async function updateMailbox(
  mail: Pick<Mail, "db" | "changes">,
  accountId: AccountId,
  update: { id: MailboxId; properties: Partial<MailboxProperties> },
  { ifInState }: { ifInState?: number } = {},
): Promise<MailboxOutcome<{ updated: true }>> {
  return changeAccount<{ updated: true } | MailboxRefusal>(
    mail,
    accountId,
    { type: "mailbox", ifInState },
    async (tx, change) => {
      const all = await listMailboxes(tx, accountId);
      const before = all.find(({ id }) => id === update.id);
      if (!before) return { touched: [], result: { failure: "notFound" } };
      const { name, parentId, role, sortOrder, isSubscribed } = before;
      const properties = normalized({ name, parentId, role, sortOrder, isSubscribed, ...update.properties });
      const refusal = refusalOf(properties, all, before);
      if (refusal) return { touched: [], result: refusal };
      await writeMailbox(tx, change, { id: update.id, ...properties });
      // What is in the trash only counts there (RFC 8621 §2): another trash, other counts.
      if (role !== properties.role && (role === "trash" || properties.role === "trash")) {
        await recountThreads(tx, change, await threadsOfMailbox(tx, accountId, update.id));
      }
      return { touched: ["mailbox"], result: { updated: true } };
    },
  );
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

function invalid(property: keyof MailboxProperties, description: string): MailboxRefusal {
  return { failure: "invalidProperties", properties: [property], description };
}

function normalized(properties: MailboxProperties): MailboxProperties {
  return { ...properties, name: properties.name.normalize("NFC") };
}

/** RFC 8621 §2: names as Net-Unicode, unique among siblings; no loops; a role once. */
function refusalOf(
  { name, parentId, role, sortOrder }: MailboxProperties,
  all: readonly Mailbox[],
  self?: Mailbox,
): MailboxRefusal | undefined {
  // oxlint-disable-next-line no-control-regex -- RFC 5198 §2: no control characters
  if (name.trim() === "" || Buffer.byteLength(name) > MAX_NAME_BYTES || /[\x00-\x1f\x7f-\x9f]/.test(name)) {
    return invalid("name", `a name has 1 to ${MAX_NAME_BYTES} octets and no control characters`);
  }
  if (!Number.isInteger(sortOrder) || sortOrder < 0 || sortOrder > 2 ** 31 - 1) {
    return invalid("sortOrder", "sortOrder is a number from 0 to 2147483647");
  }
  const others = all.filter(({ id }) => id !== self?.id);
  const taken = others.some((other) => other.parentId === parentId && other.name === name);
  if (taken) return invalid("name", "there is a mailbox of this name already");
  if (role !== null && others.some((other) => other.role === role)) {
    return invalid("role", "another mailbox has this role");
  }
  if (self?.role === "inbox" && role !== "inbox") return invalid("role", "there must be an inbox");
  const parents = new Map(all.map((mailbox) => [mailbox.id, mailbox]));
  let depth = 0;
  for (let id = parentId; id !== null; id = parents.get(id)!.parentId) {
    if (!parents.has(id)) return invalid("parentId", "there is no such mailbox");
    if (id === self?.id) return invalid("parentId", "a mailbox cannot be within itself");
    if (++depth >= MAX_DEPTH) return invalid("parentId", `mailboxes are nested ${MAX_DEPTH} deep at most`);
  }
  return undefined;
}
