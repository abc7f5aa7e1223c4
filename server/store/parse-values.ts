// How values come from PostgreSQL: as text, in whatever form its types are written. The common forms are read here octet by octet,
// for lists are made of thousands of them; the rest is left to `pg`.
import pg from "pg";

const oids = { int8: 20, numeric: 1700, timestamptz: 1184, int4Array: 1007, textArray: 1009 };

/** int8 and numeric as numbers, timestamptz as Date, int4[] and text[] as arrays; what else there is as `pg` has it. */
export function createValueParsers(): pg.TypeOverrides {
  const parsers = new pg.TypeOverrides();
  parsers.setTypeParser(oids.int8, Number);
  parsers.setTypeParser(oids.numeric, Number);
  const parseAnyInstant = pg.types.getTypeParser(oids.timestamptz);
  parsers.setTypeParser(oids.timestamptz, (text) => parseInstant(text) ?? (parseAnyInstant(text) as Date));
  const parseAnyIntegers = pg.types.getTypeParser(oids.int4Array);
  parsers.setTypeParser(oids.int4Array, (text) => parseIntegers(text) ?? (parseAnyIntegers(text) as number[]));
  const parseAnyTexts = pg.types.getTypeParser(oids.textArray);
  parsers.setTypeParser(oids.textArray, (text) => parseTexts(text) ?? (parseAnyTexts(text) as string[]));
  return parsers;
}

/** "2026-03-02 08:00:00+00", with up to six digits of fraction: what a session in UTC writes of years with four digits. */
export function parseInstant(text: string): Date | undefined {
  const { length } = text;
  // Date.UTC takes the years up to 99 as those of the last century.
  if (length < 22 || text.startsWith("0") || text.charCodeAt(4) !== hyphen || !text.endsWith("+00")) return undefined;
  const second = Date.UTC(
    number(text, 0, 4),
    number(text, 5, 7) - 1,
    number(text, 8, 10),
    number(text, 11, 13),
    number(text, 14, 16),
    number(text, 17, 19),
  );
  const milliseconds = length === 22 ? 0 : number(text.slice(20, -3).padEnd(3, "0"), 0, 3);
  return new Date(second + milliseconds);
}

const hyphen = 45;

function number(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) value = value * 10 + text.charCodeAt(at) - 48;
  return value;
}

export function parseIntegers(text: string): number[] | undefined {
  if (text === "{}") return [];
  return /^\{-?\d+(?:,-?\d+)*\}$/.test(text) ? text.slice(1, -1).split(",").map(Number) : undefined;
}

/** Nothing quoted, and no NULL. */
export function parseTexts(text: string): string[] | undefined {
  if (text === "{}") return [];
  return /^\{[^"{}\\]+\}$/.test(text) && !/\bnull\b/i.test(text) ? text.slice(1, -1).split(",") : undefined;
}
