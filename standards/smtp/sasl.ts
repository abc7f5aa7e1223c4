// What clients answer in AUTH: PLAIN (RFC 4616) and the obsolete LOGIN that programs still use.

export interface Credentials {
  username: string;
  password: string;
}

/** A base64 response, "=" being the empty one (RFC 4954 §4); null when it is no base64 of UTF-8. */
export function decodeResponse(text: string): string | null {
  if (text === "=") return "";
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/.test(text)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(text, "base64"));
  } catch (problem) {
    // The TypeError is the verdict: these octets are no UTF-8.
    if (problem instanceof TypeError) return null;
    throw problem;
  }
}

/** RFC 4616 §2: authzid NUL authcid NUL passwd. Null when malformed, or when somebody else's authorization is asked for. */
export function parsePlain(message: string): Credentials | null {
  const [authorization, username, password, ...others] = message.split("\0");
  if (!username || !password || others.length > 0) return null;
  if (authorization && authorization.toLowerCase() !== username.toLowerCase()) return null;
  return { username, password };
}
