// The ways in which a word hides in a password: capitals, digits and signs for letters, backwards.

const LETTERS: Readonly<Record<string, string>> = {
  "0": "o",
  "3": "e",
  "4": "a",
  "5": "s",
  "6": "g",
  "7": "t",
  "8": "b",
  "9": "g",
  "@": "a",
  $: "s",
  "!": "i",
  "|": "l",
  "+": "t",
};

/** Lower case as written, then with signs read as letters (1 as i and as l), then each backwards. */
export function spellingsOf(text: string): string[] {
  const lower = toLower(text);
  const forward = [lower, readSigns(lower, "i"), readSigns(lower, "l")];
  return [...new Set([...forward, ...forward.map((one) => [...one].reverse().join(""))])];
}

/** The word within a usual password: without digits and signs around it, signs inside read as letters; "" when there is none. */
export function coreOf(text: string): string {
  const core = toLower(text)
    .replace(/^\P{L}*?(?=[@$]?\p{L})/u, "")
    .replace(/\P{L}+$/u, "");
  return readSigns(core, "i");
}

export function toLower(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

function readSigns(lower: string, one: string): string {
  return lower.replace(/[0-9@$!|+]/g, (sign) => (sign === "1" ? one : (LETTERS[sign] ?? sign)));
}
