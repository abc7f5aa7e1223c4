// The one way to write SQL: a tagged template that keeps text and values apart, so a value can never become SQL.
// Statements with the same text share one prepared statement per connection.
import { createHash } from "node:crypto";

const fragmentMark: unique symbol = Symbol("sql fragment");

/** A statement or a piece of one. `Row` is the shape of a result row, as PostgreSQL's types are parsed by `database.ts`. */
export interface Sql<Row = unknown> {
  readonly [fragmentMark]: true;
  readonly strings: readonly string[];
  readonly values: readonly unknown[];
  readonly row?: Row;
  /** True: planned anew each time, for the values it has. */
  readonly isUnprepared?: boolean;
}

/** The same statement, but not prepared under a name: for texts that vary without end, as those of filters do. */
export function unprepared<Row>(statement: Sql<Row>): Sql<Row> {
  return { ...statement, isUnprepared: true };
}

/** Builds a statement; an interpolated value becomes a parameter, an interpolated `sql` piece is spliced in. */
export function sql<Row = unknown>(strings: TemplateStringsArray, ...parts: readonly unknown[]): Sql<Row> {
  const texts: string[] = [strings[0] ?? ""];
  const values: unknown[] = [];
  parts.forEach((part, index) => {
    const following = strings[index + 1] ?? "";
    if (isSql(part)) {
      texts[texts.length - 1] += part.strings[0] ?? "";
      for (let i = 0; i < part.values.length; i++) {
        values.push(part.values[i]);
        texts.push(part.strings[i + 1] ?? "");
      }
      texts[texts.length - 1] += following;
    } else {
      values.push(part);
      texts.push(following);
    }
  });
  return { [fragmentMark]: true, strings: texts, values };
}

/**
 * An int that the planner does not look at. PostgreSQL makes a plan anew for every execution as long as the values seem to matter, as
 * those of LIMIT and OFFSET always do; for a statement of an index scan that costs as much as running it. With these it keeps one
 * plan, so the statement must leave it one good way: nested loops, which a LATERAL with `offset 0` holds it to.
 */
export function unseen(value: number): Sql {
  return sql`(select ${value}::int)`;
}

const byteaOid = 17;

/** A bytea[] as PostgreSQL has it in binary: as text, which an array becomes by itself, it would be twice as long. */
export function byteaArray(values: readonly (Uint8Array | null)[]): Buffer {
  const lengths = values.map((value) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(value === null ? -1 : value.length);
    return length;
  });
  const header = Buffer.alloc(20);
  // One dimension, nulls, of bytea, so many, the first of them number 1.
  [1, 1, byteaOid, values.length, 1].forEach((word, index) => header.writeInt32BE(word, index * 4));
  return Buffer.concat([header, ...values.flatMap((value, index) => [lengths[index]!, ...(value ? [value] : [])])]);
}

/** Joins pieces, `separator` between them; no pieces give an empty piece. */
export function joinSql(pieces: readonly Sql[], separator: Sql): Sql {
  return pieces.reduce<Sql>((all, piece, index) => (index === 0 ? piece : sql`${all}${separator}${piece}`), sql``);
}

function isSql(value: unknown): value is Sql {
  return typeof value === "object" && value !== null && fragmentMark in value;
}

const names = new Map<string, string>();

/** The form that `pg` takes. The name is derived from the text, so equal texts are prepared once per connection. */
export function toQuery(statement: Sql): { name?: string; text: string; values: unknown[] } {
  let text = statement.strings[0] ?? "";
  for (let i = 0; i < statement.values.length; i++) text += `$${i + 1}${statement.strings[i + 1] ?? ""}`;
  if (statement.isUnprepared) return { text, values: statement.values as unknown[] };
  let name = names.get(text);
  if (name === undefined) {
    name = createHash("sha256").update(text).digest("base64url").slice(0, 22);
    if (names.size < 4096) names.set(text, name);
  }
  return { name, text, values: statement.values as unknown[] };
}
