// The value of a header field in one of the forms of RFC 8621 §4.1.2.
import type { HeaderForm, HeaderPropertyName } from "../../../../standards/jmap/header-property.ts";
import {
  asAddresses,
  asDate,
  asGroupedAddresses,
  asMessageIds,
  asRaw,
  asText,
  asUrls,
  findHeader,
  findHeaders,
  headerValue,
} from "../../../../standards/mime/header-forms.ts";
import type { ParsedMessage, Part } from "../../../../standards/mime/types.ts";

const readers: Record<HeaderForm, (value: Uint8Array, charset: string | null) => unknown> = {
  Raw: asRaw,
  Text: asText,
  Addresses: asAddresses,
  GroupedAddresses: asGroupedAddresses,
  MessageIds: asMessageIds,
  Date: asDate,
  URLs: asUrls,
};

/** Of the last field of that name, null when there is none; with `all` of every one (RFC 8621 §4.1.3). */
export function readHeader(
  { raw, charset }: Pick<ParsedMessage, "raw" | "charset">,
  part: Part,
  { name, form, all }: HeaderPropertyName,
): unknown {
  const read = readers[form];
  if (all) return findHeaders(part, name).map((field) => read(headerValue(raw, field), charset));
  const field = findHeader(part, name);
  return field ? read(headerValue(raw, field), charset) : null;
}
