// Messages as offices send them: a letter in plain text, a short one in HTML, and a newsletter of
// some 60 KB with tables, styles and a picture from outside.

import { buildMessage, composeBody } from "../../standards/mime/build-message.ts";

const sentence = "Bersama ini kami sampaikan rancangan anggaran dinas kesehatan untuk ditelaah bersama. ";

export function plainText(): Uint8Array {
  const paragraph = sentence.repeat(4);
  return build("Rancangan anggaran", { text: `Yth. Bapak dan Ibu,\n\n${`${paragraph}\n\n`.repeat(6)}Salam,\nSiti` });
}

export function shortHtml(subject: string): Uint8Array {
  const html = `<html><body>${`<p style="margin:0 0 1em">${sentence.repeat(2)}</p>\n`.repeat(28)}</body></html>`;
  return build(subject, { text: sentence.repeat(36), html });
}

export function largeHtml(): Uint8Array {
  const style =
    "font-family:Arial,Helvetica,sans-serif;font-size:14px;line-height:1.5;color:#333333;padding:12px 24px;border-bottom:1px solid #e5e5e5";
  const row = `<tr><td style="${style}" bgcolor="#ffffff"><b style="color:#0a5">Kabar</b> ${sentence}</td><td style="${style}" width="120"><a href="https://kabar.example/baca">Baca</a></td></tr>\n`;
  const html =
    "<html><head><style>.judul{font-size:24px;color:#064}@media (max-width:600px){.judul{font-size:18px}}</style></head>" +
    `<body bgcolor="#f4f4f4"><img src="https://kabar.example/kepala.png" width="600" height="80" alt="">` +
    `<table width="600" align="center" cellpadding="0" cellspacing="0"><tr><td class="judul">Buletin</td></tr>\n${row.repeat(110)}</table></body></html>`;
  return build("Buletin", { text: sentence.repeat(10), html });
}

function build(subject: string, body: { text: string; html?: string }): Uint8Array {
  return buildMessage({
    headers: [
      { name: "From", addresses: [{ name: "Siti Rahayu", email: "siti.rahayu@contoh.go.id" }] },
      { name: "To", addresses: [{ name: "Budi Santoso", email: "budi.santoso@contoh.go.id" }] },
      { name: "Subject", text: subject },
      { name: "Date", date: "2026-03-02T08:00:00+07:00" },
      { name: "Message-ID", messageIds: [`${subject.toLowerCase().replaceAll(" ", ".")}@contoh.go.id`] },
    ],
    body: composeBody(body),
    boundary: () => "=_batas",
  });
}
