// The everyday: the service desk, colleagues, notices.

import { days, minutes, type Letter } from "../letter.ts";
import { budiSignature, sitiSignature } from "./letterheads.ts";

const welcome = (name: string) => `Selamat datang di Surel, ${name}.

Ini alamat email dinas Anda. Beberapa hal yang berguna:

- Tulis pesan dengan tombol Pesan Baru di kiri atas.
- Kotak surat unit (misalnya Dinas Kesehatan) ada di bawah kotak surat Anda sendiri.
- Jangan berikan kata sandi kepada siapa pun, juga tidak kepada petugas.

Butuh bantuan? Hubungi Meja Layanan TIK di (0622) 555-0147.

Dinas Komunikasi dan Informatika Kota Contoh`;

export const dailyLetters: readonly Letter[] = [
  {
    sent: days(190, "08:00"),
    from: "admin",
    to: ["budi"],
    subject: "Selamat datang di email dinas Kota Contoh",
    text: welcome("Bapak Budi"),
    copies: { budi: { mailbox: "archive" }, admin: { mailbox: "sent" } },
  },
  {
    sent: days(176, "08:00"),
    from: "admin",
    to: ["siti"],
    subject: "Selamat datang di email dinas Kota Contoh",
    text: welcome("Ibu Siti"),
    copies: { siti: { mailbox: "archive" } },
  },
  {
    sent: minutes(240),
    from: "admin",
    to: ["baru"],
    subject: "Selamat datang di email dinas Kota Contoh",
    text: welcome("Ibu Dewi"),
  },
  {
    key: "printer",
    sent: days(14, "13:02"),
    from: "budi",
    to: ["desk"],
    subject: "Printer lantai 2 tidak terhubung ke jaringan",
    text: `Selamat siang,

Sejak pagi printer di ruang Surveilans (lantai 2) tidak muncul di jaringan. Lampu statusnya oranye. Mohon bantuannya.

${budiSignature}`,
    copies: { desk: { answered: true } },
  },
  {
    key: "printer-1",
    answers: "printer",
    sent: days(14, "13:35"),
    from: "desk",
    to: ["budi"],
    subject: "Re: Printer lantai 2 tidak terhubung ke jaringan",
    text: `Yth. Bapak Budi,

Laporan kami terima dengan nomor tiket TIK-2291. Petugas kami ke ruangan Bapak sebelum pukul 15.00 WIB.

Meja Layanan TIK`,
    copies: { budi: { answered: true } },
  },
  {
    answers: "printer-1",
    sent: days(14, "15:20"),
    from: "budi",
    to: ["desk"],
    subject: "Re: Printer lantai 2 tidak terhubung ke jaringan",
    text: `Sudah normal kembali, terima kasih atas respons cepatnya.

${budiSignature}`,
  },
  {
    sent: days(7, "16:00"),
    from: "desk",
    to: ["budi", "siti"],
    cc: ["dinkes"],
    subject: "Pemeliharaan jaringan Sabtu pukul 20.00–22.00 WIB",
    text: `Yth. Bapak/Ibu pengguna,

Sabtu ini pukul 20.00–22.00 WIB dilakukan pemeliharaan jaringan di Gedung A dan B. Email tetap dapat diakses dari luar kantor.

Meja Layanan TIK
Dinas Komunikasi dan Informatika`,
  },
  {
    sent: days(4, "11:15"),
    from: "siti",
    to: ["budi"],
    subject: "Konfirmasi peserta Upacara Hari Kesehatan Nasional",
    text: `Pak Budi,

Mohon jumlah peserta upacara dari Dinas Kesehatan dan puskesmas, untuk pengaturan barisan dan konsumsi. Seragam: batik Korpri.

${sitiSignature}`,
    copies: { budi: { unread: true } },
  },
  {
    sent: days(60, "09:40"),
    from: "ratna",
    to: ["budi"],
    subject: "Kelengkapan SPJ perjalanan dinas September",
    text: `Yth. Bapak Budi,

Berkas SPJ perjalanan dinas September belum lengkap: kuitansi hotel asli dan laporan perjalanan. Mohon dilengkapi sebelum tutup buku.

Ratna Kusuma
BPKAD Kota Contoh`,
    copies: { budi: { mailbox: "archive", answered: true } },
  },
  {
    sent: days(28, "17:05"),
    from: "siti",
    to: ["budi"],
    subject: "Foto kegiatan Germas",
    text: `Pak Budi, foto kegiatan Germas kemarin bagus-bagus. Boleh kami pakai untuk laman kota?

${sitiSignature}`,
  },
  {
    sent: minutes(8),
    from: "desk",
    to: ["budi", "siti"],
    subject: "Pengingat: jangan pernah memberikan kata sandi",
    text: `Yth. Bapak/Ibu,

Hari ini beredar email palsu yang mengaku dari "Administrator Email" dan meminta kata sandi. Kami tidak pernah meminta kata sandi, baik lewat email maupun telepon. Jika menerima email seperti itu, laporkan kepada kami dan jangan membuka tautannya.

Meja Layanan TIK, (0622) 555-0147`,
  },
];
