// The host that the words of a link claim to lead to, when they look like an address.

const ADDRESS =
  /^(?:https?:\/\/)?(?:www\.)?((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,})(?:[/:?#]\S*)?$/iu;

/** Lower case, without "www."; null when the words are only words. */
export function claimedHost(text: string): string | null {
  return ADDRESS.exec(text.trim())?.[1]?.toLowerCase() ?? null;
}
