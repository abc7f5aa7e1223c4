// What a mailbox may be: RFC 8621 §2. Names as Net-Unicode and unique among siblings, no loops, a role once, always an inbox.
import type { AccountId, MailboxId } from "../base/ids.ts";
import type { Mailbox, MailboxRole } from "../store/mail-types.ts";

export interface MailboxProperties {
  name: string;
  parentId: MailboxId | null;
  role: MailboxRole | null;
  sortOrder: number;
}

/** What is not given stays. `subscription` is that of one person. */
export type MailboxChange = Partial<MailboxProperties> & {
  subscription?: { personId: AccountId; isSubscribed: boolean };
};

export type MailboxRefusal =
  | { failure: "invalidProperties"; properties: (keyof MailboxProperties)[]; description: string }
  | { failure: "alreadyExists"; existingId: MailboxId }
  | { failure: "notFound" | "mailboxHasChild" | "mailboxHasEmail" | "tooManyMailboxes" };

export const MAX_MAILBOXES = 1000;
const MAX_DEPTH = 10;
const MAX_NAME_BYTES = 200;

export function invalid(property: keyof MailboxProperties, description: string): MailboxRefusal {
  return { failure: "invalidProperties", properties: [property], description };
}

function normalized<T extends MailboxProperties>(properties: T): T {
  return { ...properties, name: properties.name.normalize("NFC") };
}

/** As `given` makes it. */
export function changed<T extends MailboxProperties & Pick<Mailbox, "unsubscribed">>(
  before: T,
  given: MailboxChange,
): T {
  const { subscription, ...properties } = given;
  const after = normalized({ ...before, ...properties });
  if (!subscription) return after;
  const { personId, isSubscribed } = subscription;
  const others = before.unsubscribed.filter((id) => id !== personId);
  return { ...after, unsubscribed: isSubscribed ? others : [...others, personId] };
}

/** Why there cannot be such a mailbox beside `all`; `self` is what it is now. */
export function refusalOf(
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
  const namesake = others.find((other) => other.parentId === parentId && other.name === name);
  if (namesake) return { failure: "alreadyExists", existingId: namesake.id };
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

/**
 * RFC 8620 §5.3: what is valid in the end is allowed, whatever it is on the way: a role that moves from one mailbox to another, two
 * that exchange their names. `steps` are rows to be written one after the other, each of which the others allow.
 */
export function settleUpdates(
  all: readonly Mailbox[],
  updates: ReadonlyMap<MailboxId, MailboxChange>,
): { steps: Mailbox[]; refused: Map<MailboxId, MailboxRefusal> } {
  const rows = new Map(all.map((row) => [row.id, row]));
  const refused = new Map<MailboxId, MailboxRefusal>();
  const left = new Map<MailboxId, Mailbox>();
  for (const [id, given] of updates) {
    const before = rows.get(id);
    if (before) left.set(id, changed(before, given));
    else refused.set(id, { failure: "notFound" });
  }
  const steps: Mailbox[] = [];
  // Again and again, since one may make room for another.
  for (let count = -1; count !== left.size;) {
    count = left.size;
    for (const [id, after] of left) {
      const refusal = refusalOf(after, [...rows.values()], rows.get(id));
      if (refusal) {
        refused.set(id, refusal);
        continue;
      }
      refused.delete(id);
      rows.set(id, after);
      steps.push(after);
      left.delete(id);
    }
  }
  const together = validTogether(rows, left);
  for (const { id } of together) steps.push({ ...rows.get(id)!, name: `\u0001${id}`, role: null });
  for (const after of together) {
    refused.delete(after.id);
    steps.push(after);
  }
  return { steps, refused };
}

/** Those that stand only in each other's way. */
function validTogether(rows: ReadonlyMap<MailboxId, Mailbox>, left: ReadonlyMap<MailboxId, Mailbox>): Mailbox[] {
  const group = new Map(left);
  for (;;) {
    const all = [...new Map([...rows, ...group]).values()];
    const wrong = [...group.values()].filter((after) => refusalOf(after, all, rows.get(after.id)));
    if (wrong.length === 0) return [...group.values()];
    for (const { id } of wrong) group.delete(id);
  }
}
