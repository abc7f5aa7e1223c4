// A filter of emails as SQL: RFC 8621 §4.4.1. Conditions on text come resolved to the ids that they match, so that one bit per
// row is looked up whatever the words were.
import type { MailboxId } from "../base/ids.ts";
import { listIds, type IdSet } from "./id-set.ts";
import type { EmailCondition, EmailSort } from "./mail-types.ts";
import { joinSql, sql, type Sql } from "./sql.ts";

/** Conditions that are columns: exactly one of the properties is set. */
export type ColumnCondition = Omit<
  EmailCondition,
  "text" | "from" | "to" | "cc" | "bcc" | "subject" | "body" | "header"
>;

export type FilterNode =
  | { kind: "and" | "or"; nodes: FilterNode[] }
  | { kind: "not"; node: FilterNode }
  | { kind: "column"; condition: ColumnCondition }
  | { kind: "ids"; ids: IdSet };

/** The rows to choose from, in SQL: `from`, what the ids and dates are called there. */
export interface EmailSource {
  from: Sql;
  where: Sql[];
  id: Sql;
  receivedAt: Sql;
}

/** So few that looking each up is less work than walking a list. */
const fewIds = 2000;

/** The mailbox of a filter that asks for what is not seen in it: either of the two can be walked. */
export function mailboxOfUnseen(filter: FilterNode): MailboxId | undefined {
  const all = conjunctsOf(filter);
  return all.some(isUnseen) ? all.find(isInMailbox)?.condition.inMailbox : undefined;
}

/**
 * Where to look for the emails of a filter: those of few ids, those not seen, those of one mailbox, or all of the account.
 * `remaining` is what is left to be tested; `e` is the email's row, there when `withEmail` or when a condition needs it.
 * `prefersMailbox`: it has fewer emails than are not seen.
 */
export function chooseSource(
  accountId: number,
  filter: FilterNode,
  { withEmail, prefersMailbox }: { withEmail: boolean; prefersMailbox: boolean },
): { source: EmailSource; remaining: FilterNode } {
  const all = conjunctsOf(filter);
  const ids = all.find((node) => node.kind === "ids" && node.ids.size <= fewIds);
  const fromEmail = { id: sql`e.id`, receivedAt: sql`e.received_at`, from: sql`email e` };
  if (ids?.kind === "ids") {
    const where = [sql`e.account_id = ${accountId} and e.id = any(${listIds(ids.ids)}::int[])`];
    return { source: { ...fromEmail, where }, remaining: without(all, ids) };
  }
  const unseen = prefersMailbox ? undefined : all.find(isUnseen);
  if (unseen) {
    // Word for word what the index of these is made by (migrations/0020-unseen.sql).
    const where = [sql`e.account_id = ${accountId} and not '$seen' = any(e.keywords)`];
    return { source: { ...fromEmail, where }, remaining: without(all, unseen) };
  }
  const inMailbox = all.find(isInMailbox);
  if (inMailbox) {
    const remaining = without(all, inMailbox);
    const from = sql`mailbox_email l ${
      withEmail || needsEmail(remaining)
        ? sql`join email e on e.account_id = l.account_id and e.id = l.email_id`
        : sql``
    }`;
    const where = [sql`l.account_id = ${accountId} and l.mailbox_id = ${inMailbox.condition.inMailbox}`];
    return { source: { from, where, id: sql`l.email_id`, receivedAt: sql`l.received_at` }, remaining };
  }
  return { source: { ...fromEmail, where: [sql`e.account_id = ${accountId}`] }, remaining: filter };
}

type ColumnNode = Extract<FilterNode, { kind: "column" }>;

function conjunctsOf(filter: FilterNode): readonly FilterNode[] {
  return filter.kind === "and" ? filter.nodes : [filter];
}

function isUnseen(node: FilterNode): node is ColumnNode {
  return node.kind === "column" && node.condition.notKeyword?.toLowerCase() === "$seen";
}

function isInMailbox(node: FilterNode): node is ColumnNode {
  return node.kind === "column" && node.condition.inMailbox !== undefined;
}

function without(nodes: readonly FilterNode[], node: FilterNode): FilterNode {
  return { kind: "and", nodes: nodes.filter((other) => other !== node) };
}

function needsEmail(node: FilterNode): boolean {
  switch (node.kind) {
    case "and":
    case "or":
      return node.nodes.some(needsEmail);
    case "not":
      return needsEmail(node.node);
    case "ids":
      return false;
    case "column":
      return node.condition.before === undefined && node.condition.after === undefined;
  }
}

/** The condition as SQL over the source's rows. */
export function compileFilter(node: FilterNode, source: EmailSource): Sql {
  switch (node.kind) {
    case "and":
      return node.nodes.length === 0 ? sql`true` : bracket(node.nodes, source, sql` and `);
    case "or":
      return node.nodes.length === 0 ? sql`false` : bracket(node.nodes, source, sql` or `);
    case "not":
      return sql`not ${compileFilter(node.node, source)}`;
    case "ids":
      return isAmong(source.id, node.ids);
    case "column":
      return compileCondition(node.condition, source);
  }
}

function bracket(nodes: readonly FilterNode[], source: EmailSource, between: Sql): Sql {
  const pieces = nodes.map((node) => compileFilter(node, source));
  return sql`(${joinSql(pieces, between)})`;
}

function isAmong(id: Sql, ids: IdSet): Sql {
  if (ids.size === 0) return sql`false`;
  // An email that came after the search was resolved is beyond the bits.
  return sql`(case when ${id} < ${ids.bits.length * 8} then get_bit(${Buffer.from(ids.bits)}::bytea, ${id}) = 1 else false end)`;
}

function compileCondition(condition: ColumnCondition, source: EmailSource): Sql {
  const pieces: Sql[] = [];
  const { before, after, minSize, maxSize, inMailbox, inMailboxOtherThan, hasKeyword, notKeyword } = condition;
  if (before !== undefined) pieces.push(sql`${source.receivedAt} < ${before}`);
  if (after !== undefined) pieces.push(sql`${source.receivedAt} >= ${after}`);
  if (minSize !== undefined) pieces.push(sql`e.size >= ${minSize}`);
  if (maxSize !== undefined) pieces.push(sql`e.size < ${maxSize}`);
  if (inMailbox !== undefined) pieces.push(isIn(inMailbox));
  if (inMailboxOtherThan !== undefined) pieces.push(sql`not e.mailbox_ids <@ ${inMailboxOtherThan}::int[]`);
  if (hasKeyword !== undefined) pieces.push(has(hasKeyword, sql`e`));
  if (notKeyword !== undefined) pieces.push(sql`not ${has(notKeyword, sql`e`)}`);
  if (condition.hasAttachment !== undefined) pieces.push(sql`e.has_attachment = ${condition.hasAttachment}`);
  if (condition.allInThreadHaveKeyword !== undefined) pieces.push(allInThread(condition.allInThreadHaveKeyword));
  if (condition.someInThreadHaveKeyword !== undefined) pieces.push(someInThread(condition.someInThreadHaveKeyword));
  if (condition.noneInThreadHaveKeyword !== undefined) {
    pieces.push(sql`not ${someInThread(condition.noneInThreadHaveKeyword)}`);
  }
  return pieces.length === 0 ? sql`true` : sql`(${joinSql(pieces, sql` and `)})`;
}

function isIn(mailboxId: MailboxId): Sql {
  return sql`${mailboxId} = any(e.mailbox_ids)`;
}

function has(keyword: string, email: Sql): Sql {
  return sql`${keyword.toLowerCase()}::text = any(${email}.keywords)`;
}

function someInThread(keyword: string): Sql {
  return sql`exists (select from email t where t.account_id = e.account_id and t.thread_id = e.thread_id
    and ${has(keyword, sql`t`)})`;
}

function allInThread(keyword: string): Sql {
  return sql`not exists (select from email t where t.account_id = e.account_id and t.thread_id = e.thread_id
    and not ${has(keyword, sql`t`)})`;
}

/** RFC 5256 §2.1, near enough to put answers beside what they answer. */
const subjectPrefix =
  "^((re|fwd?|bls|balas|trs|terus(kan)?|aw|wg|sv|vs)\\s*(\\[[^]]*\\]|\\(\\d+\\))?:\\s*|\\[[^]]*\\]\\s*)+";

/** RFC 8621 §4.4.2. Newest first and then the greater id decides between equals; alone, the order of a list's index. */
export function compileSort(sorts: readonly EmailSort[], source: EmailSource): Sql {
  const [first, ...others] = sorts;
  if (first === undefined || (first.property === "receivedAt" && others.length === 0)) {
    const way = direction(first?.isAscending ?? first !== undefined);
    return sql`${source.receivedAt} ${way}, ${source.id} ${way}`;
  }
  const pieces = sorts.map((sort) => sql`${sortKey(sort, source)} ${direction(sort.isAscending ?? true)}`);
  return joinSql([...pieces, sql`${source.receivedAt} desc`, sql`${source.id} desc`], sql`, `);
}

function direction(isAscending: boolean): Sql {
  return isAscending ? sql`asc` : sql`desc`;
}

function sortKey({ property, keyword = "" }: EmailSort, source: EmailSource): Sql {
  switch (property) {
    case "receivedAt":
      return source.receivedAt;
    case "size":
      return sql`e.size`;
    case "sentAt":
      return sql`coalesce(e.sent_at, e.received_at)`;
    case "from":
    case "to":
      return casemapped(sql`coalesce(nullif(e.header::jsonb #>> array[${property}::text, '0', '1'], ''),
        e.header::jsonb #>> array[${property}::text, '0', '0'], '')`);
    case "subject":
      return casemapped(sql`regexp_replace(lower(coalesce(e.subject, '')), ${subjectPrefix}, '')`);
    case "hasKeyword":
      return has(keyword, sql`e`);
    case "allInThreadHaveKeyword":
      return allInThread(keyword);
    case "someInThreadHaveKeyword":
      return someInThread(keyword);
  }
}

/** i;unicode-casemap, RFC 5051 §2: without case, decomposed, by octets: "Émile" is before "Zed". */
function casemapped(text: Sql): Sql {
  return sql`normalize(upper(${text}), nfkd) collate "C"`;
}

/** Whether a sort needs the email's row. */
export function sortNeedsEmail(sorts: readonly EmailSort[]): boolean {
  return sorts.some(({ property }) => property !== "receivedAt");
}
