// The words of the service desk's pages, in both languages.

import type { DeskRefusal } from "../../auth/desk/view-account.ts";
import type { Account } from "../../store/accounts.ts";
import type { Language } from "../language.ts";

export interface DeskTexts {
  title: string;
  intro: string;
  search: string;
  searchHint: string;
  find: string;
  found: (count: number) => string;
  nothing: (typed: string) => string;
  back: string;
  toMail: string;
  workingDays: string;
  role: Readonly<Record<Account["role"], string>>;
  unit: string;
  state: Readonly<Record<Account["state"], string>>;
  employeeNumber: string;
  why: string;
  clear: string;
  unitMailbox: string;
  disabled: string;
  noPassword: string;
  provider: (names: string, isLinked: boolean) => string;
  over: (day: string) => string;
  lockedUntil: (until: string, where: string) => string;
  lockedManual: (where: string) => string;
  everywhere: string;
  fromNetwork: (address: string) => string;
  slipTooOld: (since: string) => string;
  mustChange: string;
  mustChangeUntil: (until: string) => string;
  expired: (day: string, grace: string) => string;
  noSecondFactor: string;
  password: string;
  changedOn: (at: string) => string;
  validUntil: (day: string, isProvisional: boolean) => string;
  never: string;
  factors: string;
  factorsAre: (factors: { hasTotp: boolean; passkeys: number; recoveryCodes: number }) => string;
  deletion: string;
  askedOn: (at: string) => string;
  attempts: string;
  noAttempts: string;
  attempt: Readonly<Partial<Record<string, string>>>;
  unknownDevice: string;
  times: (count: number) => string;
  help: string;
  refusal: Readonly<Record<DeskRefusal, string>>;
  prove: string;
  proveHint: string;
  unlock: string;
  unlockHint: string;
  noLock: string;
  enable: string;
  enableHint: string;
  disable: string;
  disableHint: string;
  reset: string;
  resetHint: string;
  resetFactors: string;
  resetFactorsHint: string;
  identity: string;
  identityHint: string;
  identityMissing: string;
  done: Readonly<Record<DeskDone, string>>;
  slipTitle: string;
  slipHint: string;
  code: string;
  goodUntil: (until: string) => string;
  steps: (url: string) => readonly string[];
  slipWarning: string;
}

export type DeskDone = "unlocked" | "enabled" | "disabled" | "factors";

export const deskTexts: Record<Language, DeskTexts> = {
  id: {
    title: "Meja Layanan",
    intro: "Cari akun untuk melihat mengapa pemiliknya tidak dapat masuk, lalu bantu. Setiap tindakan dicatat.",
    search: "Nama, alamat, atau NIP",
    searchHint: "Sedikitnya dua huruf. Isi email tidak pernah terlihat di sini.",
    find: "Cari",
    found: (count) => `${count} akun ditemukan`,
    nothing: (typed) => `Tidak ada akun yang cocok dengan “${typed}”.`,
    back: "Kembali ke pencarian",
    toMail: "Ke email",
    workingDays: "Hari kerja dan hari libur",
    role: { employee: "Pegawai", administrator: "Administrator", "service-desk": "Meja Layanan", partner: "Mitra" },
    unit: "Unit kerja",
    state: { active: "Aktif", disabled: "Nonaktif" },
    employeeNumber: "NIP",
    why: "Mengapa tidak dapat masuk",
    clear: "Tidak ada halangan. Akun ini dapat masuk dengan kata sandinya.",
    unitMailbox: "Ini kotak surat unit: pegawai membukanya dengan akun masing-masing.",
    disabled: "Akun dinonaktifkan.",
    provider: (names, isLinked) =>
      isLinked
        ? `Masuk dengan ${names}: kata sandinya diatur ulang di sana.`
        : `Hanya dapat masuk dengan ${names}, dan belum terhubung: hubungkan dengan perintah account link.`,
    noPassword: "Belum pernah diaktifkan: akun ini belum mempunyai kata sandi.",
    over: (day) => `Kata sandi berlaku hingga ${day}, dan masa tenggangnya telah habis.`,
    lockedUntil: (until, where) => `Terkunci hingga ${until} karena terlalu banyak percobaan salah (${where}).`,
    lockedManual: (where) => `Terkunci sampai dibuka di sini, karena terlalu banyak percobaan salah (${where}).`,
    everywhere: "dari berbagai jaringan",
    fromNetwork: (address) => `dari jaringan ${address}`,
    slipTooOld: (since) => `Kode aktivasi tidak berlaku lagi sejak ${since}. Buat kode yang baru.`,
    mustChange: "Harus mengganti kata sandi awal saat masuk.",
    mustChangeUntil: (until) =>
      `Harus masuk dengan kode aktivasi dan mengganti kata sandi; kode berlaku hingga ${until}.`,
    expired: (day, grace) =>
      `Kata sandi kedaluwarsa sejak ${day}: saat masuk harus membuat yang baru, paling lambat ${grace}.`,
    noSecondFactor:
      "Wajib memakai autentikasi dua faktor, tetapi belum mendaftarkannya: diminta saat masuk berikutnya.",
    password: "Kata sandi",
    changedOn: (at) => `Diubah ${at}`,
    validUntil: (day, isProvisional) =>
      `berlaku hingga ${day}${isProvisional ? " (sementara: hari libur belum ditetapkan)" : ""}`,
    never: "Belum ada",
    factors: "Autentikasi dua faktor",
    factorsAre: ({ hasTotp, passkeys, recoveryCodes }) =>
      [
        hasTotp && "aplikasi autentikator",
        passkeys > 0 && `${passkeys} passkey`,
        recoveryCodes > 0 && `${recoveryCodes} kode pemulihan`,
      ]
        .filter(Boolean)
        .join(", ") || "Belum ada",
    deletion: "Penghapusan data",
    askedOn: (at) => `Diminta pemiliknya ${at}`,
    attempts: "Percobaan yang gagal",
    noAttempts: "Tidak ada dalam 30 hari terakhir.",
    attempt: {
      signIn: "Kata sandi salah, atau akun tidak dapat dipakai",
      secondStep: "Langkah kedua salah",
      resetRequest: "Tautan atur ulang tidak terkirim: tanpa saluran pemulihan, atau terlalu sering diminta",
      accountLock: "Akun dikunci",
    },
    unknownDevice: "perangkat tidak dikenal",
    times: (count) => `${count} kali`,
    help: "Bantu",
    refusal: {
      self: "Ini akun Anda sendiri. Minta rekan Anda membantu, atau gunakan Pengaturan > Keamanan.",
      administratorsOnly: "Hanya administrator yang dapat membantu akun administrator dan Meja Layanan.",
    },
    prove: "Buktikan dahulu",
    proveHint: "Untuk bertindak di sini, buktikan sekali lagi bahwa ini Anda.",
    unlock: "Buka kunci",
    unlockHint: "Percobaan yang salah dihitung dari nol lagi.",
    noLock: "Akun ini tidak terkunci.",
    enable: "Aktifkan akun",
    enableHint: "Jika kata sandinya kedaluwarsa, pemiliknya mendapat beberapa hari kerja untuk menggantinya.",
    disable: "Nonaktifkan akun",
    disableHint: "Semua sesi berakhir seketika. Email tetap diterima.",
    reset: "Buat kode aktivasi",
    resetHint:
      "Kata sandi lama dan semua sesi berakhir. Pemilik akun masuk satu kali dengan kode itu dan menentukan sendiri kata sandinya.",
    resetFactors: "Hapus autentikasi dua faktor",
    resetFactorsHint: "Aplikasi autentikator, passkey, dan kode pemulihan dihapus. Pemilik akun diberi tahu.",
    identity: "Bagaimana identitas diperiksa",
    identityHint: "Misalnya: datang sendiri, KTP dan kartu pegawai cocok. Dicatat; jangan tulis nomor atau rahasia.",
    identityMissing: "Tuliskan dahulu bagaimana identitas pemohon diperiksa.",
    done: {
      unlocked: "Kunci dibuka.",
      enabled: "Akun diaktifkan.",
      disabled: "Akun dinonaktifkan, dan semua sesinya berakhir.",
      factors: "Autentikasi dua faktor dihapus, dan pemilik akun diberi tahu.",
    },
    slipTitle: "Kode aktivasi",
    slipHint: "Cetak atau bacakan sekarang: kode ini tidak dapat ditampilkan lagi.",
    code: "Kode",
    goodUntil: (until) => `Berlaku hingga ${until}, untuk satu kali masuk.`,
    steps: (url) => [
      `Buka ${url} dengan mengetik sendiri alamatnya.`,
      "Masuk dengan nama pengguna di atas; ketik kode ini sebagai kata sandi.",
      "Tentukan kata sandi baru yang hanya Anda ketahui.",
    ],
    slipWarning: "Serahkan hanya kepada pemilik akun. Tidak ada petugas yang boleh meminta kata sandi Anda.",
  },
  en: {
    title: "Service desk",
    intro: "Find an account to see why its person cannot sign in, then help. Every action is recorded.",
    search: "Name, address or employee number",
    searchHint: "At least two letters. Nobody's mail is ever seen here.",
    find: "Find",
    found: (count) => (count === 1 ? "1 account found" : `${count} accounts found`),
    nothing: (typed) => `No account matches “${typed}”.`,
    back: "Back to the search",
    toMail: "To mail",
    workingDays: "Working days and days off",
    role: { employee: "Employee", administrator: "Administrator", "service-desk": "Service desk", partner: "Partner" },
    unit: "Unit",
    state: { active: "Active", disabled: "Disabled" },
    employeeNumber: "Employee number",
    why: "Why they cannot sign in",
    clear: "Nothing is in the way. This account can sign in with its password.",
    unitMailbox: "This is a unit mailbox: people open it with their own accounts.",
    disabled: "The account is disabled.",
    provider: (names, isLinked) =>
      isLinked
        ? `Signs in with ${names}: the password is reset there.`
        : `Can sign in with ${names} only, and is not linked yet: link it with the command account link.`,
    noPassword: "Never activated: this account has no password yet.",
    over: (day) => `The password was valid until ${day}, and the grace period is over.`,
    lockedUntil: (until, where) => `Locked until ${until} after too many wrong attempts (${where}).`,
    lockedManual: (where) => `Locked until it is unlocked here, after too many wrong attempts (${where}).`,
    everywhere: "from several networks",
    fromNetwork: (address) => `from network ${address}`,
    slipTooOld: (since) => `The activation code has been void since ${since}. Make a new one.`,
    mustChange: "Must replace the initial password when signing in.",
    mustChangeUntil: (until) =>
      `Must sign in with the activation code and set a password; the code is good until ${until}.`,
    expired: (day, grace) =>
      `The password expired after ${day}: signing in asks for a new one, until ${grace} at the latest.`,
    noSecondFactor: "A second factor is required and none is set up: the next sign-in asks for it.",
    password: "Password",
    changedOn: (at) => `Changed ${at}`,
    validUntil: (day, isProvisional) =>
      `valid until ${day}${isProvisional ? " (provisional: the days off are not decreed yet)" : ""}`,
    never: "None yet",
    factors: "Second factor",
    factorsAre: ({ hasTotp, passkeys, recoveryCodes }) =>
      [
        hasTotp && "authenticator app",
        passkeys > 0 && `${passkeys} ${passkeys === 1 ? "passkey" : "passkeys"}`,
        recoveryCodes > 0 && `${recoveryCodes} recovery codes`,
      ]
        .filter(Boolean)
        .join(", ") || "None yet",
    deletion: "Deletion of data",
    askedOn: (at) => `Asked for by the person on ${at}`,
    attempts: "Failed attempts",
    noAttempts: "None in the last 30 days.",
    attempt: {
      signIn: "Wrong password, or the account cannot be used",
      secondStep: "Wrong second step",
      resetRequest: "No reset link was sent: no recovery channel, or asked for too often",
      accountLock: "Account locked",
    },
    unknownDevice: "unknown device",
    times: (count) => `${count} times`,
    help: "Help",
    refusal: {
      self: "This is your own account. Ask a colleague to help, or use Settings > Security.",
      administratorsOnly: "Only administrators can help accounts of administrators and of the service desk.",
    },
    prove: "Prove it is you",
    proveHint: "Acting here asks once more who you are.",
    unlock: "Unlock",
    unlockHint: "Wrong attempts are counted from zero again.",
    noLock: "This account is not locked.",
    enable: "Enable the account",
    enableHint: "If its password has expired, its person gets some working days to replace it.",
    disable: "Disable the account",
    disableHint: "All sessions end at once. Mail is still accepted.",
    reset: "Make an activation code",
    resetHint:
      "The old password and all sessions end. The person signs in once with the code and sets a password of their own.",
    resetFactors: "Remove second factors",
    resetFactorsHint: "Authenticator app, passkeys and recovery codes are removed. The person is told.",
    identity: "How the identity was checked",
    identityHint:
      "For example: came in person, identity card and staff card match. Recorded; write no numbers or secrets.",
    identityMissing: "Say first how the identity of who asks was checked.",
    done: {
      unlocked: "Unlocked.",
      enabled: "The account is enabled.",
      disabled: "The account is disabled, and all its sessions have ended.",
      factors: "Second factors are removed, and the person has been told.",
    },
    slipTitle: "Activation code",
    slipHint: "Print it or read it out now: this code cannot be shown again.",
    code: "Code",
    goodUntil: (until) => `Good until ${until}, for one sign-in.`,
    steps: (url) => [
      `Open ${url} by typing the address yourself.`,
      "Sign in with the user name above; type this code as the password.",
      "Set a new password that only you know.",
    ],
    slipWarning: "Hand it to the owner of the account only. No member of staff may ask for your password.",
  },
};
