// Whether octets are a message at all. Any octets parse as something; without a single header field they are no email.
import type { ParsedMessage } from "../../../../standards/mime/types.ts";

export function isMessage({ root }: ParsedMessage): boolean {
  return root.headers.length > 0;
}
