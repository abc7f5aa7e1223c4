// What the system writes to people about their account, in their language. Only the link to a new password leads to a form; all
// else says how to find the page by oneself, since forged notices teach people to click.

import { createMomentFormat, type Language } from "../../base/language.ts";
import type { Account } from "../../store/accounts.ts";
import type { Organisation } from "../../store/organisations.ts";
import { readPolicies } from "../../organisation/policies.ts";
import type { Notice } from "./tell-everywhere.ts";

export interface Told {
  account: Pick<Account, "displayName" | "address" | "language">;
  organisation: Pick<Organisation, "name" | "settings">;
}

export type NoticeKind =
  | "passwordChanged"
  | "passwordReset"
  | "secondFactorAdded"
  | "secondFactorRemoved"
  | "secondFactorReset"
  | "activationMade"
  | "recoveryCodesMade"
  | "recoveryChannelAdded"
  | "recoveryChannelRemoved"
  | "appPasswordAdded"
  | "identityLinked"
  | "newDevice"
  | "secondStepFailed"
  | "dataExported"
  | "unlocked"
  | "disabled"
  | "enabled";

const happened: Record<NoticeKind, Record<Language, string>> = {
  passwordChanged: { id: "Kata sandi Anda telah diubah", en: "Your password was changed" },
  passwordReset: { id: "Kata sandi Anda telah diatur ulang", en: "Your password was reset" },
  secondFactorAdded: {
    id: "Autentikasi dua faktor ditambahkan pada akun Anda",
    en: "A second factor was added to your account",
  },
  secondFactorRemoved: {
    id: "Autentikasi dua faktor dihapus dari akun Anda",
    en: "A second factor was removed from your account",
  },
  secondFactorReset: {
    id: "Meja Layanan menghapus autentikasi dua faktor akun Anda setelah memeriksa identitas pemohon",
    en: "The service desk removed the second factors of your account after checking who asked",
  },
  activationMade: {
    id: "Meja Layanan membuat kode aktivasi untuk akun Anda setelah memeriksa identitas pemohon, dan kata sandi yang lama tidak berlaku lagi",
    en: "The service desk made an activation code for your account after checking who asked, and the old password is void",
  },
  recoveryCodesMade: {
    id: "Kode pemulihan baru dibuat untuk akun Anda",
    en: "New recovery codes were made for your account",
  },
  recoveryChannelAdded: {
    id: "Saluran pemulihan akun Anda ditambahkan",
    en: "A recovery channel was added to your account",
  },
  recoveryChannelRemoved: {
    id: "Saluran pemulihan akun Anda dihapus",
    en: "A recovery channel was removed from your account",
  },
  identityLinked: {
    id: "Cara masuk melalui penyedia lain dihubungkan dengan akun Anda",
    en: "Another way to sign in was tied to your account",
  },
  appPasswordAdded: {
    id: "Kata sandi aplikasi dibuat untuk akun Anda",
    en: "An app password was made for your account",
  },
  newDevice: {
    id: "Akun Anda dibuka dari perangkat yang belum dikenal",
    en: "Your account was opened on a device not seen before",
  },
  secondStepFailed: {
    id: "Seseorang memasukkan kata sandi Anda dengan benar, tetapi berkali-kali salah pada langkah kedua",
    en: "Somebody entered your password rightly, but was wrong at the second step again and again",
  },
  dataExported: {
    id: "Salinan data akun Anda diunduh",
    en: "A copy of your account's data was downloaded",
  },
  unlocked: {
    id: "Meja Layanan membuka kunci akun Anda",
    en: "The service desk unlocked your account",
  },
  disabled: {
    id: "Meja Layanan menonaktifkan akun Anda",
    en: "The service desk disabled your account",
  },
  enabled: {
    id: "Meja Layanan mengaktifkan akun Anda kembali",
    en: "The service desk enabled your account again",
  },
};

const HOW_TO_CHANGE = {
  id: "Jika bukan Anda, ubah kata sandi sekarang: buka webmail dengan mengetik sendiri alamatnya, pilih gambar gerigi di kanan atas, lalu Pengaturan > Keamanan > Ubah Kata Sandi. Semua sesi lain berakhir.",
  en: "If it was not you, change your password now: open the webmail by typing its address yourself, choose the gear at the top right, then Settings > Security > Change Password. All other sessions end.",
};

/** Somebody else may know the password. */
function asksForChange(kind: NoticeKind): boolean {
  return kind === "newDevice" || kind === "secondStepFailed" || kind === "dataExported";
}

/** That something changed, when and from where. `detail` is what changed, as the person named it. */
export function noticeText(
  kind: NoticeKind,
  {
    account,
    organisation,
    now,
    networkAddress,
    detail,
  }: Told & { now: Date; networkAddress?: string; detail?: string },
): Notice {
  const { language } = account;
  const what = happened[kind][language];
  const when = formatTime(now, { language, organisation });
  const facts = [
    detail,
    networkAddress && `${{ id: "dari jaringan", en: "from network" }[language]} ${networkAddress}`,
  ];
  const more = facts.filter(Boolean).join(", ");
  const text = {
    id: [
      `Yth. ${account.displayName},`,
      `${what} (${account.address}) pada ${when}${more && `, ${more}`}.`,
      "Jika Anda yang melakukannya, tidak ada yang perlu dilakukan.",
      ...(asksForChange(kind) ? [HOW_TO_CHANGE.id] : []),
      `Jika bukan Anda, segera hubungi ${contactOf(organisation, language)}.`,
      "Pesan ini tidak memuat tautan. Kami tidak pernah meminta kata sandi lewat pesan.",
    ],
    en: [
      `Dear ${account.displayName},`,
      `${what} (${account.address}) on ${when}${more && `, ${more}`}.`,
      "If it was you, there is nothing to do.",
      ...(asksForChange(kind) ? [HOW_TO_CHANGE.en] : []),
      `If it was not you, contact ${contactOf(organisation, language)} at once.`,
      "This message has no link. We never ask for a password in a message.",
    ],
  }[language];
  const short = {
    id: `${organisation.name}: ${what}. Bukan Anda? Hubungi Dukungan TIK.`,
    en: `${organisation.name}: ${what}. Not you? Contact IT support.`,
  }[language];
  return { subject: what, text: text.join("\n\n"), short };
}

/** To a member of the service desk, about somebody else. */
export function deletionRequestText({
  account,
  organisation,
  about,
  now,
}: Told & { about: Pick<Account, "displayName" | "address">; now: Date }): Notice {
  const { language } = account;
  const when = formatTime(now, { language, organisation });
  const who = `${about.displayName} (${about.address})`;
  const subject = {
    id: `Permintaan penghapusan data: ${about.displayName}`,
    en: `Request to delete data: ${about.displayName}`,
  }[language];
  const text = {
    id: [
      `Yth. ${account.displayName},`,
      `${who} meminta penghapusan data pribadinya pada ${when}. Permintaan diajukan dari halaman keamanan akun setelah identitas dipastikan.`,
      "Periksa permintaan ini menurut jadwal retensi arsip dan ketentuan pelindungan data pribadi, lalu jawab kepada pemohon. Permintaan juga terlihat pada halaman akun di Meja Layanan.",
    ],
    en: [
      `Dear ${account.displayName},`,
      `${who} asked on ${when} that their personal data be deleted. The request came from the security page of the account, after a proof of identity.`,
      "Please examine it by the retention schedule and the law on personal data, and answer the person. It also stands on the account's page at the service desk.",
    ],
  }[language];
  return { subject, text: text.join("\n\n"), short: `${organisation.name}: ${subject}` };
}

export function resetLinkText({
  account,
  organisation,
  url,
  minutes,
}: Told & { url: string; minutes: number }): Notice {
  const { language, displayName, address } = account;
  const texts: Record<Language, Notice> = {
    id: {
      subject: "Atur ulang kata sandi",
      text: [
        `Yth. ${displayName},`,
        `Ada permintaan untuk mengatur ulang kata sandi akun ${address}. Buka tautan ini dalam ${minutes} menit; tautan hanya dapat dipakai satu kali:`,
        url,
        "Jika bukan Anda yang meminta, abaikan pesan ini: kata sandi Anda tidak berubah.",
        `Jika permintaan seperti ini berulang, hubungi ${contactOf(organisation, language)}.`,
      ].join("\n\n"),
      short: `${organisation.name}: atur ulang kata sandi dalam ${minutes} menit: ${url}`,
    },
    en: {
      subject: "Reset your password",
      text: [
        `Dear ${displayName},`,
        `Somebody asked to reset the password of the account ${address}. Open this link within ${minutes} minutes; it works once:`,
        url,
        "If it was not you, ignore this message: your password is unchanged.",
        `If this happens again, contact ${contactOf(organisation, language)}.`,
      ].join("\n\n"),
      short: `${organisation.name}: reset your password within ${minutes} minutes: ${url}`,
    },
  };
  return texts[language];
}

export function signInCodeText(about: Told & { code: string; minutes: number }): Notice {
  return codeText(about, { id: "Kode verifikasi untuk masuk", en: "Verification code for signing in" });
}

export function confirmationCodeText(about: Told & { code: string; minutes: number }): Notice {
  return codeText(about, { id: "Kode verifikasi saluran pemulihan", en: "Verification code of a recovery channel" });
}

function codeText(
  { account, organisation, code, minutes }: Told & { code: string; minutes: number },
  titles: Record<Language, string>,
): Notice {
  const { language, displayName, address } = account;
  const subject = titles[language];
  const warning = {
    id: "Jangan berikan kode ini kepada siapa pun, termasuk petugas.",
    en: "Give this code to nobody, not even to staff.",
  }[language];
  const text = {
    id: [
      `Yth. ${displayName},`,
      `${subject} (akun ${address}): ${code}`,
      `Kode berlaku ${minutes} menit dan hanya dapat dipakai satu kali. ${warning}`,
      "Jika bukan Anda yang meminta, abaikan pesan ini dan hubungi " + contactOf(organisation, language) + ".",
    ],
    en: [
      `Dear ${displayName},`,
      `${subject} (account ${address}): ${code}`,
      `It is valid for ${minutes} minutes and works once. ${warning}`,
      "If it was not you, ignore this message and contact " + contactOf(organisation, language) + ".",
    ],
  }[language];
  return { subject, text: text.join("\n\n"), short: `${organisation.name}: ${code}. ${warning}` };
}

/** "Senin, 23 November 2026 pukul 14.30 WIB". */
export function formatTime(
  at: Date,
  { language, organisation }: { language: Language; organisation: Pick<Organisation, "settings"> },
): string {
  const { timeZone } = readPolicies(organisation.settings);
  return createMomentFormat({ language, timeZone, hasWeekday: true })(at);
}

function contactOf({ settings }: Pick<Organisation, "settings">, language: Language): string {
  const { contact } = readPolicies(settings);
  if (!contact) return { id: "Dukungan TIK", en: "IT support" }[language];
  return contact.telephone ? `${contact.name}, ${contact.telephone}` : contact.name;
}
