// The data types that every object is made of: RFC 8620 §1.1 to §1.4.

/** 1 to 255 characters of A-Z a-z 0-9 - _ (RFC 8620 §1.2). */
export type Id = string;
/** RFC 3339 in UTC with the letter Z, as "2026-02-03T09:30:00Z" (RFC 8620 §1.4). */
export type UTCDate = string;
/** RFC 3339 with any offset. */
export type JmapDate = string;
/** 0 to 2^53-1. */
export type UnsignedInt = number;
export type State = string;

export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };
export type JsonObject = { [key: string]: JsonValue };

/** Dot-free path of a JSON pointer to its new value; null removes or sets the default (RFC 8620 §5.3). */
export type PatchObject = Record<string, unknown>;

const idPattern = /^[A-Za-z0-9_-]{1,255}$/;
/** RFC 8620 §1.4 forbids a fraction of zero, which is how every browser writes a whole second: it is read all the same. */
const utcDatePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;
const datePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

export function isId(value: unknown): value is Id {
  return typeof value === "string" && idPattern.test(value);
}

/** RFC 8620 §1.3. */
export function isUnsignedInt(value: unknown): value is UnsignedInt {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Whether it has the form and names an instant that exists. */
export function isUtcDate(value: unknown): value is UTCDate {
  return typeof value === "string" && utcDatePattern.test(value) && namesInstant(value);
}

export function isJmapDate(value: unknown): value is JmapDate {
  return typeof value === "string" && datePattern.test(value) && namesInstant(value);
}

/** February 30 would otherwise become March 2. */
function namesInstant(value: string): boolean {
  const midnight = new Date(`${value.slice(0, 10)}T00:00:00Z`);
  return (
    !Number.isNaN(midnight.getTime()) &&
    midnight.toISOString().slice(0, 10) === value.slice(0, 10) &&
    !Number.isNaN(Date.parse(value))
  );
}

/** The UTCDate of an instant, without a fraction when it is zero (RFC 8620 §1.4). */
export function formatUtcDate(date: Date): UTCDate {
  const text = date.toISOString();
  return text.endsWith(".000Z") ? `${text.slice(0, 19)}Z` : `${text.slice(0, -1).replace(/0+$/, "")}Z`;
}

/** The UTCDate of the second in which an instant is: many clients read no fractions, and the date of a message has none. */
export function formatUtcSecond(date: Date): UTCDate {
  const year = date.getUTCFullYear();
  // Put together, which takes a fraction of the time that the whole with its fraction does: lists are made of thousands of these.
  if (year >= 1000 && year <= 9999)
    return `${year}-${twoDigits[date.getUTCMonth() + 1]}-${twoDigits[date.getUTCDate()]}T${twoDigits[date.getUTCHours()]}:${twoDigits[date.getUTCMinutes()]}:${twoDigits[date.getUTCSeconds()]}Z`;
  return `${date.toISOString().slice(0, 19)}Z`;
}

const twoDigits = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, "0"));

/** An object that is neither null nor an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
