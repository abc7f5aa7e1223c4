// Where to go after signing in: a page of ours, whatever the address says.

export const HOME = "/mail/";

/** The path itself when it is one of the applications' or of the person's account, else undefined. */
export function safeNext(next: unknown): string | undefined {
  if (typeof next !== "string" || next.length > 2000 || !/^\/(?:mail|admin|account)(?:[/?]|$)/.test(next))
    return undefined;
  // A browser drops tabs and line breaks and reads a backslash as a slash: what remains must still be on this host.
  if (/[\\\p{Cc}]/u.test(next)) return undefined;
  const url = URL.parse(next, "http://host.invalid");
  return url?.origin === "http://host.invalid" ? `${url.pathname}${url.search}${url.hash}` : undefined;
}
