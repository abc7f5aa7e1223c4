// The words of the page of one's own data, in both languages.

import type { Language } from "../language.ts";

const id = {
  title: "Data Anda",
  intro: "Salinan dari semua yang disimpan sistem ini tentang Anda, dan permintaan penghapusan.",
  open: "Buka Data Anda",
  copy: "Unduh Salinan",
  copyHint: "Simpan berkas di komputer Anda sendiri. Setiap unduhan dicatat dan diberitahukan kepada Anda.",
  mail: "Semua email",
  mailHint: "Berkas MBOX, dapat dibuka dengan program email.",
  account: "Data akun",
  accountHint: "Berkas JSON: profil, saluran pemulihan, sesi, perangkat, dan aktivitas akun.",
  download: "Unduh",
  deletion: "Penghapusan Data",
  deletionHint:
    "Email dinas adalah arsip instansi, sehingga permintaan diperiksa Meja Layanan menurut jadwal retensi. Anda akan menerima jawabannya.",
  ask: "Minta Penghapusan",
  requested: "Permintaan sudah dikirim ke Meja Layanan.",
  requestedAt: (when: string) => `Permintaan terakhir: ${when}.`,
  alreadyRequested: "Permintaan Anda hari ini sudah diterima Meja Layanan.",
  tooManyExports: "Hari ini salinan sudah terlalu sering diunduh. Silakan coba lagi besok.",
};

const en: typeof id = {
  title: "Your Data",
  intro: "A copy of all that this system keeps about you, and a request to delete it.",
  open: "Open Your Data",
  copy: "Download a Copy",
  copyHint: "Save the files on a computer of your own. Each download is recorded and told to you.",
  mail: "All email",
  mailHint: "An MBOX file, which mail programs can open.",
  account: "Account data",
  accountHint: "A JSON file: profile, recovery channels, sessions, devices and what happened to the account.",
  download: "Download",
  deletion: "Deletion of Data",
  deletionHint:
    "Official mail is a record of the agency, so the service desk examines a request by the retention schedule. You will get an answer.",
  ask: "Ask for Deletion",
  requested: "The request has gone to the service desk.",
  requestedAt: (when) => `Last request: ${when}.`,
  alreadyRequested: "The service desk has your request of today.",
  tooManyExports: "Copies were downloaded too often today. Please try again tomorrow.",
};

export const ownDataTexts: Record<Language, typeof id> = { id, en };
