// The mailbox of the agency: letters from the province, requests of citizens, and what Budi and Siti do with them.

import { days, minutes, type Letter } from "../letter.ts";
import { makePdf } from "../make-pdf.ts";

const letter = makePdf({
  letterhead: ["PEMERINTAH PROVINSI CONTOH  -  DINAS KESEHATAN", "Jalan Diponegoro 40"],
  title: "Permintaan Laporan Kewaspadaan Dini",
  lines: [
    "Nomor : 443/2291/P2P",
    "Hal      : Laporan Sistem Kewaspadaan Dini dan Respons",
    "",
    "Mohon menyampaikan laporan mingguan paling lambat setiap hari Selasa pukul 15.00 WIB",
    "melalui aplikasi, dengan salinan ke alamat email ini.",
  ],
});

export const unitLetters: readonly Letter[] = [
  {
    key: "skdr",
    sent: days(12, "08:05"),
    from: "provinsi",
    to: ["dinkes"],
    subject: "Permintaan Laporan Sistem Kewaspadaan Dini dan Respons (SKDR)",
    text: `Kepada Yth.
Kepala Dinas Kesehatan Kota Contoh

Bersama ini disampaikan surat permintaan laporan mingguan SKDR. Mohon ditindaklanjuti.

Sekretariat Dinas Kesehatan Provinsi`,
    attachments: [{ name: "443-2291-P2P.pdf", type: "application/pdf", content: letter }],
    copies: { dinkes: { answered: true } },
  },
  {
    answers: "skdr",
    sent: days(11, "14:20"),
    from: "dinkes",
    to: ["provinsi"],
    cc: ["budi"],
    subject: "Re: Permintaan Laporan Sistem Kewaspadaan Dini dan Respons (SKDR)",
    text: `Yth. Sekretariat Dinas Kesehatan Provinsi,

Surat telah kami terima. Laporan minggu ini sudah masuk melalui aplikasi; petugas penghubung kami Sdr. Budi Santoso.

Dinas Kesehatan Kota Contoh`,
  },
  {
    key: "magang",
    sent: days(16, "19:33"),
    from: "warga",
    to: ["dinkes"],
    subject: "Permohonan magang mahasiswa kesehatan masyarakat",
    text: `Selamat malam Bapak/Ibu,

Saya mahasiswa semester 7 Fakultas Kesehatan Masyarakat. Saya bermaksud mengajukan permohonan magang selama satu bulan di Dinas Kesehatan Kota Contoh, mulai Januari. Apa saja syarat yang perlu saya siapkan?

Terima kasih atas perhatiannya.

Yohana Simanjuntak`,
    copies: { dinkes: { answered: true } },
  },
  {
    key: "magang-1",
    answers: "magang",
    sent: days(15, "09:12"),
    from: "dinkes",
    to: ["warga"],
    subject: "Re: Permohonan magang mahasiswa kesehatan masyarakat",
    text: `Yth. Sdri. Yohana,

Silakan mengirimkan surat pengantar dari kampus, proposal singkat, dan jadwal yang diinginkan. Penempatan diberitahukan paling lambat lima hari kerja setelah berkas lengkap.

Dinas Kesehatan Kota Contoh`,
  },
  {
    answers: "magang-1",
    sent: days(3, "20:02"),
    from: "warga",
    to: ["dinkes"],
    subject: "Re: Permohonan magang mahasiswa kesehatan masyarakat",
    text: `Terima kasih, Bapak/Ibu. Surat pengantar sedang diproses kampus dan akan saya kirim minggu depan.

Yohana`,
    copies: { dinkes: { unread: true } },
  },
  {
    sent: days(1, "07:48"),
    from: "posyandu",
    to: ["dinkes"],
    subject: "Timbangan bayi di Posyandu Anggrek rusak",
    text: `Bapak/Ibu Dinas Kesehatan,

Timbangan bayi digital kami mati total sejak kemarin, padahal jadwal penimbangan hari Rabu. Apakah bisa dipinjami dulu dari puskesmas?

Kader Posyandu Anggrek
Kartini Sinaga`,
    copies: { dinkes: { starred: true } },
  },
  {
    sent: minutes(26),
    from: "kemenkes",
    to: ["dinkes"],
    subject: "Segera: pembaruan petunjuk teknis imunisasi kejar",
    text: `Yth. Kepala Dinas Kesehatan Kabupaten/Kota

Petunjuk teknis imunisasi kejar telah diperbarui. Perubahan utama: jarak pemberian minimal empat minggu, dan pencatatan wajib pada hari yang sama.

Mohon disebarluaskan ke seluruh puskesmas.

Direktorat Imunisasi`,
  },
  {
    sent: days(45, "10:10"),
    from: "rsud",
    to: ["dinkes"],
    cc: ["budi"],
    subject: "Jadwal dokter spesialis keliling ke puskesmas",
    text: `Yth. Dinas Kesehatan,

Jadwal dokter spesialis keliling bulan depan: penyakit dalam setiap Selasa, anak setiap Kamis, kandungan Jumat pertama. Mohon puskesmas menyiapkan ruang dan rujukan.

dr. Hendra Wijaya, Sp.PD`,
    copies: { dinkes: { mailbox: "archive" }, budi: { mailbox: "archive" } },
  },
];
