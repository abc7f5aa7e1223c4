// A memo about money that is revised, and a draft circular that two people write together.

import { days, minutes, type Letter } from "../letter.ts";
import { makePdf } from "../make-pdf.ts";
import { budiSignature, HEALTH, sitiSignature } from "./letterheads.ts";

const memo = (revision: string, total: string) =>
  makePdf({
    letterhead: HEALTH,
    title: `Nota Dinas: Usulan Anggaran Pengadaan Alat Kesehatan${revision}`,
    lines: [
      "Kepada     : Kepala Badan Pengelolaan Keuangan Daerah",
      "Dari          : Kepala Dinas Kesehatan",
      "Nomor      : 900/412/Dinkes",
      "Hal            : Usulan pergeseran anggaran",
      "",
      "1. Lemari es vaksin, 6 unit                     Rp 174.000.000",
      "2. Timbangan bayi digital, 24 unit          Rp  52.800.000",
      "3. Antropometri kit, 12 set                     Rp  93.600.000",
      "",
      `Jumlah: ${total}`,
      "",
      "Demikian disampaikan, mohon arahan lebih lanjut.",
    ],
  });

export const budgetLetters: readonly Letter[] = [
  {
    key: "nota",
    sent: days(34, "10:22"),
    from: "budi",
    to: ["siti"],
    cc: ["ratna"],
    subject: "Nota Dinas: Usulan Anggaran Pengadaan Alat Kesehatan",
    text: `Yth. Ibu Siti,

Terlampir nota dinas usulan pergeseran anggaran pengadaan alat kesehatan. Mohon diteliti sebelum kami ajukan ke BPKAD.

${budiSignature}`,
    attachments: [
      { name: "Nota Dinas 900-412-Dinkes.pdf", type: "application/pdf", content: memo("", "Rp 330.400.000") },
    ],
    copies: { siti: { answered: true } },
  },
  {
    key: "nota-1",
    answers: "nota",
    sent: days(33, "08:57"),
    from: "siti",
    to: ["budi"],
    cc: ["ratna"],
    subject: "Re: Nota Dinas: Usulan Anggaran Pengadaan Alat Kesehatan",
    text: `Pak Budi, ada dua catatan:

1. Jumlahnya keliru; menurut hitungan saya Rp 320.400.000.
2. Antropometri kit sebaiknya diberi keterangan puskesmas penerima.

Selebihnya sudah sesuai.

${sitiSignature}`,
    copies: { budi: { answered: true } },
  },
  {
    key: "nota-2",
    answers: "nota-1",
    sent: days(33, "13:11"),
    from: "budi",
    to: ["siti"],
    cc: ["ratna"],
    subject: "Re: Nota Dinas: Usulan Anggaran Pengadaan Alat Kesehatan",
    text: `Betul, Bu, mohon maaf. Perbaikan terlampir, dengan daftar puskesmas penerima di halaman kedua.

${budiSignature}`,
    attachments: [
      {
        name: "Nota Dinas 900-412-Dinkes (perbaikan).pdf",
        type: "application/pdf",
        content: memo(" (Perbaikan)", "Rp 320.400.000"),
      },
      {
        name: "Daftar Puskesmas Penerima.csv",
        type: "text/csv",
        content: Buffer.from("puskesmas;kit\nMelati;3\nAnggrek;3\nKenanga;4\nTeratai;2\n"),
      },
    ],
    copies: { siti: { answered: true, starred: true } },
  },
  {
    answers: "nota-2",
    sent: days(32, "09:30"),
    from: "siti",
    to: ["budi"],
    cc: ["ratna"],
    subject: "Re: Nota Dinas: Usulan Anggaran Pengadaan Alat Kesehatan",
    text: `Sudah sesuai. Silakan diajukan ke BPKAD; tembusan ke kami.

${sitiSignature}`,
  },
  {
    key: "edaran",
    sent: days(6, "11:08"),
    from: "budi",
    to: ["siti"],
    subject: "Draf Surat Edaran Kewaspadaan Demam Berdarah",
    text: `Yth. Ibu Siti,

Menjelang musim hujan kami menyiapkan surat edaran kewaspadaan demam berdarah untuk camat dan lurah. Draf pokok-pokoknya:

- Gerakan 3M Plus setiap Jumat pagi di semua kelurahan
- Satu rumah satu juru pemantau jentik (jumantik)
- Laporan mingguan melalui puskesmas, paling lambat Senin pukul 12.00 WIB
- Pengasapan hanya bila ada kasus terkonfirmasi

Mohon masukan, terutama untuk butir keempat.

${budiSignature}`,
    copies: { siti: { answered: true } },
  },
  {
    key: "edaran-1",
    answers: "edaran",
    sent: days(5, "09:46"),
    from: "siti",
    to: ["budi"],
    subject: "Re: Draf Surat Edaran Kewaspadaan Demam Berdarah",
    text: `Pak Budi,

Butir keempat setuju, tetapi perlu satu kalimat penjelasan: tahun lalu banyak warga meminta pengasapan langsung ke kelurahan.

Usul kalimat: "Pengasapan bukan pencegahan dan hanya dilakukan berdasarkan hasil penyelidikan epidemiologi."

${sitiSignature}`,
    copies: { budi: { answered: true } },
  },
  {
    key: "edaran-2",
    answers: "edaran-1",
    sent: days(5, "10:31"),
    from: "budi",
    to: ["siti"],
    subject: "Re: Draf Surat Edaran Kewaspadaan Demam Berdarah",
    text: `Bagus, kalimatnya kami pakai. Apakah edaran ditandatangani Pak Sekda atau cukup Kepala Dinas?

${budiSignature}`,
    copies: { siti: { answered: true } },
  },
  {
    answers: "edaran-2",
    sent: minutes(185),
    from: "siti",
    to: ["budi"],
    subject: "Re: Draf Surat Edaran Kewaspadaan Demam Berdarah",
    text: `Ditandatangani Pak Sekda secara elektronik (TTE). Mohon naskah final hari ini, supaya bisa diberi nomor besok pagi.

${sitiSignature}`,
    copies: { budi: { starred: true } },
  },
];
