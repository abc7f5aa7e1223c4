// The stem of an Indonesian word, so that "persuratan", "menyurati" and "surat" find each other: the algorithm of F. Z. Tala
// (2003) as the Snowball project states it, which PostgreSQL's dictionary "indonesian" is too.

/** Prefixes differ in which suffixes may follow them. */
type PrefixClass = 0 | 1 | 2 | 3 | 4;

const vowels = /[aeiou]/g;

/** `word` in lower case; a word of two syllables or with other letters than a to z is its own stem. */
export function stemIndonesian(word: string): string {
  if (!/^[a-z]{4,}$/.test(word)) return word;
  const stem = withoutSuffix(word, /(?:kah|lah|pun)$/);
  const bare = withoutSuffix(stem, /(?:ku|mu|nya)$/);
  if (syllables(bare) <= 2) return bare;
  const first = firstPrefix(bare);
  if (first === undefined) {
    const second = secondPrefix(bare);
    return withoutDerivation(second?.rest ?? bare, second?.prefix ?? 0);
  }
  const suffixless = withoutDerivation(first.rest, first.prefix);
  // "memerintah" is of "perintah": its p is the word's own and begins no further prefix.
  if (first.isSoftened) return suffixless;
  return secondPrefix(suffixless)?.rest ?? suffixless;
}

function syllables(word: string): number {
  return word.match(vowels)?.length ?? 0;
}

function withoutSuffix(word: string, suffix: RegExp): string {
  return syllables(word) > 2 ? word.replace(suffix, "") : word;
}

function withoutDerivation(word: string, prefix: PrefixClass): string {
  if (syllables(word) <= 2) return word;
  if (word.endsWith("kan") && prefix !== 3 && prefix !== 2) return word.slice(0, -3);
  if (word.endsWith("an") && prefix !== 1) return word.slice(0, -2);
  if (word.endsWith("i") && prefix <= 2 && !word.endsWith("si")) return word.slice(0, -1);
  return word;
}

function firstPrefix(word: string): { rest: string; prefix: PrefixClass; isSoftened: boolean } | undefined {
  const softened = /^(me|pe)(?:(ny)|m)(?=[aeiou])/.exec(word);
  if (softened) {
    const rest = (softened[2] ? "s" : "p") + word.slice(softened[0].length);
    return { rest, prefix: softened[1] === "me" ? 1 : 3, isSoftened: true };
  }
  const plain = /^(?:(meng|men|mem|me|di|ter)|(peng|pen|pem|ke))/.exec(word);
  if (!plain) return undefined;
  return { rest: word.slice(plain[0].length), prefix: plain[1] ? 1 : 3, isSoftened: false };
}

function secondPrefix(word: string): { rest: string; prefix: PrefixClass } | undefined {
  if (syllables(word) <= 2) return undefined;
  if (/^[bp]elajar/.test(word)) return { rest: word.slice(3), prefix: word.startsWith("b") ? 4 : 2 };
  const found = /^(?:(per|pe)|ber|be(?=[^aeiou]er))/.exec(word);
  return found ? { rest: word.slice(found[0].length), prefix: found[1] ? 2 : 4 } : undefined;
}
