// The initials of a name.

/** At most two letters: of the first and the last word; titles with a full stop and those after a comma are no names. Without a letter, what it begins with. */
export function initialsOf(name: string): string {
  const bare = name.replace(/,.*$/s, "");
  // A stranger may have a name of any length: each word is looked at once.
  const withStops = bare.match(/\p{L}[\p{L}\p{M}\p{N}]*\.?/gu) ?? [];
  const whole = withStops.filter((word) => !word.endsWith("."));
  const words = whole.length > 0 ? whole : (bare.match(/\p{L}/gu) ?? name.match(/\S/u) ?? []);
  const [first = ""] = words[0] ?? "";
  const [last = ""] = words.length > 1 ? (words.at(-1) ?? "") : "";
  return (first + last).toLocaleUpperCase();
}
