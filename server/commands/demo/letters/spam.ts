// What nobody asked for. It lies in Spam.

import { days, minutes, type Letter } from "../letter.ts";

const spam = (letter: Omit<Letter, "to" | "copies">): Letter => ({
  ...letter,
  to: ["budi"],
  copies: { budi: { mailbox: "junk", unread: true } },
});

export const spamLetters: readonly Letter[] = [
  spam({
    sent: minutes(130),
    from: "penipu",
    subject: "PERINGATAN TERAKHIR: kotak surat Anda akan ditutup",
    html: `<p>Pengguna yang terhormat,</p><p>Kuota email Anda <b style="color:red">99% penuh</b>. Verifikasi kata sandi Anda dalam 24 jam atau akun akan dihapus.</p>
<p><a href="https://verifikasi-akun.example/masuk?ke=contoh.go.id" style="background:#d93025;color:#fff;padding:10px 18px">VERIFIKASI SEKARANG</a></p><p>Administrator Email</p>`,
  }),
  spam({
    sent: days(3, "02:14"),
    from: "undian",
    subject: "Selamat!!! Anda memenangkan Rp 250.000.000",
    text: "Nomor Anda terpilih sebagai pemenang undian nasional. Kirim foto KTP dan biaya administrasi Rp 500.000 untuk pencairan hadiah.",
  }),
  spam({
    sent: days(6, "23:51"),
    from: "pinjaman",
    subject: "Dana tunai cair 5 menit tanpa jaminan",
    text: "Butuh dana cepat? Khusus ASN, bunga 0% bulan pertama. Balas YA.",
  }),
  spam({
    sent: days(8, "04:40"),
    from: "seo",
    subject: "Get contoh.go.id on page one of search results",
    text: "Hi there,\n\nI was looking at your website and noticed several errors. We can bring you thousands of visitors. Interested?\n\nKevin",
  }),
  spam({
    sent: days(15, "03:03"),
    from: "penipu",
    subject: "Faktur #99120 belum dibayar",
    text: "Silakan buka lampiran faktur untuk menghindari denda.",
    attachments: [{ name: "faktur.html", type: "text/html", content: Buffer.from("<p>Faktur kosong.</p>\n") }],
  }),
];
