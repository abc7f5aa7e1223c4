// The quiet lines above the list of mail, as sentences: R65's reminder with the way to the form, sign-ins from new devices, and a mailbox
// that fills. They come with the page, so that nothing has to be asked.

import { languageTags, LANGUAGES, wholeDay, type Language } from "../../base/language.ts";
import type { AccountNotices } from "../../auth/account-notices.ts";
import { nameDevice } from "../../auth/device-name.ts";
import { readPolicies } from "../../organisation/policies.ts";

/** Its shape is that of web/client/start-data.ts. */
export interface AppNotice {
  kind: "password" | "newDevice" | "storage";
  /** In every language: the one that is spoken can change while the page stays. */
  words: Record<Language, { text: string; link: string; known?: string }>;
  link: string;
  /** A form without fields that says that the person knows it. */
  known?: string;
}

interface NoticeTexts {
  change: string;
  look: string;
  known: string;
  reminding(day: string, left: number): string;
  expired(day: string): string;
  device(what: string, when: string, network: string): string;
  unknown: string;
  filling(percent: number): string;
  largest: string;
}

const texts: Record<Language, NoticeTexts> = {
  id: {
    change: "Ubah kata sandi",
    look: "Bukan Anda? Periksa",
    known: "Itu saya",
    reminding: (day, left) =>
      left === 0
        ? `Kata sandi Anda berlaku hingga hari ini, ${day}.`
        : `Kata sandi Anda berlaku hingga ${day} (${left} hari kerja lagi).`,
    expired: (day) => `Kata sandi Anda sudah kedaluwarsa. Ubah paling lambat ${day}.`,
    device: (what, when, network) => `Akun Anda dibuka dari perangkat baru: ${what}, ${when}, jaringan ${network}.`,
    unknown: "tidak dikenal",
    filling: (percent) =>
      `Kotak surat Anda terisi ${percent}%. Jika penuh, email baru tidak dapat masuk. Hapus yang tidak diperlukan, lalu kosongkan Sampah.`,
    largest: "Lihat email besar",
  },
  en: {
    change: "Change password",
    look: "Not you? Have a look",
    known: "That was me",
    reminding: (day, left) =>
      left === 0
        ? `Your password is valid until today, ${day}.`
        : `Your password is valid until ${day} (${left} working ${left === 1 ? "day" : "days"} left).`,
    expired: (day) => `Your password has expired. Change it by ${day}.`,
    device: (what, when, network) => `Your account was opened on a new device: ${what}, ${when}, network ${network}.`,
    unknown: "unknown",
    filling: (percent) =>
      `Your mailbox is ${percent}% full. When it is full, new mail cannot come in. Delete what is not needed, then empty Trash.`,
    largest: "See large mail",
  },
};

export function describeNotices({ password, newDevices, storage, organisation }: AccountNotices): AppNotice[] {
  const { timeZone } = readPolicies(organisation?.settings ?? {});
  const notices: AppNotice[] = newDevices.slice(0, 1).map(({ at, device, networkAddress }) => ({
    kind: "newDevice",
    words: inEveryLanguage((text, tag) => ({
      text: text.device(nameDevice(device) ?? text.unknown, timeText(at, tag, timeZone), networkAddress),
      link: text.look,
      known: text.known,
    })),
    link: "/account/security/history",
    known: "/account/security/devices/known",
  }));
  if (password) {
    const { state, lastDay, graceLastDay, workingDaysLeft } = password;
    notices.push({
      kind: "password",
      words: inEveryLanguage((text, tag) => ({
        text:
          state === "expired"
            ? text.expired(dayText(graceLastDay, tag))
            : text.reminding(dayText(lastDay, tag), workingDaysLeft),
        link: text.change,
      })),
      link: "/account/security/password",
    });
  }
  if (storage) {
    const percent = Math.min(100, Math.floor((100 * storage.usedBytes) / storage.quotaBytes));
    notices.push({
      kind: "storage",
      words: inEveryLanguage((text) => ({ text: text.filling(percent), link: text.largest })),
      link: "/mail/search?q=larger:5MB",
    });
  }
  return notices;
}

function inEveryLanguage<T>(say: (text: NoticeTexts, tag: string) => T): Record<Language, T> {
  const entries = LANGUAGES.map((language) => [language, say(texts[language], languageTags[language])]);
  return Object.fromEntries(entries) as Record<Language, T>;
}

function dayText(date: Temporal.PlainDate, tag: string): string {
  return date.toLocaleString(tag, wholeDay);
}

function timeText(at: Date, tag: string, timeZone: string): string {
  const options = { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", timeZone } as const;
  return new Intl.DateTimeFormat(tag, options).format(at);
}
