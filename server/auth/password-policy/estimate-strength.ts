// How long guessing a password would take, on the scale of zxcvbn from 0 (at once) to 4 (very long), with lists of common
// passwords and of Indonesian and English words. The lists are loaded when the first password is looked at.

import { OFFICE_WORDS } from "./office-words-data.ts";
import { toLower } from "./spellings.ts";

export type Strength = 0 | 1 | 2 | 3 | 4;

/** What makes a password easy to guess. */
export type Weakness = "commonPassword" | "singleWord" | "name" | "repeat" | "sequence" | "keyboardPattern" | "date";

/** What would help, or does not. */
export type Advice =
  | "addWords"
  | "avoidRepeats"
  | "avoidSequences"
  | "avoidKeyboardPatterns"
  | "avoidYears"
  | "capitalsHelpLittle"
  | "reversingHelpsLittle"
  | "signsForLettersHelpLittle";

export interface StrengthEstimate {
  strength: Strength;
  weakness?: Weakness;
  advice: Advice[];
  /** It is one word of a list as a whole. */
  singleWord: boolean;
}

export interface StrengthEstimator {
  /** `words` are known to everybody who knows the person. A few milliseconds, without yielding, once the lists are there. */
  estimate(candidate: string, words?: readonly string[]): Promise<StrengthEstimate>;
}

/** What follows does not make it weaker, and the time grows with the length. */
const MAX_LENGTH = 40;
const MAX_ENGLISH_WORDS = 20_000;

export function createStrengthEstimator(): StrengthEstimator {
  let loading: ReturnType<typeof load> | undefined;

  return {
    async estimate(candidate, words = []) {
      loading ??= load();
      // A list that could not be read is tried again with the next password.
      loading.catch(() => (loading = undefined));
      const checker = await loading;
      const text = [...candidate].slice(0, MAX_LENGTH).join("");
      const whole = checker.check(text, [...words]);
      // A capital at the front and a sign at the end split what is guessed as one: they are worth one point, not three.
      const plain = checker.check(plainOf(text), [...words]);
      const decisive = plain.score + 1 < whole.score ? plain : whole;
      const { feedback, sequence } = decisive;
      const weakness = feedback.warning === null ? undefined : WEAKNESSES[feedback.warning];
      const [first] = sequence;
      return {
        strength: Math.min(whole.score, plain.score + 1) as Strength,
        ...(weakness ? { weakness } : {}),
        advice: [...new Set(feedback.suggestions.flatMap((key) => ADVICE[key] ?? []))],
        singleWord:
          sequence.length === 1 && first?.pattern === "dictionary" && first.j + 1 === decisive.password.length,
      };
    },
  };
}

function plainOf(text: string): string {
  return toLower(text).replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
}

async function load() {
  const [{ ZxcvbnFactory }, graphs, passwords, indonesian, names, titles, sequences, english, firstNames] =
    await Promise.all([
      import("@zxcvbn-ts/core"),
      import("@zxcvbn-ts/language-common/dist/adjacencyGraphs.json.mjs"),
      import("@zxcvbn-ts/language-common/dist/passwords.json.mjs"),
      import("@zxcvbn-ts/language-id/dist/commonWords.json.mjs"),
      import("@zxcvbn-ts/language-id/dist/names.json.mjs"),
      import("@zxcvbn-ts/language-id/dist/wikipedia.json.mjs"),
      import("@zxcvbn-ts/language-id/dist/wordSequences.json.mjs"),
      import("@zxcvbn-ts/language-en/dist/commonWords.json.mjs"),
      import("@zxcvbn-ts/language-en/dist/firstnames.json.mjs"),
    ]);
  return new ZxcvbnFactory({
    graphs: graphs.default,
    dictionary: {
      passwords: passwords.default,
      office: [...OFFICE_WORDS],
      "commonWords-id": indonesian.default,
      "names-id": names.default,
      "wikipedia-id": titles.default,
      ...sequences.default,
      commonWords: english.default.slice(0, MAX_ENGLISH_WORDS),
      firstnames: firstNames.default,
    },
    l33tMaxSubstitutions: 12,
  });
}

const WEAKNESSES: Readonly<Record<string, Weakness>> = {
  straightRow: "keyboardPattern",
  keyPattern: "keyboardPattern",
  simpleRepeat: "repeat",
  extendedRepeat: "repeat",
  sequences: "sequence",
  recentYears: "date",
  dates: "date",
  topTen: "commonPassword",
  topHundred: "commonPassword",
  common: "commonPassword",
  similarToCommon: "commonPassword",
  wordByItself: "singleWord",
  namesByThemselves: "name",
  commonNames: "name",
  userInputs: "name",
};

const ADVICE: Readonly<Record<string, Advice>> = {
  anotherWord: "addWords",
  useWords: "addWords",
  repeated: "avoidRepeats",
  sequences: "avoidSequences",
  longerKeyboardPattern: "avoidKeyboardPatterns",
  dates: "avoidYears",
  recentYears: "avoidYears",
  associatedYears: "avoidYears",
  capitalization: "capitalsHelpLittle",
  allUppercase: "capitalsHelpLittle",
  reverseWords: "reversingHelpsLittle",
  l33t: "signsForLettersHelpLittle",
};
