// Header fields of a new email or part from a client's JSON: RFC 8621 §4.6. Each field comes from one property only.
import { headerOfProperty, parseHeaderProperty, type HeaderForm } from "../../../../standards/jmap/header-property.ts";
import { isJmapDate } from "../../../../standards/jmap/types.ts";
import type { AddressGroup, EmailAddress } from "../../../../standards/address/types.ts";
import { headerProblem, type HeaderToBuild } from "../../../../standards/mime/format-header.ts";
import { isObject, isString } from "../../guards.ts";
import { invalidProperties } from "../../set-errors.ts";

/** A property that names a field, and the fields that its value makes (several with `:all`). */
export type GivenHeader = { property: string; name: string; fields: HeaderToBuild[] };

/** Undefined when the property is none of header fields. Null as value: no such field. `path` is what is blamed. */
export function readHeaderProperty(property: string, value: unknown, path = property): GivenHeader | undefined {
  const known = Object.hasOwn(headerOfProperty, property)
    ? { ...headerOfProperty[property as keyof typeof headerOfProperty], all: false }
    : property.startsWith("header:")
      ? parseHeaderProperty(property)
      : undefined;
  if (!known) {
    if (property.startsWith("header:")) throw invalidProperties([path], "is no form of this field");
    return undefined;
  }
  const { name, form, all } = known;
  if (value === null) return { property: path, name, fields: [] };
  if (all && !Array.isArray(value)) throw invalidProperties([path], "is not an array");
  const values: unknown[] = all ? (value as unknown[]) : [value];
  const fields = values.flatMap((one) => {
    const field = toField(name, form, one);
    if (!field || headerProblem(field) !== null) throw invalidProperties([path]);
    // RFC 5322 §3.6: a field of nobody or nothing is no field.
    return Array.isArray(one) && one.length === 0 ? [] : [field];
  });
  return { property: path, name, fields };
}

/** RFC 8621 §4.6: two properties must not stand for the same field. */
export function refuseTwice(given: readonly { property: string; name: string }[]): void {
  const byName = Map.groupBy(given, ({ name }) => name.toLowerCase());
  const again = [...byName.values()].flatMap((same) => same.slice(1));
  if (again.length > 0) throw invalidProperties(again.map(({ property }) => property));
}

function toField(name: string, form: HeaderForm, value: unknown): HeaderToBuild | undefined {
  switch (form) {
    case "Raw":
      // Valid without it (RFC 5322 §2.2), but not to everybody who reads mail.
      return isString(value) ? { name, raw: /^[ \t]/.test(value) ? value : ` ${value}` } : undefined;
    case "Text":
      return isString(value) ? { name, text: value } : undefined;
    case "Addresses":
      return isArrayOf(value, isAddress) ? { name, addresses: value.map(toAddress) } : undefined;
    case "GroupedAddresses":
      return isArrayOf(value, isGroup) ? { name, groups: value.map(toGroup) } : undefined;
    case "MessageIds":
      return isArrayOf(value, isString) ? { name, messageIds: value } : undefined;
    case "Date":
      return isJmapDate(value) ? { name, date: value } : undefined;
    case "URLs":
      return isArrayOf(value, isString) ? { name, urls: value } : undefined;
  }
}

function isArrayOf<T>(value: unknown, guard: (item: unknown) => item is T): value is T[] {
  return Array.isArray(value) && value.every(guard);
}

type LooseAddress = { name?: string | null; email: string };
type LooseGroup = { name?: string | null; addresses: LooseAddress[] };

function isAddress(value: unknown): value is LooseAddress {
  return isObject(value) && isString(value.email) && (value.name == null || isString(value.name));
}

function isGroup(value: unknown): value is LooseGroup {
  return isObject(value) && (value.name == null || isString(value.name)) && isArrayOf(value.addresses, isAddress);
}

const toAddress = ({ name, email }: LooseAddress): EmailAddress => ({ name: name ?? null, email });
const toGroup = ({ name, addresses }: LooseGroup): AddressGroup => ({
  name: name ?? null,
  addresses: addresses.map(toAddress),
});
