// The words of the page of working days, in both languages.

import type { DayProblem } from "../../auth/desk/organisation-days.ts";
import type { EntryKind } from "../../organisation/working-days/resolve-calendar.ts";
import type { Language } from "../language.ts";

const id = {
  title: "Hari kerja",
  intro:
    "Masa berlaku kata sandi dihitung dalam hari kerja. Hari libur yang ditambahkan di sini langsung berlaku untuk semua akun instansi.",
  toDesk: "Kembali ke Meja Layanan",
  toDays: "Kembali ke hari kerja",
  undecreed: (years: string) =>
    `Hari libur tahun ${years} belum ditetapkan: tanggal kedaluwarsa di tahun itu masih sementara.`,
  add: "Tambah hari",
  day: "Tanggal",
  kind: "Jenis",
  kinds: {
    "collective-leave": "Cuti bersama",
    "national-holiday": "Libur nasional",
    "local-holiday": "Libur lokal",
    "election-day": "Hari pemungutan suara",
    withdrawal: "Tetap masuk kerja (pencabutan)",
  } satisfies Record<EntryKind, string> as Record<EntryKind, string>,
  name: "Nama",
  nameHint: "Misalnya: Cuti Bersama Idulfitri.",
  basis: "Dasar hukum",
  basisHint: "Nomor keputusan, misalnya: SKB 3 Menteri Nomor 2 Tahun 2026.",
  look: "Lihat akibatnya",
  problems: {
    day: "Pilih tanggal, paling lama tiga tahun ke depan.",
    kind: "Pilih jenisnya.",
    name: "Tulis namanya, paling banyak 200 karakter.",
    basis: "Tulis dasar hukumnya, paling banyak 200 karakter.",
  } satisfies Record<DayProblem, string> as Record<DayProblem, string>,
  effectTitle: "Akibatnya",
  passwords: (count: number) => `Dari ${count} kata sandi:`,
  later: (count: number) => `${count} berlaku lebih lama`,
  earlier: (count: number) => `${count} berakhir lebih awal`,
  held: (count: number) => `${count} tetap seperti yang sudah diberitahukan`,
  save: "Simpan",
  cancel: "Batal",
  coming: "Yang akan datang",
  none: "Belum ada.",
  ofCountry: "nasional",
  withdraw: "Cabut",
  withdrawTitle: "Cabut hari ini?",
  withdrawBasis: "Dasar pencabutan",
  saved: "Sudah disimpan. Semua tanggal kedaluwarsa sudah mengikuti.",
  withdrawn: "Sudah dicabut. Semua tanggal kedaluwarsa sudah mengikuti.",
};

const en: typeof id = {
  title: "Working days",
  intro:
    "Passwords last for a number of working days. A day off that is added here holds at once for all accounts of the organisation.",
  toDesk: "Back to the service desk",
  toDays: "Back to working days",
  undecreed: (years) => `The days off of ${years} are not decreed yet: expiry dates in that time are provisional.`,
  add: "Add a day",
  day: "Date",
  kind: "Kind",
  kinds: {
    "collective-leave": "Collective leave",
    "national-holiday": "National holiday",
    "local-holiday": "Local holiday",
    "election-day": "Election day",
    withdrawal: "Worked after all (withdrawal)",
  },
  name: "Name",
  nameHint: "Such as: Collective leave for Eid.",
  basis: "Legal basis",
  basisHint: "The number of the decree, such as: SKB 3 Menteri Nomor 2 Tahun 2026.",
  look: "See what it moves",
  problems: {
    day: "Choose a date, three years ahead at most.",
    kind: "Choose its kind.",
    name: "Give it a name of at most 200 characters.",
    basis: "Give its legal basis, at most 200 characters.",
  },
  effectTitle: "What it moves",
  passwords: (count) => `Of ${count} passwords:`,
  later: (count) => `${count} last longer`,
  earlier: (count) => `${count} end earlier`,
  held: (count) => `${count} stay as they were announced`,
  save: "Save",
  cancel: "Cancel",
  coming: "Coming",
  none: "None yet.",
  ofCountry: "national",
  withdraw: "Withdraw",
  withdrawTitle: "Withdraw this day?",
  withdrawBasis: "Basis of the withdrawal",
  saved: "Saved. All expiry dates have followed.",
  withdrawn: "Withdrawn. All expiry dates have followed.",
};

export const dayTexts: Record<Language, typeof id> = { id, en };
