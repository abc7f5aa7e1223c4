// A co-ordination meeting: invitation with letter and calendar, agreement on details, minutes.

import { days, type Letter } from "../letter.ts";
import { makePdf } from "../make-pdf.ts";
import { budiSignature, SECRETARIAT, sitiSignature } from "./letterheads.ts";

const invitation = makePdf({
  letterhead: SECRETARIAT,
  title: "Undangan Rapat Koordinasi Percepatan Penurunan Stunting",
  lines: [
    "Nomor      : 005/1187/Kesra",
    "Sifat        : Biasa",
    "Lampiran  : -",
    "",
    "Yth. Kepala Dinas Kesehatan, Kepala BPKAD, Kepala Dinas Komunikasi dan Informatika",
    "",
    "Sehubungan dengan evaluasi triwulan program percepatan penurunan stunting, kami mengundang",
    "Bapak/Ibu pada rapat koordinasi yang akan dilaksanakan di Ruang Rapat Garuda, Balai Kota,",
    "pukul 09.00 WIB sampai selesai.",
    "",
    "Demikian disampaikan, atas perhatian dan kehadirannya diucapkan terima kasih.",
    "",
    "a.n. Sekretaris Daerah",
    "Kepala Bagian Kesejahteraan Rakyat",
  ],
});

const minutesPaper = makePdf({
  letterhead: SECRETARIAT,
  title: "Notula Rapat Koordinasi Percepatan Penurunan Stunting",
  lines: [
    "1. Prevalensi triwulan III: 17,4 persen, turun dari 19,1 persen.",
    "2. Dinas Kesehatan melengkapi data balita per kelurahan.",
    "3. BPKAD menyiapkan pergeseran anggaran untuk pemberian makanan tambahan.",
    "4. Diskominfo menayangkan dasbor di laman resmi kota.",
    "5. Rapat berikutnya pada minggu kedua bulan depan.",
  ],
});

const utc = (date: Date) => date.toISOString().replace(/[-:]|\.\d{3}/g, "");

function calendar(start: Date): string {
  const from = new Date(start.getTime() + 7 * 86_400_000);
  const to = new Date(from.getTime() + 2 * 3_600_000);
  return [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Pemerintah Kota Contoh//Agenda//ID",
    "METHOD:REQUEST",
    "BEGIN:VEVENT",
    `UID:rakor-stunting-${utc(from)}@contoh.go.id`,
    `DTSTAMP:${utc(start)}`,
    `DTSTART:${utc(from)}`,
    `DTEND:${utc(to)}`,
    "SUMMARY:Rapat Koordinasi Percepatan Penurunan Stunting",
    "LOCATION:Ruang Rapat Garuda\\, Balai Kota",
    "ORGANIZER;CN=Siti Rahayu:mailto:siti.rahayu@contoh.go.id",
    "ATTENDEE;CN=Budi Santoso;RSVP=TRUE:mailto:budi.santoso@contoh.go.id",
    "ATTENDEE;CN=Dinas Kesehatan;RSVP=TRUE:mailto:dinkes@contoh.go.id",
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ].join("\r\n");
}

export const meetingLetters: readonly Letter[] = [
  {
    key: "rakor",
    sent: days(9, "08:42"),
    from: "siti",
    to: ["dinkes", "budi"],
    cc: ["ratna"],
    subject: "Undangan Rapat Koordinasi Percepatan Penurunan Stunting",
    text: `Yth. Bapak/Ibu,

Bersama ini kami sampaikan undangan rapat koordinasi percepatan penurunan stunting triwulan III (surat terlampir). Mohon konfirmasi kehadiran paling lambat dua hari sebelum rapat, dengan menyebutkan nama dan jabatan peserta.

Bahan paparan dari masing-masing perangkat daerah kami tunggu paling lambat sehari sebelumnya.

Terima kasih.

${sitiSignature}`,
    attachments: [{ name: "Undangan Rakor Stunting.pdf", type: "application/pdf", content: invitation }],
    copies: { budi: { starred: true, answered: true }, dinkes: { answered: true } },
  },
  {
    sent: days(9, "08:50"),
    from: "siti",
    to: ["budi", "dinkes"],
    subject: "Agenda: Rapat Koordinasi Percepatan Penurunan Stunting",
    text: `Rapat Koordinasi Percepatan Penurunan Stunting
Ruang Rapat Garuda, Balai Kota, pukul 09.00–11.00 WIB.

Undangan kalender terlampir agar dapat dimasukkan ke agenda Bapak/Ibu.`,
    calendar: (start) => calendar(new Date(start.getTime() + 10 * 60_000)),
  },
  {
    key: "rakor-1",
    answers: "rakor",
    sent: days(8, "10:15"),
    from: "budi",
    to: ["siti"],
    cc: ["dinkes"],
    subject: "Re: Undangan Rapat Koordinasi Percepatan Penurunan Stunting",
    text: `Yth. Ibu Siti,

Dinas Kesehatan siap hadir dengan tiga orang: Kepala Bidang Kesehatan Masyarakat, saya sendiri, dan satu tenaga gizi dari Puskesmas Melati.

Apakah paparan cukup 10 menit seperti triwulan lalu?

${budiSignature}

> Mohon konfirmasi kehadiran paling lambat dua hari sebelum rapat,
> dengan menyebutkan nama dan jabatan peserta.`,
    copies: { siti: { answered: true } },
  },
  {
    key: "rakor-2",
    answers: "rakor-1",
    sent: days(8, "11:03"),
    from: "siti",
    to: ["budi"],
    cc: ["dinkes"],
    subject: "Re: Undangan Rapat Koordinasi Percepatan Penurunan Stunting",
    text: `Baik, Pak Budi, sudah kami catat tiga orang.

Paparan 10 menit cukup. Mohon fokus pada kelurahan dengan prevalensi di atas 20 persen, karena Pak Sekda akan menanyakan hal itu lebih dulu.

${sitiSignature}`,
    copies: { budi: { answered: true } },
  },
  {
    key: "rakor-3",
    answers: "rakor-2",
    sent: days(5, "15:27"),
    from: "budi",
    to: ["siti"],
    subject: "Re: Undangan Rapat Koordinasi Percepatan Penurunan Stunting",
    text: `Ibu Siti, bahan paparan akan kami kirim sore ini. Ada dua kelurahan yang datanya masih diverifikasi posyandu (Anggrek dan Kenanga), jadi angkanya kami beri tanda sementara.

${budiSignature}`,
    copies: { siti: { answered: true } },
  },
  {
    answers: "rakor-3",
    sent: days(1, "14:12"),
    from: "siti",
    to: ["budi", "dinkes"],
    cc: ["ratna"],
    subject: "Re: Undangan Rapat Koordinasi Percepatan Penurunan Stunting",
    text: `Yth. Bapak/Ibu,

Terima kasih atas kehadirannya. Notula rapat terlampir. Tindak lanjut yang menjadi bagian Dinas Kesehatan:

1. Data balita per kelurahan dilengkapi paling lambat akhir bulan ini.
2. Usulan pemberian makanan tambahan disampaikan ke BPKAD melalui nota dinas.

Mohon dikoreksi bila ada yang keliru.

${sitiSignature}`,
    attachments: [{ name: "Notula Rakor Stunting.pdf", type: "application/pdf", content: minutesPaper }],
    copies: { budi: { unread: true } },
  },
];
