// What people are told about the end of their password. Phishing imitates such messages: so ours never carry a link or an
// address to click, they name the way inside the application, and the application shows the same.

import { languageTags, wholeDay, type Language } from "../base/language.ts";
import type { PasswordNotice } from "../store/password-lifetimes.ts";

interface Facts extends Pick<PasswordNotice, "kind" | "lastDay" | "graceLastDay" | "workingDaysLeft" | "provisional"> {
  /** Whom to ask, as the organisation's policy has it: a name, a telephone number. */
  contact?: string;
}

/** Undefined for what is shown on the spot and not sent ("changed", "enabled"). Plain text, lines not folded. */
export function passwordNoticeText(facts: Facts, language: Language): { subject: string; text: string } | undefined {
  const paragraphs = { id: indonesian, en: english }[language](facts);
  if (!paragraphs) return undefined;
  const [subject = "", ...rest] = paragraphs;
  return { subject, text: `${rest.filter((paragraph) => paragraph !== "").join("\n\n")}\n` };
}

function indonesian(facts: Facts): string[] | undefined {
  const last = dateText(facts.lastDay, "id");
  const grace = facts.graceLastDay ? dateText(facts.graceLastDay, "id") : undefined;
  const how =
    "Cara mengubahnya: buka webmail seperti biasa dengan mengetik sendiri alamatnya, pilih gambar gerigi di kanan atas, lalu " +
    "Pengaturan > Keamanan > Ubah Kata Sandi.";
  const caution =
    "Pesan ini tidak memuat tautan. Kami tidak pernah meminta kata sandi melalui email; abaikan dan laporkan pesan yang " +
    "memintanya.";
  const contact = facts.contact ? `Perlu bantuan? Hubungi ${facts.contact}.` : "";
  const provisional = facts.provisional
    ? "Tanggal ini masih sementara karena hari libur tahun tersebut belum ditetapkan."
    : "";
  switch (facts.kind) {
    case "reminder":
      return [
        `Kata sandi Anda berlaku hingga ${last}`,
        `Kata sandi email dinas Anda berlaku hingga ${last}${leftText(facts.workingDaysLeft, "id")}. ${provisional}`.trim(),
        `Silakan mengubahnya sebelum tanggal itu.${grace ? ` Setelah ${grace}, akun dinonaktifkan oleh sistem.` : ""}`,
        how,
        caution,
        contact,
      ];
    case "shortened":
      return [
        `Masa berlaku kata sandi Anda berubah menjadi ${last}`,
        `Karena perubahan hari kerja atau kebijakan, kata sandi email dinas Anda kini berlaku hingga ${last}, lebih awal daripada ` +
          "yang diberitahukan sebelumnya.",
        how,
        caution,
        contact,
      ];
    case "expired":
      return [
        "Kata sandi Anda sudah kedaluwarsa",
        `Kata sandi email dinas Anda berlaku hingga ${last} dan kini kedaluwarsa.`,
        `Saat masuk berikutnya, Anda diminta membuat kata sandi baru.${
          grace
            ? ` Setelah ${grace}, akun dinonaktifkan oleh sistem dan hanya meja layanan yang dapat mengaktifkannya.`
            : ""
        }`,
        caution,
        contact,
      ];
    case "disabled":
      return [
        "Akun email dinas Anda dinonaktifkan",
        `Kata sandi email dinas Anda berlaku hingga ${last} dan tidak diubah dalam masa tenggang. Sistem telah menonaktifkan akun.`,
        "Untuk mengaktifkannya kembali, datanglah atau hubungi meja layanan instansi Anda.",
        caution,
        contact,
      ];
    case "changed":
    case "enabled":
      return undefined;
  }
}

function english(facts: Facts): string[] | undefined {
  const last = dateText(facts.lastDay, "en");
  const grace = facts.graceLastDay ? dateText(facts.graceLastDay, "en") : undefined;
  const how =
    "How to change it: open the webmail as usual by typing its address yourself, choose the gear at the top right, then " +
    "Settings > Security > Change password.";
  const caution =
    "This message carries no link. We never ask for a password by email; ignore and report messages that do.";
  const contact = facts.contact ? `Need help? Ask ${facts.contact}.` : "";
  const provisional = facts.provisional
    ? "This date is provisional: the days off of that year are not decreed yet."
    : "";
  switch (facts.kind) {
    case "reminder":
      return [
        `Your password is valid until ${last}`,
        `The password of your official email is valid until ${last}${leftText(facts.workingDaysLeft, "en")}. ${provisional}`.trim(),
        `Please change it before then.${grace ? ` After ${grace} the system disables the account.` : ""}`,
        how,
        caution,
        contact,
      ];
    case "shortened":
      return [
        `Your password is now valid until ${last}`,
        `Since working days or the policy have changed, the password of your official email is now valid until ${last}, earlier ` +
          "than you were told before.",
        how,
        caution,
        contact,
      ];
    case "expired":
      return [
        "Your password has expired",
        `The password of your official email was valid until ${last} and has expired.`,
        `When you next sign in, you are asked for a new password.${
          grace ? ` After ${grace} the system disables the account, and only the service desk can enable it.` : ""
        }`,
        caution,
        contact,
      ];
    case "disabled":
      return [
        "Your official email account has been disabled",
        `The password of your official email was valid until ${last} and was not changed within the grace period. The system has ` +
          "disabled the account.",
        "To have it enabled again, go to or call your agency's service desk.",
        caution,
        contact,
      ];
    case "changed":
    case "enabled":
      return undefined;
  }
}

function leftText(workingDaysLeft: number, language: Language): string {
  const left = workingDaysLeft;
  const texts: Record<Language, string> = {
    id: left === 0 ? "hari ini" : `${left} hari kerja lagi`,
    en: left === 0 ? "today" : left === 1 ? "1 working day left" : `${left} working days left`,
  };
  return ` (${texts[language]})`;
}

function dateText(day: string, language: Language): string {
  return Temporal.PlainDate.from(day).toLocaleString(languageTags[language], wholeDay);
}
