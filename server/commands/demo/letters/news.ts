// Newsletters in HTML, with pictures that are elsewhere and so are not shown until somebody asks for them.

import { days, type Letter } from "../letter.ts";
import type { PersonName } from "../people.ts";

interface Issue {
  title: string;
  lead: string;
  items: readonly [string, string][];
}

const health: readonly Issue[] = [
  {
    title: "Musim hujan: waspada leptospirosis",
    lead: "Genangan air membawa lebih dari nyamuk.",
    items: [
      ["Kenali gejalanya", "Demam mendadak, nyeri betis, mata merah: segera ke puskesmas."],
      ["Lindungi petugas", "Sepatu bot dan sarung tangan untuk petugas kebersihan."],
      ["Agenda", "Webinar klinis Kamis pukul 13.00 WIB, gratis dan bersertifikat."],
    ],
  },
  {
    title: "Cakupan imunisasi naik tiga tahun berturut-turut",
    lead: "Apa yang dilakukan kota-kota yang berhasil?",
    items: [
      ["Jemput bola", "Kunjungan rumah oleh kader pada sore hari."],
      ["Data harian", "Pencatatan di hari yang sama mengurangi anak yang terlewat."],
    ],
  },
  {
    title: "Kantin sehat di kantor pemerintah",
    lead: "Sepuluh menu murah yang disukai pegawai.",
    items: [
      ["Gula, garam, lemak", "Label sederhana di etalase menurunkan pembelian minuman manis."],
      ["Olahraga bersama", "Jumat pagi, 30 menit, di halaman kantor."],
    ],
  },
];

const city: readonly Issue[] = [
  {
    title: "Lima layanan publik yang pindah ke ponsel",
    lead: "Dan tiga yang sebaiknya tetap punya loket.",
    items: [
      ["Satu akun", "Masuk sekali untuk semua layanan kota."],
      ["Aduan warga", "Waktu tanggap rata-rata turun menjadi enam jam."],
    ],
  },
  {
    title: "Keamanan informasi untuk pemerintah daerah",
    lead: "Kata sandi panjang lebih baik daripada kata sandi rumit.",
    items: [
      ["Pengelola kata sandi", "Mengapa menempel kata sandi justru lebih aman."],
      ["Phishing", "Periksa alamat pengirim, jangan hanya namanya."],
    ],
  },
];

function page(sender: string, colour: string, { title, lead, items }: Issue): string {
  const rows = items.map(
    ([heading, words]) =>
      `<tr><td style="padding:12px 24px"><h3 style="margin:0 0 4px;color:${colour}">${heading}</h3><p style="margin:0;line-height:1.5">${words}</p></td></tr>`,
  );
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#eef1f3"><tr><td align="center" style="padding:24px">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" style="background:#ffffff;font-family:Georgia,serif;color:#222">
<tr><td style="background:${colour};color:#fff;padding:20px 24px;font-size:22px">${sender}</td></tr>
<tr><td><img src="https://gambar.example/sampul.jpg?id=42" width="600" height="240" alt="Sampul" style="display:block"></td></tr>
<tr><td style="padding:24px"><h1 style="margin:0 0 8px;font-size:26px">${title}</h1><p style="margin:0;font-size:17px;color:#555">${lead}</p></td></tr>
${rows.join("\n")}
<tr><td style="padding:24px;font-size:12px;color:#888;font-family:Arial">Anda menerima buletin ini karena terdaftar. <a href="https://gambar.example/berhenti">Berhenti berlangganan</a><img src="https://lacak.example/buka.gif?u=1" width="1" height="1" alt=""></td></tr>
</table></td></tr></table>`;
}

function issue(from: PersonName, sent: Letter["sent"], [name, colour]: [string, string], content: Issue): Letter {
  return {
    sent,
    from,
    to: ["budi"],
    cc: from === "buletin" ? ["siti"] : undefined,
    subject: `${name}: ${content.title}`,
    text: `${content.title}\n\n${content.lead}\n\n${content.items.map(([heading, words]) => `${heading}\n${words}`).join("\n\n")}`,
    html: page(name, colour, content),
    headers: [
      { name: "List-Unsubscribe", text: "<https://gambar.example/berhenti>" },
      { name: "List-Id", text: `${name} <${from}.gambar.example>` },
    ],
  };
}

export const newsLetters: readonly Letter[] = [
  ...health.map((content, index) =>
    issue("buletin", days(2 + index * 30, "06:30"), ["Buletin Kesmas", "#7a2d3c"], content),
  ),
  ...city.map((content, index) =>
    issue("newsletter", days(11 + index * 31, "07:15"), ["Kabar Smart City", "#2a4b8d"], content),
  ),
];
