// Whether a password holds what others know about the person: name, NIP, user name, address, organisation, birthday.

import { spellingsOf, toLower } from "./spellings.ts";

export interface PersonFacts {
  displayName: string;
  /** What the person types to sign in. */
  loginName: string;
  address: string;
  /** NIP; its first eight digits are the birthday. */
  employeeNumber?: string | null;
  organisationName: string;
  unitName?: string | null;
  birthday?: Temporal.PlainDate | null;
}

export type PersonalFact = "name" | "employeeNumber" | "userName" | "address" | "organisation" | "birthday";

/** Words of the organisation are words of daily use: they may stand in a password that is long enough without them. */
const ENOUGH_BESIDES_ORGANISATION = 8;
/** So many digits of the NIP in a row are no accident. */
const DIGITS_OF_NUMBER = 6;

/** Each fact that the password holds, once. */
export function findPersonalFacts(candidate: string, person: PersonFacts): PersonalFact[] {
  const spellings = spellingsOf(candidate);
  const [localPart = "", domain = ""] = splitAddress(person.address);
  const found: PersonalFact[] = [];
  // The user name is mostly the name again: each word is told once.
  const told = new Set<string>();
  const holds = (words: readonly string[]) => {
    const held = words.filter((word) => !told.has(word) && holdsWord(candidate, spellings, word));
    for (const word of words) told.add(word);
    return held.length > 0;
  };
  if (holds(wordsOf(person.displayName))) found.push("name");
  if (person.employeeNumber && holdsNumber(candidate, person.employeeNumber)) found.push("employeeNumber");
  if (holds([...wordsOf(person.loginName), toLower(person.loginName)]) && !found.includes("name"))
    found.push("userName");
  if (holds([...wordsOf(localPart), toLower(localPart)]) && found.length === 0) found.push("address");
  if (isMadeOf(spellings, organisationWords(person, domain))) found.push("organisation");
  const birthday = person.birthday ?? readBirthday(person.employeeNumber);
  if (birthday && holdsDate(candidate, birthday)) found.push("birthday");
  return found;
}

/** For the estimate of strength: all these words are known to a guesser. */
export function listPersonalWords(person: PersonFacts): string[] {
  const [localPart = "", domain = ""] = splitAddress(person.address);
  const texts = [person.displayName, person.loginName, localPart];
  return [...new Set([...texts.flatMap(wordsOf), ...organisationWords(person, domain), person.employeeNumber ?? ""])]
    .filter((word) => word.length >= 3)
    .slice(0, 60);
}

/** The birthday in a NIP of 18 digits (yyyymmdd, then appointment, sex, serial). */
export function readBirthday(employeeNumber: string | null | undefined): Temporal.PlainDate | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})\d{10}$/.exec((employeeNumber ?? "").replaceAll(/\s/g, ""));
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0] = match.slice(1).map(Number);
  if (month < 1 || month > 12 || day < 1) return undefined;
  const birthday = Temporal.PlainDate.from({ year, month, day });
  return birthday.day === day ? birthday : undefined;
}

/** A word of four letters wherever it hides; one of three only by itself, since it stands in many others by accident. */
function holdsWord(candidate: string, spellings: readonly string[], word: string): boolean {
  const lower = toLower(word);
  if (lower.length >= 4) return spellings.some((spelling) => spelling.includes(lower));
  return (
    lower.length === 3 &&
    toLower(candidate)
      .split(/\P{L}+/u)
      .includes(lower)
  );
}

function holdsNumber(candidate: string, number: string): boolean {
  const digits = number.replaceAll(/\D/g, "");
  const typed = candidate.replaceAll(/(?<=\d)[ .\-/](?=\d)/g, "");
  for (let at = 0; at + DIGITS_OF_NUMBER <= digits.length; at++) {
    if (typed.includes(digits.slice(at, at + DIGITS_OF_NUMBER))) return true;
  }
  return false;
}

function organisationWords({ organisationName, unitName }: PersonFacts, domain: string): string[] {
  return [organisationName, unitName ?? "", domain].flatMap(wordsOf).filter((word) => word.length >= 4);
}

function isMadeOf(spellings: readonly string[], words: readonly string[]): boolean {
  const longestFirst = words.toSorted((one, other) => other.length - one.length);
  return spellings.some((spelling) => {
    const rest = longestFirst.reduce((text, word) => text.replaceAll(word, ""), spelling);
    return (
      rest !== spelling && rest.replaceAll(/(?:19|20)\d\d|[^\p{L}\p{N}]/gu, "").length < ENOUGH_BESIDES_ORGANISATION
    );
  });
}

const MONTHS = (
  "januari,jan,january;februari,feb,february;maret,mar,march;april,apr;mei,may;juni,jun,june;juli,jul,july;" +
  "agustus,agu,ags,august,aug;september,sep,sept;oktober,okt,october,oct;november,nov;desember,des,december,dec"
)
  .split(";")
  .map((names) => names.split(","));

/** The day in the orders and lengths that people write it in; month and year alone are nobody's. */
function holdsDate(candidate: string, { year, month, day }: Temporal.PlainDate): boolean {
  const text = toLower(candidate).replaceAll(/[^\p{L}\p{N}]/gu, "");
  const padded = (number: number) => String(number).padStart(2, "0");
  const years = [String(year), padded(year % 100)];
  const months = [padded(month), String(month), ...(MONTHS[month - 1] ?? [])];
  const days = [padded(day), String(day)];
  const forms = days.flatMap((d) =>
    months.flatMap((m) => [
      ...(/\d/.test(m) ? [] : [d + m]),
      ...years.flatMap((y) => [d + m + y, m + d + y, y + m + d]),
    ]),
  );
  return forms.some((form) => form.length >= 6 && text.includes(form));
}

function wordsOf(text: string): string[] {
  return toLower(text)
    .split(/\P{L}+/u)
    .filter((word) => word.length >= 3);
}

function splitAddress(address: string): string[] {
  const at = address.lastIndexOf("@");
  return [address.slice(0, Math.max(at, 0)), address.slice(at + 1)];
}
