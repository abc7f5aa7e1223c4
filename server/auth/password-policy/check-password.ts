// Whether a new password is good enough, with every reason at once, so that nobody has to guess what is wanted. The texts for
// people are in texts.ts.

import type { PasswordPolicy } from "../../organisation/password-policy.ts";
import { MAX_PASSWORD_LENGTH, type PasswordHashing } from "../password-hash.ts";
import type { Advice, Strength, StrengthEstimator, Weakness } from "./estimate-strength.ts";
import { findPersonalFacts, listPersonalWords, type PersonalFact, type PersonFacts } from "./find-personal-fact.ts";
import { OFFICE_WORDS } from "./office-words-data.ts";
import { coreOf, toLower } from "./spellings.ts";

export type CharacterClass = "lowerCase" | "upperCase" | "digit" | "other";

export type PasswordReason =
  | { reason: "tooShort"; minimumLength: number; length: number }
  | { reason: "tooLong"; maximumLength: number }
  | { reason: "tooFewClasses"; minimumClasses: number; missing: CharacterClass[]; passphraseLength: number }
  | { reason: "personal"; fact: PersonalFact }
  | { reason: "common" }
  | { reason: "tooWeak"; weakness?: Weakness }
  | { reason: "similarToPrevious" }
  | { reason: "usedBefore" };

export interface PasswordCheck {
  /** May be used when there are none. */
  reasons: PasswordReason[];
  strength: Strength;
  /** For the meter; most useful first. */
  advice: Advice[];
}

export interface PasswordCandidate {
  policy: PasswordPolicy;
  candidate: string;
  person: PersonFacts;
  /** The password that it replaces, where the person has just typed it. */
  previous?: string;
  /** Compares with the present and earlier hashes (compareWithHistory): asked only when all else is well, since it is slow. */
  wasUsedBefore?: (candidate: string) => Promise<boolean>;
}

const CLASSES: readonly [CharacterClass, RegExp][] = [
  ["lowerCase", /\p{Ll}/u],
  ["upperCase", /\p{Lu}/u],
  ["digit", /\p{Nd}/u],
  ["other", /[^\p{L}\p{Nd}]/u],
];
/** What is usually hung on to a common word: a year, a number, a sign or two. */
const MAX_ORNAMENT = 6;
/** More of them are a passphrase, however daily the words. */
const MAX_COMMON_WORDS = 3;

export async function checkPassword(
  { policy, candidate, person, previous, wasUsedBefore }: PasswordCandidate,
  estimator: StrengthEstimator,
): Promise<PasswordCheck> {
  // RFC 8265 §4.2: one spelling of what looks the same. Lengths are in characters, roughly as people count them.
  const text = candidate.normalize("NFC");
  const length = [...text].length;
  if (candidate.length > MAX_PASSWORD_LENGTH) {
    return { reasons: [{ reason: "tooLong", maximumLength: MAX_PASSWORD_LENGTH }], strength: 0, advice: [] };
  }
  const reasons: PasswordReason[] = [];
  const { minimumLength, minimumClasses, passphraseLength, minimumStrength } = policy;
  if (length < minimumLength) reasons.push({ reason: "tooShort", minimumLength, length });
  const missing = CLASSES.filter(([, pattern]) => !pattern.test(text)).map(([name]) => name);
  if (length < passphraseLength && CLASSES.length - missing.length < minimumClasses) {
    reasons.push({ reason: "tooFewClasses", minimumClasses, missing, passphraseLength });
  }
  const facts = findPersonalFacts(text, person);
  for (const fact of facts) reasons.push({ reason: "personal", fact });
  const words = listPersonalWords(person);
  const estimate = await estimator.estimate(text, words);
  // What is personal is refused for that; how weak it is besides would only be another name for it.
  if (facts.length === 0 && (await isCommon(text, words, estimator))) reasons.push({ reason: "common" });
  else if (facts.length === 0 && estimate.strength < minimumStrength)
    reasons.push({ reason: "tooWeak", ...weaknessOf(estimate) });
  if (previous !== undefined && isSimilar(text, previous)) reasons.push({ reason: "similarToPrevious" });
  if (reasons.length === 0 && (await wasUsedBefore?.(text))) reasons.push({ reason: "usedBefore" });
  return { reasons, strength: reasons.some(isFatal) ? 0 : estimate.strength, advice: estimate.advice };
}

/** Whether a password is one of these hashes (the present one first); one slow comparison each, until one is equal. */
export function compareWithHistory(
  hasher: Pick<PasswordHashing, "verify">,
  hashes: readonly string[],
): (candidate: string) => Promise<boolean> {
  return async (candidate) => {
    for (const hash of hashes) if (await hasher.verify(candidate, hash)) return true;
    return false;
  };
}

/** A word that many use, or words of the person and the office alone, with the usual ornament: "P@ssw0rd2026!", "SelamatPagi-1". */
async function isCommon(text: string, words: readonly string[], estimator: StrengthEstimator): Promise<boolean> {
  const core = coreOf(text);
  const ornament = text.replaceAll(/(.)\1+/gu, "$1").length - core.replaceAll(/(.)\1+/gu, "$1").length;
  if (core === "" || ornament > MAX_ORNAMENT) return false;
  return isMadeOf(core, [...OFFICE_WORDS, ...words]) || (await estimator.estimate(core)).singleWord;
}

/** Whether so few words and what stands between them make up the whole. */
function isMadeOf(core: string, words: readonly string[]): boolean {
  // The fewest words that reach each place.
  const reached: (number | undefined)[] = [0];
  const reach = (at: number, count: number) => (reached[at] = Math.min(reached[at] ?? Infinity, count));
  for (let at = 0; at < core.length; at++) {
    const count = reached[at];
    if (count === undefined) continue;
    if (/\P{L}/u.test(core[at] ?? "")) reach(at + 1, count);
    for (const word of words) if (core.startsWith(word, at)) reach(at + word.length, count + 1);
  }
  return (reached[core.length] ?? Infinity) <= MAX_COMMON_WORDS;
}

/** The same, or the same with another number in it. */
function isSimilar(text: string, previous: string): boolean {
  const [one, other] = [text, previous].map((password) => toLower(password).replaceAll(/\P{L}/gu, ""));
  return text === previous.normalize("NFC") || (one === other && one !== undefined && one.length >= 4);
}

/** The meter shows nothing to be proud of in what everybody would try first. */
function isFatal({ reason }: PasswordReason): boolean {
  return reason === "common" || reason === "personal" || reason === "similarToPrevious" || reason === "usedBefore";
}

function weaknessOf({ weakness }: { weakness?: Weakness }): { weakness?: Weakness } {
  return weakness ? { weakness } : {};
}
