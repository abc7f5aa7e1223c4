// Where a message came from, by its address and by what our own server found (RFC 8601).

/** An address of the organisation's domain or below it is not external. */
export function isExternal(address: string, domain: string): boolean {
  const host = address.slice(address.lastIndexOf("@") + 1).toLowerCase();
  const own = domain.toLowerCase();
  return host !== own && !host.endsWith(`.${own}`);
}

/** RFC 8601 §2.7: only a verdict of DMARC speaks of the From address; the topmost field is our own server's (RFC 8601 §5). */
export function hasFailedAuthentication(results: readonly string[] | undefined): boolean {
  return /\bdmarc\s*=\s*(?:fail|permerror)\b/i.test(results?.[0] ?? "");
}
