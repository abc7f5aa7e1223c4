// The digests of Blob/get, RFC 9404 §3: by their name in JMAP, that in Node.

export const digests: ReadonlyMap<string, string> = new Map([
  ["sha", "sha1"],
  ["sha-256", "sha256"],
  ["sha-512", "sha512"],
]);
