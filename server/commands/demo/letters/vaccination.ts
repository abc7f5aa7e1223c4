// A request for data that goes back and forth, with tables and a picture.

import { days, minutes, type Letter } from "../letter.ts";
import { makeChart } from "../make-png.ts";
import { budiSignature, sitiSignature } from "./letterheads.ts";

const table = Buffer.from(
  `kelurahan;sasaran;imunisasi_dasar_lengkap;persen
Anggrek;412;371;90,0
Melati;388;352;90,7
Kenanga;297;214;72,1
Flamboyan;505;461;91,3
Teratai;266;170;63,9
Cempaka;341;309;90,6
`,
);

export const vaccinationLetters: readonly Letter[] = [
  {
    key: "data",
    sent: days(21, "09:05"),
    from: "siti",
    to: ["budi"],
    cc: ["dinkes"],
    subject: "Permohonan Data Capaian Imunisasi Dasar Lengkap Triwulan III",
    text: `Yth. Bapak Budi Santoso,

Untuk bahan laporan Wali Kota kepada DPRD, mohon bantuan data capaian imunisasi dasar lengkap per kelurahan triwulan III, dalam bentuk tabel (CSV atau lembar kerja).

Kami butuhkan paling lambat Jumat pekan ini. Atas bantuannya kami ucapkan terima kasih.

${sitiSignature}`,
    copies: { budi: { answered: true } },
  },
  {
    key: "data-1",
    answers: "data",
    sent: days(20, "13:40"),
    from: "budi",
    to: ["siti"],
    cc: ["dinkes"],
    subject: "Re: Permohonan Data Capaian Imunisasi Dasar Lengkap Triwulan III",
    text: `Yth. Ibu Siti,

Data terlampir. Dua kelurahan belum mencapai 80 persen, yaitu Kenanga dan Teratai; keduanya menunggu jadwal ulang karena stok vaksin sempat kosong pada minggu kedua.

${budiSignature}`,
    attachments: [{ name: "capaian-imunisasi-triwulan-3.csv", type: "text/csv", content: table }],
    copies: { siti: { answered: true, starred: true } },
  },
  {
    key: "data-2",
    answers: "data-1",
    sent: days(20, "15:18"),
    from: "siti",
    to: ["budi"],
    subject: "Re: Permohonan Data Capaian Imunisasi Dasar Lengkap Triwulan III",
    text: `Terima kasih, Pak Budi, cepat sekali.

Boleh dibuatkan grafiknya juga? Pak Asisten lebih suka gambar daripada tabel :)

${sitiSignature}`,
    copies: { budi: { answered: true } },
  },
  {
    key: "data-3",
    answers: "data-2",
    sent: days(19, "08:31"),
    from: "budi",
    to: ["siti"],
    subject: "Re: Permohonan Data Capaian Imunisasi Dasar Lengkap Triwulan III",
    text: "Grafik capaian per kelurahan ada di bawah ini. Batang cokelat berarti di bawah 80 persen.",
    html: `<p>Yth. Ibu Siti,</p>
<p>Grafik capaian per kelurahan ada di bawah ini. Batang biru dan cokelat berarti di bawah 80 persen.</p>
<p><img src="cid:grafik@contoh.go.id" width="500" height="210" alt="Grafik capaian imunisasi per kelurahan: Anggrek 90, Melati 91, Kenanga 72, Flamboyan 91, Teratai 64, Cempaka 91 persen"></p>
<table border="1" cellpadding="6" style="border-collapse:collapse;font-size:14px">
<tr style="background:#0f6377;color:#fff"><th>Kelurahan</th><th>Capaian</th><th>Tindak lanjut</th></tr>
<tr><td>Kenanga</td><td align="right">72,1%</td><td>Jadwal ulang minggu depan</td></tr>
<tr><td>Teratai</td><td align="right">63,9%</td><td>Kunjungan rumah bersama kader</td></tr>
</table>
<p>Budi Santoso<br><span style="color:#666">Seksi Surveilans dan Imunisasi, Dinas Kesehatan</span></p>`,
    attachments: [
      {
        name: "grafik.png",
        type: "image/png",
        content: makeChart([90, 91, 72, 91, 64, 91]),
        cid: "grafik@contoh.go.id",
      },
    ],
    copies: { siti: { answered: true } },
  },
  {
    key: "data-4",
    answers: "data-3",
    sent: days(2, "16:44"),
    from: "siti",
    to: ["budi"],
    subject: "Re: Permohonan Data Capaian Imunisasi Dasar Lengkap Triwulan III",
    text: `Pak Budi,

Laporan sudah disampaikan. Ada satu pertanyaan dari DPRD: berapa stok vaksin campak-rubela sampai akhir tahun? Mohon jawaban singkat saja.

${sitiSignature}`,
    copies: { budi: { answered: true, unread: false } },
  },
  {
    key: "data-5",
    answers: "data-4",
    sent: days(1, "09:20"),
    from: "budi",
    to: ["siti"],
    subject: "Re: Permohonan Data Capaian Imunisasi Dasar Lengkap Triwulan III",
    text: `Stok di gudang farmasi 1.840 dosis, cukup sampai pertengahan Januari. Kiriman berikutnya dari provinsi dijadwalkan minggu pertama Desember.

${budiSignature}`,
    copies: { siti: { unread: true } },
  },
  {
    answers: "data-5",
    sent: minutes(47),
    from: "siti",
    to: ["budi"],
    subject: "Re: Permohonan Data Capaian Imunisasi Dasar Lengkap Triwulan III",
    text: `Siap, terima kasih banyak, Pak. Jawaban ini saya teruskan ke Bagian Persidangan.

${sitiSignature}`,
  },
];
