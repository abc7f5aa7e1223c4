// The organisation to try and who is in it; and the correspondents outside.

import type { AccountRequest } from "../../organisation/create-account.ts";

export const ORGANISATION = {
  name: "Pemerintah Kota Contoh",
  signInPrefix: "contoh",
  domain: "contoh.go.id",
  settings: {
    contact: {
      name: "Meja Layanan TIK, Dinas Komunikasi dan Informatika",
      telephone: "(0622) 555-0147",
      place: "Gedung B lantai 2, Jalan Merdeka 1",
      hours: "Senin–Jumat 08.00–16.00 WIB",
    },
  },
} as const;

export const ACCOUNTS = [
  {
    address: "admin@contoh.go.id",
    displayName: "Administrator Surel",
    role: "administrator",
    unitName: "Dinas Komunikasi dan Informatika",
    aliases: ["postmaster@contoh.go.id", "abuse@contoh.go.id"],
  },
  {
    address: "budi.santoso@contoh.go.id",
    displayName: "Budi Santoso",
    role: "employee",
    unitName: "Dinas Kesehatan",
    employeeNumber: "198504122010011007",
  },
  {
    address: "siti.rahayu@contoh.go.id",
    displayName: "Siti Rahayu",
    role: "employee",
    unitName: "Sekretariat Daerah",
    employeeNumber: "199003272015032004",
  },
  {
    address: "pegawai.baru@contoh.go.id",
    displayName: "Dewi Anggraini",
    role: "employee",
    unitName: "Badan Pengelolaan Keuangan Daerah",
    employeeNumber: "200108152026042001",
    mustChange: true,
  },
  {
    address: "meja.layanan@contoh.go.id",
    displayName: "Meja Layanan TIK",
    role: "service-desk",
    unitName: "Dinas Komunikasi dan Informatika",
  },
] as const satisfies readonly (AccountRequest & { aliases?: readonly string[]; mustChange?: boolean })[];

export const UNIT_MAILBOX = {
  account: {
    address: "dinkes@contoh.go.id",
    displayName: "Dinas Kesehatan Kota Contoh",
    kind: "unit",
    unitName: "Dinas Kesehatan",
  },
  people: ["budi.santoso@contoh.go.id", "siti.rahayu@contoh.go.id"],
} as const satisfies { account: AccountRequest; people: readonly string[] };

export interface Person {
  name: string;
  email: string;
}

/** Everybody who writes or is written to, by a short name for the letters. */
export const people = {
  budi: { name: "Budi Santoso", email: "budi.santoso@contoh.go.id" },
  siti: { name: "Siti Rahayu", email: "siti.rahayu@contoh.go.id" },
  ratna: { name: "Ratna Kusuma", email: "ratna.kusuma@bpkad.contoh.go.id" },
  baru: { name: "Dewi Anggraini", email: "pegawai.baru@contoh.go.id" },
  admin: { name: "Administrator Surel", email: "admin@contoh.go.id" },
  desk: { name: "Meja Layanan TIK", email: "meja.layanan@contoh.go.id" },
  dinkes: { name: "Dinas Kesehatan Kota Contoh", email: "dinkes@contoh.go.id" },
  // The province, ministries and neighbours.
  provinsi: { name: "Dinas Kesehatan Provinsi", email: "sekretariat@dinkes.provinsi-contoh.example" },
  kemenkes: { name: "Direktorat Imunisasi", email: "imunisasi@kementerian-kesehatan.example" },
  bkn: { name: "Layanan Kepegawaian", email: "layanan@kepegawaian.example" },
  srikandi: { name: "Bimtek Kearsipan", email: "bimtek@kearsipan.example" },
  tebing: { name: "Rina Marpaung", email: "rina.marpaung@kota-tetangga.example" },
  // Health centres and hospitals.
  puskesmas: { name: "Puskesmas Melati", email: "tu@puskesmas-melati.example" },
  rsud: { name: "dr. Hendra Wijaya, Sp.PD", email: "hendra.wijaya@rsud-contoh.example" },
  posyandu: { name: "Ibu Kartini Sinaga", email: "kartini.sinaga@posyandu-anggrek.example" },
  // Business, press, the public.
  vendor: { name: "PT Medika Sarana Nusantara", email: "penjualan@medika-sarana.example" },
  konsultan: { name: "Agus Pranoto", email: "agus@konsultan-arsip.example" },
  hotel: { name: "Reservasi Hotel Danau", email: "reservasi@hoteldanau.example" },
  media: { name: "Redaksi Harian Contoh", email: "redaksi@harian-contoh.example" },
  warga: { name: "Yohana Simanjuntak", email: "yohana.s@surat.example" },
  tanaka: { name: "田中 洋子", email: "tanaka@kenko-kyokai.example" },
  mueller: { name: "Jürgen Müller", email: "j.mueller@stadtwerke.example" },
  buletin: { name: "Buletin Kesehatan Masyarakat", email: "buletin@kesmas.example" },
  newsletter: { name: "Kabar Smart City", email: "kabar@smartcity.example" },
  penipu: { name: "Administrator Email", email: "helpdesk@verifikasi-akun.example" },
  undian: { name: "Panitia Undian Nasional", email: "hadiah@undian-berkah.example" },
  pinjaman: { name: "Dana Cepat", email: "promo@dana-cepat.example" },
  seo: { name: "Kevin from GrowRank", email: "kevin@growrank.example" },
} as const satisfies Record<string, Person>;

export type PersonName = keyof typeof people;
