// What the form says about a password, in plain Indonesian (EYD V, Anda) and English. Each sentence says what to do.

import type { Language } from "../../base/language.ts";
import type { PasswordPolicy } from "../../organisation/password-policy.ts";
import type { CharacterClass, PasswordReason } from "./check-password.ts";
import type { Advice, Strength, Weakness } from "./estimate-strength.ts";
import type { PersonalFact } from "./find-personal-fact.ts";

/** One sentence for each reason. */
export function describePasswordReason(reason: PasswordReason, language: Language): string {
  return reasonTexts[language](reason);
}

export type PolicyRule = "length" | "classes" | "personal" | "history";

const ruleTexts: Readonly<Record<Language, Readonly<Record<PolicyRule, (policy: PasswordPolicy) => string>>>> = {
  id: {
    length: ({ minimumLength }) => `Sedikitnya ${minimumLength} karakter.`,
    classes: ({ minimumClasses, passphraseLength }) =>
      `Gunakan ${minimumClasses} dari 4 jenis karakter: huruf kecil, huruf besar, angka, dan tanda; atau kalimat sandi sepanjang ${passphraseLength} karakter atau lebih.`,
    personal: () => "Jangan gunakan nama, NIP, nama pengguna, tanggal lahir, atau nama instansi Anda.",
    history: ({ historyCount }) => `Berbeda dari ${historyCount} kata sandi Anda sebelumnya.`,
  },
  en: {
    length: ({ minimumLength }) => `At least ${minimumLength} characters.`,
    classes: ({ minimumClasses, passphraseLength }) =>
      `Use ${minimumClasses} of 4 kinds of characters: lower case, upper case, digits and signs; or a passphrase of ${passphraseLength} characters or more.`,
    personal: () => "Do not use your name, employee number, user name, birthday or the name of your agency.",
    history: ({ historyCount }) => `Different from your last ${historyCount} passwords.`,
  },
};

/** What the policy asks for, for the hint below the field: one sentence each. */
export function listPolicyRules(policy: PasswordPolicy, language: Language): { rule: PolicyRule; text: string }[] {
  const rules: PolicyRule[] = ["length"];
  if (policy.minimumClasses > 1) rules.push("classes");
  rules.push("personal");
  if (policy.historyCount > 0) rules.push("history");
  return rules.map((rule) => ({ rule, text: ruleTexts[language][rule](policy) }));
}

/** Around what the meter says. */
export const previewTexts: Readonly<Record<Language, { lead: string; fit: string }>> = {
  id: { lead: "Kekuatan:", fit: "Kata sandi ini dapat dipakai." },
  en: { lead: "Strength:", fit: "This password can be used." },
};

export const strengthTexts: Readonly<Record<Language, Readonly<Record<Strength, string>>>> = {
  id: { 0: "Sangat lemah", 1: "Lemah", 2: "Sedang", 3: "Kuat", 4: "Sangat kuat" },
  en: { 0: "Very weak", 1: "Weak", 2: "Fair", 3: "Strong", 4: "Very strong" },
};

export const adviceTexts: Readonly<Record<Language, Readonly<Record<Advice, string>>>> = {
  id: {
    addWords: "Tambahkan satu atau dua kata lain yang tidak umum.",
    avoidRepeats: "Hindari pengulangan kata dan karakter.",
    avoidSequences: "Hindari urutan seperti abcd atau 1234.",
    avoidKeyboardPatterns: "Hindari pola papan ketik seperti qwerty.",
    avoidYears: "Hindari tanggal dan tahun yang berkaitan dengan Anda.",
    capitalsHelpLittle: "Huruf besar di awal kata hanya sedikit membantu.",
    reversingHelpsLittle: "Kata yang dibalik tetap mudah ditebak.",
    signsForLettersHelpLittle: "Mengganti huruf dengan angka atau tanda, seperti @ untuk a, hanya sedikit membantu.",
  },
  en: {
    addWords: "Add another word or two that are not common.",
    avoidRepeats: "Avoid repeated words and characters.",
    avoidSequences: "Avoid sequences such as abcd or 1234.",
    avoidKeyboardPatterns: "Avoid keyboard patterns such as qwerty.",
    avoidYears: "Avoid dates and years that have to do with you.",
    capitalsHelpLittle: "A capital at the front helps only a little.",
    reversingHelpsLittle: "Reversed words are guessed as easily.",
    signsForLettersHelpLittle: "Signs for letters, such as @ for a, help only a little.",
  },
};

const factTexts: Readonly<Record<Language, Readonly<Record<PersonalFact, string>>>> = {
  id: {
    name: "nama Anda",
    employeeNumber: "NIP Anda",
    userName: "nama pengguna Anda",
    address: "alamat email Anda",
    organisation: "nama instansi atau unit kerja Anda",
    birthday: "tanggal lahir Anda",
  },
  en: {
    name: "your name",
    employeeNumber: "your employee number",
    userName: "your user name",
    address: "your email address",
    organisation: "the name of your agency or unit",
    birthday: "your birthday",
  },
};

const classTexts: Readonly<Record<Language, Readonly<Record<CharacterClass, string>>>> = {
  id: { lowerCase: "huruf kecil", upperCase: "huruf besar", digit: "angka", other: "tanda atau spasi" },
  en: { lowerCase: "lower case letters", upperCase: "upper case letters", digit: "digits", other: "signs or spaces" },
};

const weaknessTexts: Readonly<Record<Language, Readonly<Record<Weakness, string>>>> = {
  id: {
    commonPassword: "Kata sandi ini mirip dengan kata sandi yang sering dipakai orang.",
    singleWord: "Satu kata saja mudah ditebak.",
    name: "Nama orang mudah ditebak.",
    repeat: "Pengulangan mudah ditebak.",
    sequence: "Urutan seperti abcd atau 1234 mudah ditebak.",
    keyboardPattern: "Pola papan ketik mudah ditebak.",
    date: "Tanggal dan tahun mudah ditebak.",
  },
  en: {
    commonPassword: "It resembles a password that many people use.",
    singleWord: "A single word is easy to guess.",
    name: "Names of people are easy to guess.",
    repeat: "Repetition is easy to guess.",
    sequence: "Sequences such as abcd or 1234 are easy to guess.",
    keyboardPattern: "Keyboard patterns are easy to guess.",
    date: "Dates and years are easy to guess.",
  },
};

const reasonTexts: Readonly<Record<Language, (reason: PasswordReason) => string>> = { id: inIndonesian, en: inEnglish };

function inIndonesian(reason: PasswordReason): string {
  switch (reason.reason) {
    case "tooShort":
      return `Kata sandi masih kurang ${reason.minimumLength - reason.length} karakter: sedikitnya ${reason.minimumLength} karakter.`;
    case "tooLong":
      return `Kata sandi terlalu panjang: paling banyak ${reason.maximumLength} karakter.`;
    case "tooFewClasses":
      return `Gunakan sedikitnya ${reason.minimumClasses} jenis karakter; belum ada ${listOf(reason.missing, "id")}. Kalimat sandi sepanjang ${reason.passphraseLength} karakter atau lebih juga boleh.`;
    case "personal":
      return `Jangan gunakan ${factTexts.id[reason.fact]} dalam kata sandi.`;
    case "common":
      return "Kata sandi ini terlalu umum. Gunakan beberapa kata yang tidak berkaitan.";
    case "tooWeak":
      return `Kata sandi ini mudah ditebak. ${reason.weakness ? weaknessTexts.id[reason.weakness] : adviceTexts.id.addWords}`;
    case "similarToPrevious":
      return "Kata sandi ini sama atau hampir sama dengan yang lama. Pilih kata sandi yang benar-benar baru.";
    case "usedBefore":
      return "Kata sandi ini pernah Anda pakai. Pilih kata sandi yang baru.";
  }
}

function inEnglish(reason: PasswordReason): string {
  switch (reason.reason) {
    case "tooShort":
      return `The password is ${reason.minimumLength - reason.length} characters too short: use at least ${reason.minimumLength}.`;
    case "tooLong":
      return `The password is too long: at most ${reason.maximumLength} characters.`;
    case "tooFewClasses":
      return `Use at least ${reason.minimumClasses} kinds of characters; there are no ${listOf(reason.missing, "en")} yet. A passphrase of ${reason.passphraseLength} characters or more will do as well.`;
    case "personal":
      return `Do not use ${factTexts.en[reason.fact]} in the password.`;
    case "common":
      return "This password is too common. Use several words that have nothing to do with each other.";
    case "tooWeak":
      return `This password is easy to guess. ${reason.weakness ? weaknessTexts.en[reason.weakness] : adviceTexts.en.addWords}`;
    case "similarToPrevious":
      return "This password is the same as the old one, or nearly. Choose one that is really new.";
    case "usedBefore":
      return "You have used this password before. Choose a new one.";
  }
}

function listOf(classes: readonly CharacterClass[], language: Language): string {
  const names = classes.map((name) => classTexts[language][name]);
  return new Intl.ListFormat(language, { type: "disjunction" }).format(names);
}
