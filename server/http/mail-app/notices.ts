// The quiet lines above the list of mail, as sentences: R65's reminder with the way to the form, and sign-ins from new devices. They come
// with the page, so that nothing has to be asked.

import type { AccountNotices } from "../../auth/account-notices.ts";
import { nameDevice } from "../../auth/device-name.ts";
import { readPolicies } from "../../organisation/policies.ts";
import type { Language } from "../language.ts";

/** Its shape is that of web/client/start-data.ts. */
export interface AppNotice {
  kind: "password" | "newDevice";
  text: string;
  link: { path: string; label: string };
  /** A form without fields that says that the person knows it. */
  known?: { path: string; label: string };
}

const texts = {
  id: {
    change: "Ubah kata sandi",
    look: "Bukan Anda? Periksa",
    known: "Itu saya",
    reminding: (day: string, left: number) =>
      left === 0
        ? `Kata sandi Anda berlaku hingga hari ini, ${day}.`
        : `Kata sandi Anda berlaku hingga ${day} (${left} hari kerja lagi).`,
    expired: (day: string) => `Kata sandi Anda sudah kedaluwarsa. Ubah paling lambat ${day}.`,
    device: (what: string, when: string, network: string) =>
      `Akun Anda dibuka dari perangkat baru: ${what}, ${when}, jaringan ${network}.`,
    unknown: "tidak dikenal",
  },
  en: {
    change: "Change password",
    look: "Not you? Have a look",
    known: "That was me",
    reminding: (day: string, left: number) =>
      left === 0
        ? `Your password is valid until today, ${day}.`
        : `Your password is valid until ${day} (${left} working ${left === 1 ? "day" : "days"} left).`,
    expired: (day: string) => `Your password has expired. Change it by ${day}.`,
    device: (what: string, when: string, network: string) =>
      `Your account was opened on a new device: ${what}, ${when}, network ${network}.`,
    unknown: "unknown",
  },
} as const;

export function describeNotices(
  { password, newDevices, organisation }: AccountNotices,
  language: Language,
): AppNotice[] {
  const text = texts[language];
  const tag = language === "id" ? "id-ID" : "en-GB";
  const day = (date: Temporal.PlainDate) =>
    date.toLocaleString(tag, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const timeZone = readPolicies(organisation?.settings ?? {}).timeZone;
  const time = new Intl.DateTimeFormat(tag, {
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
  });
  const notices: AppNotice[] = newDevices.slice(0, 1).map(({ at, device, networkAddress }) => ({
    kind: "newDevice",
    text: text.device(nameDevice(device) ?? text.unknown, time.format(at), networkAddress),
    link: { path: "/account/security/history", label: text.look },
    known: { path: "/account/security/devices/known", label: text.known },
  }));
  if (password) {
    const { state, lastDay, graceLastDay, workingDaysLeft } = password;
    notices.push({
      kind: "password",
      text: state === "expired" ? text.expired(day(graceLastDay)) : text.reminding(day(lastDay), workingDaysLeft),
      link: { path: "/account/security/password", label: text.change },
    });
  }
  return notices;
}
