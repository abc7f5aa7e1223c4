// What emails are found by: terms, first as rows of recent emails, then merged into segments of an inverted index. A search is
// a list of groups: an email matches when it has a term of every group.
import type { AccountId } from "../base/ids.ts";
import type { ReadTx } from "./database.ts";
import { createIdSet, emptyIdSet, intersectIds, uniteIds, type IdSet } from "./id-set.ts";
import { forEachId, readBlock, toBinary } from "./posting-block.ts";
import { joinSql, sql, unprepared, type Sql } from "./sql.ts";

/** Any of some terms; or any term of a word that begins so, in fields with one of these marks ("" is a field without one). */
export type TermGroup = { terms: readonly string[] } | { prefix: string; marks: readonly string[] };

/**
 * The emails of the account that match every group; those included that were destroyed lately. Recent rows are read before the
 * segments: what is merged in between is seen twice, never missed.
 */
export async function findTerms(tx: ReadTx, accountId: AccountId, groups: readonly TermGroup[]): Promise<IdSet> {
  if (groups.length === 0) return emptyIdSet;
  const recent = await findRecent(tx, accountId, groups);
  const merged = await findMerged(tx, accountId, groups);
  return uniteIds(merged, recent);
}

async function findRecent(tx: ReadTx, accountId: AccountId, groups: readonly TermGroup[]): Promise<IdSet> {
  const conditions = groups.map((group) =>
    "terms" in group ? hasAnyOf(group.terms) : sql`t.terms ~ ${patternOf(group)}`,
  );
  const every = conditions.reduce<Sql>((all, each) => sql`${all} and ${each}`, sql`true`);
  const rows = await tx.rows(
    unprepared(sql<{ id: number }>`
      select t.email_id as id from email_text t where t.account_id = ${accountId} and ${every}`),
  );
  const found = createIdSet();
  found.addAll(rows.map(({ id }) => id));
  return found.finish();
}

/** First whether the words are there at all, whatever their marks: for most texts that settles it. */
function hasAnyOf(terms: readonly string[]): Sql {
  const words = [...new Set(terms.map((term) => term.replace(/!?[#-']?$/, "")))];
  const mayHave = words.map((word) => sql`strpos(t.terms, ${`\n${word}`}) > 0`);
  return sql`(${joinSql(mayHave, sql` or `)}) and exists (
    select from unnest(${terms.map((term) => `\n${term}\n`)}::text[]) as n(needle) where strpos(t.terms, n.needle) > 0)`;
}

/** A word has letters and digits only, so it stands for itself in a pattern. Marks are between ! and '. */
function patternOf({ prefix, marks }: { prefix: string; marks: readonly string[] }): string {
  const given = marks.filter((mark) => mark !== "").join("");
  const mark = given === "" ? "" : `[${given}]${marks.includes("") ? "?" : ""}`;
  return `\\n${prefix}[^\\n!-']*!?${mark}\\n`;
}

interface BlockRow {
  place: number;
  content: Uint8Array;
}

async function findMerged(tx: ReadTx, accountId: AccountId, groups: readonly TermGroup[]): Promise<IdSet> {
  const sought = groups.flatMap((group, place) =>
    "terms" in group
      ? group.terms.map((term) => ({ place, from: toBinary(term), to: toBinary(term) }))
      : [{ place, from: toBinary(group.prefix), to: `${toBinary(group.prefix)}\u00ff` }],
  );
  // Per segment and term: the block that may have it, and for a prefix those that begin within it.
  const rows = await tx.rows(sql<BlockRow>`
    select distinct on (s.id, b.first_term, t.place) t.place, b.content
    from search_segment s
    cross join unnest(
      (select ${sought.map(({ place }) => place)}::int[]),
      (select ${sought.map(({ from }) => Buffer.from(from, "latin1"))}::bytea[]),
      (select ${sought.map(({ to }) => Buffer.from(to, "latin1"))}::bytea[])
    ) as t(place, low, high)
    cross join lateral (
      (select first_term, content from search_block
        where account_id = s.account_id and segment_id = s.id and first_term <= t.low order by first_term desc limit 1)
      union all
      select first_term, content from search_block
        where account_id = s.account_id and segment_id = s.id and first_term > t.low and first_term <= t.high
          and t.low <> t.high
    ) b
    where s.account_id = ${accountId}`);
  const sets = groups.map((group, place) => {
    const found = createIdSet();
    const isWanted = matcherOf(group);
    for (const row of rows) {
      if (row.place !== place) continue;
      for (const { term, ids } of readBlock(row.content)) if (isWanted(term)) forEachId(ids, found.add);
    }
    return found.finish();
  });
  return sets.reduce(intersectIds);
}

const markedTerm = /^(.*?)!?([#-'])?$/;

function matcherOf(group: TermGroup): (term: string) => boolean {
  if ("terms" in group) {
    const terms = new Set(group.terms.map(toBinary));
    return (term) => terms.has(term);
  }
  const prefix = toBinary(group.prefix);
  return (term) => term.startsWith(prefix) && group.marks.includes(markedTerm.exec(term)?.[2] ?? "");
}
