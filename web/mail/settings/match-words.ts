// Whether every word that was typed begins a word of a text, whatever the case and the accents.

export function matches(typed: string, text: string): boolean {
  const words = fold(text).split(/[^\p{L}\p{N}]+/u);
  return fold(typed)
    .split(/\s+/)
    .every((part) => part === "" || words.some((word) => word.startsWith(part)));
}

function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
