// JSON pointers (RFC 6901) as JMAP uses them: with `*` in result references (RFC 8620 §3.7), without the leading slash in
// patches (§5.3).

/** The reference tokens, unescaped; null when the pointer is not valid. */
export function parsePointer(pointer: string): string[] | null {
  if (pointer === "") return [];
  if (!pointer.startsWith("/") || /~(?![01])/.test(pointer)) return null;
  return pointer.slice(1).split("/").map(unescapeToken);
}

export function unescapeToken(token: string): string {
  return token.includes("~") ? token.replaceAll("~1", "/").replaceAll("~0", "~") : token;
}

export function escapeToken(token: string): string {
  return token.replaceAll("~", "~0").replaceAll("/", "~1");
}
