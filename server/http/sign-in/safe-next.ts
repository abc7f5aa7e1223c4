// Where to go after signing in: a page of ours, whatever the address says.

export const HOME = "/mail/";

const OURS = /^\/(?:mail|admin|account)(?:[/?]|$)/;

/** The path itself when it is one of the applications' or of the person's account, else undefined. */
export function safeNext(next: unknown): string | undefined {
  if (typeof next !== "string" || next.length > 2000 || !OURS.test(next)) return undefined;
  // A browser drops tabs and line breaks and reads a backslash as a slash: what remains must still be on this host.
  if (/[\\\p{Cc}]/u.test(next)) return undefined;
  const url = URL.parse(next, "http://host.invalid");
  // "/mail/..//host" begins as one of ours and ends as another host's.
  if (url?.origin !== "http://host.invalid" || !OURS.test(url.pathname)) return undefined;
  return `${url.pathname}${url.search}${url.hash}`;
}
