// Correspondence with people outside: hospitals, neighbours, companies, the press.

import { days, minutes, type Letter } from "../letter.ts";
import { makePdf } from "../make-pdf.ts";
import { budiSignature, sitiSignature } from "./letterheads.ts";

const offer = makePdf({
  letterhead: ["PT MEDIKA SARANA NUSANTARA", "Kawasan Industri Blok C7"],
  title: "Surat Penawaran Harga",
  lines: [
    "Nomor : 118/SPH/MSN",
    "",
    "Lemari es vaksin 60 liter, 6 unit        Rp 29.000.000 per unit",
    "Garansi 24 bulan, pemasangan dan pelatihan termasuk.",
    "Penawaran berlaku 30 hari.",
  ],
});

export const outsideLetters: readonly Letter[] = [
  {
    key: "rsud",
    sent: days(25, "07:55"),
    from: "rsud",
    to: ["budi"],
    subject: "Rujukan balik pasien hipertensi dan diabetes",
    text: `Pak Budi yang baik,

Angka rujukan balik ke puskesmas masih rendah (31 persen). Menurut saya kendalanya pada ketersediaan obat kronis di puskesmas. Bisa kita bahas minggu depan?

Salam,
Hendra`,
    copies: { budi: { answered: true } },
  },
  {
    key: "rsud-1",
    answers: "rsud",
    sent: days(24, "08:40"),
    from: "budi",
    to: ["rsud"],
    subject: "Re: Rujukan balik pasien hipertensi dan diabetes",
    text: `Yth. dr. Hendra,

Setuju, Dok. Selasa pukul 10.00 di ruang rapat kami, bagaimana? Saya undang juga instalasi farmasi.

${budiSignature}`,
  },
  {
    answers: "rsud-1",
    sent: days(24, "12:26"),
    from: "rsud",
    to: ["budi"],
    subject: "Re: Rujukan balik pasien hipertensi dan diabetes",
    text: "Bisa. Sampai Selasa.\n\nHendra\n\n> Selasa pukul 10.00 di ruang rapat kami, bagaimana?",
  },
  {
    key: "tetangga",
    sent: days(52, "10:48"),
    from: "tebing",
    to: ["siti"],
    subject: "Studi tiru layanan kesejahteraan rakyat",
    text: `Yth. Ibu Siti Rahayu,

Kami berencana melakukan studi tiru ke Kota Contoh mengenai penyaluran bantuan pendidikan. Rombongan 12 orang, satu hari. Kapan waktu yang sesuai?

Hormat kami,
Rina Marpaung`,
    copies: { siti: { answered: true } },
  },
  {
    key: "tetangga-1",
    answers: "tetangga",
    sent: days(51, "09:14"),
    from: "siti",
    to: ["tebing"],
    subject: "Re: Studi tiru layanan kesejahteraan rakyat",
    text: `Yth. Ibu Rina,

Dengan senang hati. Minggu ketiga bulan depan kami sediakan ruang dan narasumber. Mohon surat resminya dikirim ke alamat ini.

${sitiSignature}`,
  },
  {
    answers: "tetangga-1",
    sent: days(50, "14:37"),
    from: "tebing",
    to: ["siti"],
    subject: "Re: Studi tiru layanan kesejahteraan rakyat",
    text: "Terima kasih, Bu. Surat resmi menyusul hari Senin.\n\nRina",
  },
  {
    sent: days(13, "10:00"),
    from: "vendor",
    to: ["dinkes", "budi"],
    subject: "Penawaran Lemari Es Vaksin",
    text: `Dengan hormat,

Terlampir penawaran harga lemari es vaksin sesuai spesifikasi yang Bapak/Ibu sampaikan pada saat peninjauan. Harga sudah termasuk pajak.

PT Medika Sarana Nusantara
Bagian Penjualan`,
    attachments: [{ name: "Penawaran 118-SPH-MSN.pdf", type: "application/pdf", content: offer }],
  },
  {
    sent: days(3, "18:21"),
    from: "media",
    to: ["siti"],
    cc: ["dinkes"],
    subject: "Permohonan wawancara: penanganan stunting",
    text: `Selamat sore Ibu Siti,

Kami sedang menyiapkan liputan tentang penurunan angka stunting di Kota Contoh. Apakah Ibu atau perwakilan Dinas Kesehatan bersedia diwawancarai pekan ini, sekitar 20 menit?

Salam,
Redaksi Harian Contoh`,
    copies: { siti: { starred: true, unread: true } },
  },
  {
    sent: days(40, "11:30"),
    from: "hotel",
    to: ["siti"],
    subject: "Konfirmasi Reservasi No. 88213",
    html: `<div style="font-family:Arial,sans-serif;max-width:560px;margin:auto;border:1px solid #ddd">
<div style="background:#1d3b53;color:#fff;padding:20px 24px;font-size:20px">Hotel Danau</div>
<div style="padding:24px">
<p>Yth. Ibu Siti Rahayu,</p><p>Reservasi Anda telah kami terima:</p>
<table cellpadding="6" style="width:100%;border-collapse:collapse">
<tr><td style="color:#777">Nomor</td><td><b>88213</b></td></tr>
<tr style="background:#f5f7f9"><td style="color:#777">Kamar</td><td>Deluks, 1 tempat tidur</td></tr>
<tr><td style="color:#777">Lama menginap</td><td>2 malam</td></tr>
<tr style="background:#f5f7f9"><td style="color:#777">Jumlah</td><td><b>Rp 1.150.000,00</b></td></tr>
</table>
<p style="font-size:12px;color:#777">Pembatalan tanpa biaya sampai pukul 18.00 sehari sebelum kedatangan.</p>
<img src="https://hoteldanau.example/terima-kasih.jpg" alt="Hotel Danau" width="512">
</div></div>`,
    copies: { siti: { mailbox: "archive" } },
  },
  {
    sent: days(18, "09:00"),
    from: "bkn",
    to: ["budi", "siti"],
    subject: "Pemutakhiran data mandiri ASN",
    text: `Yth. Bapak/Ibu Aparatur Sipil Negara,

Periode pemutakhiran data mandiri dibuka sampai akhir bulan. Periksa riwayat jabatan, pendidikan, dan keluarga Anda pada aplikasi kepegawaian. Email ini tidak memuat tautan; buka aplikasi seperti biasa.

Layanan Kepegawaian`,
  },
  {
    sent: days(2, "08:15"),
    from: "srikandi",
    to: ["siti"],
    subject: "Undangan Bimbingan Teknis Pengelolaan Arsip Dinamis",
    text: `Yth. Ibu Siti Rahayu,

Bimbingan teknis pengelolaan arsip dinamis diselenggarakan secara daring, dua hari, pukul 08.30–12.00 WIB. Setiap perangkat daerah mengirim dua peserta. Sertifikat diberikan setelah ujian akhir.

Panitia Bimtek Kearsipan`,
    copies: { siti: { unread: true } },
  },
  {
    sent: minutes(95),
    from: "puskesmas",
    to: ["budi"],
    cc: ["dinkes"],
    subject: "Dua kasus suspek demam berdarah di RW 04",
    text: `Yth. Bapak Budi,

Sejak kemarin ada dua pasien anak dengan suspek demam berdarah dari RW 04 Kelurahan Melati. NS1 positif pada satu pasien; keduanya dirujuk ke RSUD. Penyelidikan epidemiologi kami lakukan siang ini bersama kader.

Mohon dukungan larvasida untuk 60 rumah.

Tata Usaha Puskesmas Melati`,
    copies: { budi: { starred: true } },
  },
  {
    sent: days(10, "21:14"),
    from: "konsultan",
    to: ["siti"],
    subject: "Terlambat mengirim laporan akhir",
    text: `Ibu Siti,

Mohon maaf, laporan akhir penataan arsip terlambat dua hari karena revisi lampiran. Kami kirim lusa.

Agus`,
    copies: { siti: { mailbox: "trash" } },
  },
];
