// The host that the words of a link claim to lead to, when they look like an address.

const ADDRESS =
  /^(?:https?:\/\/)?(?:www\.)?((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,})(?:[/:?#]\S*)?$/iu;
const MAX_LENGTH = 2_000;

/** Lower case, without "www."; null when the words are only words. */
export function claimedHost(text: string): string | null {
  // What is longer is read as words by everybody.
  if (text.length > MAX_LENGTH) return null;
  return ADDRESS.exec(text.trim())?.[1]?.toLowerCase() ?? null;
}
