// What only the settings and the finding of them say. It comes with them, not with the first screen.
import type { Locale } from "./catalogue.ts";

const id = {
  sections: {
    look: "Bahasa dan Tampilan",
    write: "Menulis",
    notifications: "Notifikasi",
    keyboard: "Papan Ketik",
    security: "Keamanan",
  },
  setting: (name: string) => `Pengaturan: ${name}`,
  languageHint: "Juga berlaku untuk halaman masuk dan pemberitahuan bagi Anda.",
  nowThere: (date: string) => `Sekarang ${date}`,
  contrast: "Kontras Tinggi",
  contrasts: { system: "Ikuti sistem", more: "Selalu" },
  contrastHint: "Garis dan tulisan lebih tegas.",
  signature: {
    heading: "Tanda Tangan Email",
    hint: "Disisipkan di bawah tulisan Anda, di atas kutipan. Bukan Tanda Tangan Elektronik (TTE).",
    edit: (address: string) => `Tanda tangan email ${address}`,
    saved: "Tersimpan",
    saving: "Menyimpan…",
    failed: (reason: string) => `Belum tersimpan. ${reason}`,
    noPictures: "Tanda tangan hanya dapat memuat teks dan tautan.",
    tooLong: "Tanda tangan terlalu panjang.",
  },
  undoHint: "Selama itu pesan yang dikirim masih dapat ditarik kembali.",
  showShortcuts: "Lihat Daftar Pintasan",
  password: "Kata Sandi dan Keamanan",
  passwordHint: "Kata sandi, verifikasi dua langkah, perangkat, dan sesi Anda.",
  /** Other words by which people look for it. */
  terms: {
    locale: "opsi language bahasa inggris indonesia",
    timeZone: "opsi jam waktu zona time zone wib wita wit",
    theme: "opsi gelap terang malam warna dark mode",
    contrast: "opsi kontras aksesibilitas terbaca",
    density: "opsi kerapatan jarak baris",
    readingPane: "opsi panel pratinjau baca",
    groupsByDay: "opsi kelompok tanggal",
    swipe: "opsi usap geser ponsel sentuh",
    undoSeconds: "opsi tarik batal kirim",
    signature: "opsi signature tanda tangan nama jabatan",
    notifications: "opsi pemberitahuan notifikasi suara",
    hasShortcuts: "opsi keyboard shortcut tombol pintasan",
    security: "opsi ganti ubah kata sandi password mfa otp passkey sesi perangkat aplikasi",
  },
};

export type SettingsWords = typeof id;

const en: SettingsWords = {
  sections: {
    look: "Language and Appearance",
    write: "Writing",
    notifications: "Notifications",
    keyboard: "Keyboard",
    security: "Security",
  },
  setting: (name) => `Settings: ${name}`,
  languageHint: "Also for the sign-in page and notices to you.",
  nowThere: (date) => `Now ${date}`,
  contrast: "High Contrast",
  contrasts: { system: "As the system", more: "Always" },
  contrastHint: "Stronger lines and text.",
  signature: {
    heading: "E-mail Signature",
    hint: "Put below what you write and above what is quoted. It is not an electronic signature (TTE).",
    edit: (address) => `E-mail signature of ${address}`,
    saved: "Saved",
    saving: "Saving…",
    failed: (reason) => `Not saved yet. ${reason}`,
    noPictures: "A signature can hold text and links only.",
    tooLong: "The signature is too long.",
  },
  undoHint: "For so long a message that was sent can be called back.",
  showShortcuts: "Show Shortcuts",
  password: "Password and Security",
  passwordHint: "Your password, two-step verification, devices and sessions.",
  terms: {
    locale: "options bahasa indonesian english",
    timeZone: "options clock hour wib wita wit",
    theme: "options night colour color mode",
    contrast: "options accessibility",
    density: "options spacing rows",
    readingPane: "options preview pane",
    groupsByDay: "options dates",
    swipe: "options touch phone gesture",
    undoSeconds: "options recall unsend delay",
    signature: "options name title footer",
    notifications: "options alerts sound",
    hasShortcuts: "options keys hotkeys",
    security: "options password mfa otp passkey sessions devices app passwords",
  },
};

export const settingsWords: Readonly<Record<Locale, SettingsWords>> = { id, en };
