// Mail as other programs write it: old charsets, wrong labels, flowed text, notices, forwarded messages.

import iconv from "iconv-lite";

import { days, minutes, type Letter } from "../letter.ts";
import { people, type PersonName } from "../people.ts";

type Frame = { date: string; messageId: string };

/** A message from header lines and a body that is already in its octets. */
function message(header: readonly string[], body: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`${header.join("\r\n")}\r\n\r\n`, "latin1"), body]);
}

function frameLines({ date, messageId }: Frame, from: string, to: PersonName): string[] {
  return [
    `Date: ${date}`,
    `From: ${from}`,
    `To: ${people[to].name} <${people[to].email}>`,
    `Message-ID: <${messageId}>`,
  ];
}

function encodedWord(charset: string, octets: Uint8Array): string {
  return `=?${charset}?B?${Buffer.from(octets).toString("base64")}?=`;
}

// ISO-2022-JP (RFC 1468) as JIS X 0208 between escapes: for these kana and kanji it is EUC-JP with seven bits.
function iso2022jp(text: string): Buffer {
  const octets: number[] = [];
  let double = false;
  for (const character of text) {
    const euc = iconv.encode(character, "euc-jp");
    if (euc.length === 2 && !double) octets.push(0x1b, 0x24, 0x42);
    if (euc.length === 1 && double) octets.push(0x1b, 0x28, 0x42);
    double = euc.length === 2;
    octets.push(...euc.map((octet) => octet & 0x7f));
  }
  if (double) octets.push(0x1b, 0x28, 0x42);
  return Buffer.from(octets);
}

function japanese(frame: Frame): Uint8Array {
  const from = `${encodedWord("ISO-2022-JP", iso2022jp("田中 洋子"))} <tanaka@kenko-kyokai.example>`;
  const body =
    "サントソ様\r\n\r\nご視察の日程を確認いたしました。資料は来週お送りします。\r\nよろしくお願いいたします。\r\n\r\n田中 洋子\r\n";
  return message(
    [
      ...frameLines(frame, from, "budi"),
      `Subject: ${encodedWord("ISO-2022-JP", iso2022jp("保健センター視察の日程"))}`,
      "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=ISO-2022-JP",
      "Content-Transfer-Encoding: 7bit",
    ],
    iso2022jp(body),
  );
}

function german(frame: Frame): Uint8Array {
  const body = `Sehr geehrter Herr Santoso,=0D=0A=0D=0Avielen Dank f=FCr Ihre Anfrage zur Wasseraufbereitung. Die Kosten l=E4gen bei=\r
 etwa 12.500 =80 pro Anlage =96 zuz=FCglich Fracht.=0D=0A=0D=0AMit freundlichen Gr=FC=DFen=0D=0AJ=FCrgen M=FCller\r\n`;
  return message(
    [
      ...frameLines(frame, "=?windows-1252?Q?J=FCrgen_M=FCller?= <j.mueller@stadtwerke.example>", "budi"),
      "Subject: =?windows-1252?Q?Angebot_f=FCr_Wasseraufbereitung_=96_12=2E500_=80?=",
      "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=windows-1252",
      "Content-Transfer-Encoding: quoted-printable",
    ],
    Buffer.from(body, "latin1"),
  );
}

/** Labelled us-ascii, yet with octets of windows-1252, as some old programs send. */
function mislabelled(frame: Frame): Uint8Array {
  const body =
    "Bapak Budi,\r\n\r\nTerlampir \x93daftar hadir\x94 kegiatan \x96 mohon dicek. Biaya caf\xe9 Rp 450.000.\r\n\r\nAgus\r\n";
  return message(
    [
      ...frameLines(frame, "Agus Pranoto <agus@konsultan-arsip.example>", "budi"),
      "Subject: Daftar hadir kegiatan",
      "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=us-ascii",
      "Content-Transfer-Encoding: 8bit",
    ],
    Buffer.from(body, "latin1"),
  );
}

function flowed(frame: Frame): Uint8Array {
  const body = [
    "Ibu Siti, ",
    "",
    "Menindaklanjuti pembicaraan kita tentang jadwal studi tiru, kami ",
    "mengusulkan hari Rabu minggu ketiga. Rombongan tiba pukul 09.00 dan ",
    "kembali pukul 15.00.",
    "",
    "> Dengan senang hati. Minggu ketiga bulan depan kami sediakan ",
    "> ruang dan narasumber.",
    ">> Kapan waktu yang sesuai?",
    "",
    "-- ",
    "Rina Marpaung",
    "",
  ].join("\r\n");
  return message(
    [
      ...frameLines(frame, "Rina Marpaung <rina.marpaung@kota-tetangga.example>", "siti"),
      "Subject: Usulan jadwal studi tiru",
      "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=no",
      "Content-Transfer-Encoding: 8bit",
    ],
    Buffer.from(body),
  );
}

/** A delivery status notification, RFC 3464, as the queue of another server writes it. */
function bounce(frame: Frame): Uint8Array {
  const body = `--pemisah
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Pesan Anda tidak dapat disampaikan kepada penerima berikut:

  drg.maya@klinik-sehat.example

Alasan dari server penerima: 550 5.1.1 User unknown

--pemisah
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.klinik-sehat.example

Final-Recipient: rfc822; drg.maya@klinik-sehat.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--pemisah
Content-Type: message/rfc822

From: Budi Santoso <budi.santoso@contoh.go.id>
To: drg.maya@klinik-sehat.example
Subject: Undangan sosialisasi kesehatan gigi
Message-ID: <undangan-gigi@contoh.go.id>

Yth. drg. Maya, mohon kehadirannya pada sosialisasi kesehatan gigi.

--pemisah--
`;
  return message(
    [
      ...frameLines(frame, "Mail Delivery System <MAILER-DAEMON@mx.klinik-sehat.example>", "budi"),
      "Auto-Submitted: auto-replied",
      "Subject: Undelivered Mail Returned to Sender",
      "MIME-Version: 1.0",
      'Content-Type: multipart/report; report-type=delivery-status; boundary="pemisah"',
    ],
    Buffer.from(body.replace(/\n/g, "\r\n")),
  );
}

/** A message forwarded whole, and a file whose name needs RFC 2231. */
function forwarded(frame: Frame): Uint8Array {
  const body = `--batas
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Pak Budi, surat dari warga saya teruskan apa adanya. Mohon tanggapan.

--batas
Content-Type: message/rfc822
Content-Disposition: attachment; filename="Keluhan air.eml"

From: "Warga RT 02" <rt02.melati@surat.example>
To: Sekretariat Daerah <siti.rahayu@contoh.go.id>
Subject: =?utf-8?Q?Keluhan_air_keruh_=E2=80=94_RT_02?=
Date: Mon, 02 Nov 2026 07:30:00 +0700
Message-ID: <keluhan-rt02@surat.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Air keran di RT 02 keruh sejak tiga hari. Anak-anak mulai gatal-gatal.

--batas
Content-Type: text/plain; charset=utf-8
Content-Disposition: attachment;
 filename*0*=utf-8''Catatan%20rapat%20%E2%80%94%20air%20bersih%20dan%20sanitasi;
 filename*1*=%20kelurahan%20Melati.txt
Content-Transfer-Encoding: base64

${Buffer.from("Catatan rapat: uji kualitas air hari Kamis.\n").toString("base64")}

--batas--
`;
  return message(
    [
      ...frameLines(frame, "Siti Rahayu <siti.rahayu@contoh.go.id>", "budi"),
      "Subject: Fwd: =?utf-8?Q?Keluhan_air_keruh_=E2=80=94_RT_02?=",
      "MIME-Version: 1.0",
      'Content-Type: multipart/mixed; boundary="batas"',
    ],
    Buffer.from(body.replace(/\n/g, "\r\n")),
  );
}

export const oddLetters: readonly Letter[] = [
  { sent: days(17, "12:05"), from: "tanaka", to: ["budi"], subject: "視察", raw: japanese },
  { sent: days(29, "16:16"), from: "mueller", to: ["budi"], subject: "Angebot", raw: german },
  { sent: days(38, "08:08"), from: "konsultan", to: ["budi"], subject: "Daftar hadir", raw: mislabelled },
  { sent: days(49, "10:02"), from: "tebing", to: ["siti"], subject: "Usulan jadwal", raw: flowed },
  { sent: days(23, "09:09"), from: "vendor", to: ["budi"], subject: "Undelivered", raw: bounce },
  { sent: minutes(320), from: "siti", to: ["budi"], subject: "Fwd: Keluhan", raw: forwarded },
  {
    sent: days(66, "13:13"),
    from: "posyandu",
    to: ["dinkes"],
    subject: "",
    text: "Ini jadwal posyandu bulan depan bu, maaf lupa judulnya. Tanggal 5, 12, dan 19. Kartini",
  },
  {
    sent: days(90, "15:45"),
    from: "provinsi",
    to: ["budi"],
    cc: ["siti"],
    subject:
      "Penyampaian Keputusan Gubernur tentang Pembentukan Tim Koordinasi Pelaksanaan Percepatan Penurunan Stunting, Penanggulangan Tuberkulosis, dan Eliminasi Malaria Tingkat Provinsi beserta Lampiran Susunan Keanggotaan",
    text: "Yth. Bapak/Ibu,\n\nKeputusan dimaksud dapat diambil di bagian hukum. Demikian untuk diketahui.",
    copies: { budi: { mailbox: "archive" }, siti: { mailbox: "archive" } },
  },
];
