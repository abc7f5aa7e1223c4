// Small changes to the header of a raw message that leave every other octet as it is: what a server may do in transit
// (RFC 5321 §4.4, RFC 6409 §8).
import { formatHeaderField, type HeaderToBuild } from "./format-header.ts";
import { scanHeader, type HeaderBlock } from "./scan-header.ts";

/** The message with the fields before all others, in the order given. */
export function prependHeaderFields(raw: Uint8Array, fields: readonly HeaderToBuild[]): Uint8Array {
  const { start } = wholeHeader(raw);
  const added = Buffer.from(fields.map((field) => formatHeaderField(field, { utf8: true })).join(""));
  return Buffer.concat([raw.subarray(0, start), added, raw.subarray(start)]);
}

/** The message without any field of these names, such as Bcc. The same object when there is none. */
export function removeHeaderFields(raw: Uint8Array, names: readonly string[]): Uint8Array {
  const unwanted = new Set(names.map((name) => name.toLowerCase()));
  const kept: Uint8Array[] = [];
  let from = 0;
  for (const field of wholeHeader(raw).fields) {
    if (!unwanted.has(field.name.toLowerCase())) continue;
    kept.push(raw.subarray(from, field.start));
    from = afterLineBreak(raw, field.end);
  }
  return from === 0 ? raw : Buffer.concat([...kept, raw.subarray(from)]);
}

/** Adds those of the fields whose name the header does not have yet (RFC 6409 §8.2 and §8.3). */
export function addMissingHeaderFields(raw: Uint8Array, fields: readonly HeaderToBuild[]): Uint8Array {
  const present = new Set(wholeHeader(raw).fields.map((field) => field.name.toLowerCase()));
  const missing = fields.filter((field) => !present.has(field.name.toLowerCase()));
  return missing.length === 0 ? raw : prependHeaderFields(raw, missing);
}

/** The header as it is, up to but without the empty line; for a notice that returns only that (RFC 3464 §2). */
export function headerOf(raw: Uint8Array): Uint8Array {
  const { start, fields } = wholeHeader(raw);
  const last = fields.at(-1);
  return raw.subarray(start, last ? afterLineBreak(raw, last.end) : start);
}

/** How often the fields of this name occur: the Received fields count the hops (RFC 5321 §6.3). */
export function countHeaderFields(raw: Uint8Array, name: string): number {
  const key = name.toLowerCase();
  return wholeHeader(raw).fields.filter((field) => field.name.toLowerCase() === key).length;
}

/** All of the header however large it is: a field that must go must not be missed. */
function wholeHeader(raw: Uint8Array): HeaderBlock {
  const buffer = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const limits = { maxHeaderBytes: Number.POSITIVE_INFINITY, maxHeaderFields: Number.POSITIVE_INFINITY };
  return scanHeader(buffer, 0, limits, () => false);
}

function afterLineBreak(raw: Uint8Array, at: number): number {
  if (raw[at] === 0x0d && raw[at + 1] === 0x0a) return at + 2;
  return raw[at] === 0x0a ? at + 1 : at;
}
