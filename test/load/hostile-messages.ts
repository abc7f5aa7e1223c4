// Messages made to break who reads them: too deep, too many, too long, cut off, badly encoded, misnamed. Each with the answer that
// it must get over SMTP; 250 unless said otherwise.

import { deflateSync } from "node:zlib";

export interface HostileMessage {
  data: Buffer;
  /** The code and class of the answer when it is not accepted. */
  refusal?: string;
}

/** Stands for the message's own name. */
const NAME = "uji sekarang juga";
const headers = (more: string) =>
  `From: Penyerang <a@penyerang.example>\r\nTo: Budi <budi.santoso@contoh.go.id>\r\nSubject: ${NAME}\r\nMIME-Version: 1.0\r\n${more}\r\n`;
const text = (body: string, type = "text/plain; charset=utf-8") => make(`Content-Type: ${type}\r\n`, body);
const html = (body: string) => text(body, "text/html; charset=utf-8");
const multipart = (body: string, boundary = "b", kind = "mixed") =>
  make(`Content-Type: multipart/${kind}; boundary="${boundary}"\r\n`, body);
const attached = (disposition: string, body = "isi") =>
  multipart(
    `--b\r\n\r\nLihat lampiran.\r\n--b\r\nContent-Type: application/pdf\r\n${disposition}\r\n\r\n${body}\r\n--b--\r\n`,
  );
const calendar = (lines: string) =>
  text(
    `BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n${lines}END:VCALENDAR\r\n`,
    "text/calendar; charset=utf-8; method=REQUEST",
  );
const times = (count: number, piece: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => piece(index)).join("");
/** No line so long that it would be another attack. */
const wrapped = (body: string) => body.replace(/.{900}/gs, "$&\r\n");

function make(header: string, body: string): Buffer {
  return Buffer.from(`${headers(header)}\r\n${body}`, "latin1");
}

function nested(depth: number): Buffer {
  const open = times(depth, (level) => `Content-Type: multipart/mixed; boundary="b${level}"\r\n\r\n--b${level}\r\n`);
  const close = times(depth, (level) => `\r\n--b${depth - 1 - level}--`);
  return Buffer.from(`${headers("").slice(0, -2)}${open}\r\nterdalam${close}\r\n`);
}

const accepted: Record<string, Buffer> = {
  "multiparts 2,000 deep": nested(2_000),
  "messages in messages, 500 deep": Buffer.from(
    `${times(500, () => "Subject: x\r\nContent-Type: message/rfc822\r\n\r\n")}Subject: x\r\n\r\ny\r\n`,
  ),
  "10,000 parts": multipart(
    `${times(10_000, (n) => `--b\r\nContent-Type: text/plain; name=f${n}\r\n\r\n${n}\r\n`)}--b--\r\n`,
  ),
  "20,000 header fields": make(
    times(20_000, (n) => `X-${n}: ${n}\r\n`),
    "isi\r\n",
  ),
  "a header field of 2 MB": make(
    `X-Long: ${wrapped("x".repeat(2_000_000)).replaceAll("\r\n", "\r\n ")}\r\n`,
    "isi\r\n",
  ),
  "a header line of 500 kB": make(`X-Long: ${"y".repeat(500_000)}\r\n`, "isi\r\n"),
  "20,000 recipients in To": make(
    `To: ${times(20_000, (n) => `"n${n}" <p${n}@luar.example>,\r\n `)}a@b.example\r\n`,
    "isi\r\n",
  ),
  "20,000 references": make(`References: ${times(20_000, (n) => `<${n}@luar.example>\r\n `)}\r\n`, "isi\r\n"),
  "comments 50,000 deep": make(
    `Cc: ${wrapped("(".repeat(50_000)).replaceAll("\r\n", "\r\n ")} a@b.example\r\n`,
    "isi\r\n",
  ),
  "quotes and backslashes": make(`Cc: "${"\\".repeat(900)}\r\n ${'"'.repeat(900)}\r\n`, "isi\r\n"),
  "groups without an end": make(`Cc: ${times(5_000, () => "g:\r\n ")}a@b.example\r\n`, "isi\r\n"),
  "encoded words by the thousand": make(`X-A: ${times(30_000, () => "=?utf-8?q?=C3?=\r\n ")}\r\n`, "isi\r\n"),
  "encoded words that never end": make(
    `X-A: ${wrapped("=?utf-8?b?".repeat(20_000)).replaceAll("\r\n", "\r\n ")}\r\n`,
    "isi\r\n",
  ),
  "a line break hidden in an encoded word": make(
    "Subject: =?utf-8?q?a=0D=0ABcc:=20korban@contoh.go.id=0D=0A?=\r\n",
    "isi\r\n",
  ),
  "octets of nothing everywhere": make("Subject: a\0b\r\nX-\0: c\r\n", "d\0e\r\n\0\0\0\r\n"),
  "a boundary that is empty": multipart("--\r\n\r\nx\r\n----\r\n", ""),
  "a boundary that never comes": multipart("x\r\n", "tak-ada"),
  "a boundary never closed": multipart(times(3_000, (n) => `--b\r\n\r\n${n}\r\n`)),
  "a boundary of 60 kB": multipart("x\r\n", wrapped("b".repeat(60_000)).replaceAll("\r\n", "\r\n ")),
  "a boundary like a pattern": multipart("--(a+)+$\r\n\r\nx\r\n--(a+)+$--\r\n", "(a+)+$"),
  "the same boundary inside": multipart(
    times(1_000, () => '--b\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'),
  ),
  "almost a boundary": multipart(wrapped("--b-".repeat(200_000))),
  "dashes only": multipart(times(200_000, () => "--\r\n")),
  ...Object.fromEntries(
    [
      "utf-7",
      "utf-16",
      "utf-32",
      "x-user-defined",
      "iso-2022-jp",
      "iso-2022-cn-ext",
      "hz-gb-2312",
      "big5",
      "ebcdic-cp-us",
      "%00",
      "../../etc/passwd",
      "x".repeat(900),
    ].map((charset) => [
      `the charset ${charset.slice(0, 30)}`,
      text("\x1b$B~}\x80\xff+ADw-script+AD4-\x1b(B~{VP~}\r\n".repeat(2_000), `text/plain; charset="${charset}"`),
    ]),
  ),
  "escapes of ISO-2022-JP": text(wrapped("\x1b$B\x1b(B".repeat(100_000)), "text/plain; charset=iso-2022-jp"),
  "base64 of nothing but rubbish": make("Content-Transfer-Encoding: base64\r\n", `${"!*%\r\n".repeat(200_000)}`),
  "quoted-printable that only continues": make(
    "Content-Transfer-Encoding: quoted-printable\r\n",
    "=\r\n".repeat(500_000),
  ),
  "an unknown encoding": make("Content-Transfer-Encoding: x-rot13; a=b\r\n", "vfv\r\n"),
  "uuencode that promises more": make(
    "Content-Transfer-Encoding: x-uuencode\r\n",
    `begin 644 x\r\n${"M\r\n".repeat(200_000)}`,
  ),
  "uuencode within text": text(`${"begin 644 x\r\n".repeat(50_000)}`),
  "10,000 continuations of a parameter": make(
    `Content-Type: text/plain;\r\n ${times(10_000, (n) => `name*${n}*=%41;\r\n `)}charset=utf-8\r\n`,
    "isi\r\n",
  ),
  "50,000 parameters": make(`Content-Type: text/plain${times(50_000, (n) => `;\r\n a${n}=b`)}\r\n`, "isi\r\n"),
  "a bomb in a file": attached(
    "Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=bom.zz",
    deflateSync(Buffer.alloc(50_000_000)).toString("base64").replace(/.{76}/g, "$&\r\n"),
  ),
  "HTML 200,000 deep": html(wrapped("<div>".repeat(200_000))),
  "HTML of fonts that multiply": html(wrapped(times(400, (n) => `<font color=${n}>`).concat("<p>x".repeat(200_000)))),
  "HTML of quotes": html(
    `${wrapped('<div class="gmail_quote">'.repeat(250))}${wrapped('<p class="gmail_quote"></p>'.repeat(30_000))}`,
  ),
  "HTML of opening brackets": html(wrapped("<".repeat(1_000_000))),
  "HTML of ampersands": html(wrapped("&#".repeat(500_000))),
  "HTML of comments that begin": html(wrapped("<!--".repeat(250_000))),
  "HTML of scripts that begin": html(wrapped("<script ".repeat(100_000))),
  "HTML of styles that begin": html(wrapped("<style>".repeat(100_000))),
  "HTML with an attribute of 1 MB": html(`<p title="${"a ".repeat(500_000)}">x</p>`),
  "HTML of spaces": html(`x${" ".repeat(1_000_000)}x`),
  "HTML of tables": html(wrapped("<table><tr><td>".repeat(30_000))),
  "one word of 1 MB": text("a".repeat(1_000_000)),
  "one line of spaces": text(`x${" ".repeat(1_000_000)}x`),
  "lines of spaces": text("x\r\n".concat(" \r\n".repeat(300_000), "x")),
  "dots and at signs": text(wrapped("a@".repeat(300_000)).concat(wrapped("a.".repeat(300_000)))),
  "addresses that go on": text(`https://${"a/".repeat(300_000)}`),
  "quotes 10,000 deep": text(times(500, (n) => `${">".repeat(n * 20)} x\r\n`)),
  "Subject with Re: by the thousand": make(`Subject: ${"Re: ".repeat(240)}\r\n ${"[a] ".repeat(240)}\r\n`, "isi\r\n"),
  "surrogates and directions": make("Subject: =?utf-16be?b?2ADYAA==?= \u202e\u2066x\r\n", "\u202etxt.exe\r\n"),
  "dates of no calendar": make("Date: Fri, 99 Foo 999999999 99:99:99 +9999\r\nDate: \r\n", "isi\r\n"),
  "two of everything": make(
    "From: b@c.example\r\nSubject: dua\r\nContent-Type: text/html\r\nContent-Type: multipart/mixed\r\n",
    "<b>x\r\n",
  ),
  "nothing at all": Buffer.from("\r\n"),
  "no header": Buffer.from("\r\nisi saja\r\n"),
  "no body": Buffer.from("Subject: hanya kepala\r\n"),
  "a header that is none": Buffer.from("bukan kepala sama sekali\r\nFrom: a@b.example\r\n\r\nisi\r\n"),
  "a delivery report of 20,000 lines": multipart(
    `--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\n${times(20_000, (n) => `Final-Recipient: rfc822; p${n}@x.example\r\nAction: failed\r\nStatus: 5.0.0\r\n\r\n`)}\r\n--b--\r\n`,
    "b",
    "report; report-type=delivery-status",
  ),
  "100,000 events": calendar(
    times(100_000, (n) => `BEGIN:VEVENT\r\nUID:${n}\r\nDTSTART:20260101T000000Z\r\nEND:VEVENT\r\n`),
  ),
  "an event every second": calendar(
    "BEGIN:VEVENT\r\nUID:x\r\nDTSTART;TZID=Bukan/Zona:00010101T000000\r\nDTEND:99991231T235959Z\r\nDURATION:P99999999999W\r\nRRULE:FREQ=SECONDLY;COUNT=999999999;INTERVAL=0\r\nEND:VEVENT\r\n",
  ),
  "a calendar 50,000 deep": calendar(times(50_000, () => "BEGIN:VEVENT\r\n")),
  "a zone with 20,000 rules": calendar(
    `BEGIN:VTIMEZONE\r\nTZID:Z\r\n${times(20_000, (n) => `BEGIN:DAYLIGHT\r\nDTSTART:${1600 + (n % 400)}0101T000000\r\nRRULE:FREQ=YEARLY;BYDAY=-9SU;BYMONTH=99\r\nTZOFFSETFROM:+9999\r\nTZOFFSETTO:-9999\r\nEND:DAYLIGHT\r\n`)}END:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:x\r\nDTSTART;TZID=Z:20260601T000000\r\nEND:VEVENT\r\n`,
  ),
  ...Object.fromEntries(
    [
      "../../../etc/passwd",
      "C:\\Windows\\System32\\cmd.exe",
      "slip gaji \u202efdp.exe",
      "a\0b.pdf",
      "a%0D%0ASet-Cookie: x=y",
      "CON",
      ".htaccess",
      "~/.ssh/authorized_keys",
      "\";filename*=UTF-8''jahat.html",
      "x".repeat(5_000),
      "\u{1F4A3}".repeat(200),
      "%E2%80%AE",
      "<img src=x onerror=attack()>.png",
    ].map((name) => [
      `a file called ${JSON.stringify(name.slice(0, 20))}`,
      attached(`Content-Disposition: attachment;\r\n filename*=utf-8''${encodeURIComponent(name)}`),
    ]),
  ),
};

const refused: Record<string, [data: string, refusal: string]> = {
  "a line that ends with LF alone": [`${headers("")}\r\na\nb\r\n`, "550 5.5.2"],
  "a line that ends with CR alone": [`${headers("")}\r\na\rb\r\n`, "550 5.5.2"],
  "an end of its own, LF.LF, and another message behind it": [
    `${headers("")}\r\na\n.\nMAIL FROM:<x@y.example>\r\nRCPT TO:<siti.rahayu@contoh.go.id>\r\nDATA\r\n`,
    "550 5.5.2",
  ],
  "an end of its own, CR.CR": [`${headers("")}\r\na\r.\rMAIL FROM:<x@y.example>\r\n`, "550 5.5.2"],
  "an end of its own, LF.CRLF": [`${headers("")}\r\na\n.\r\nMAIL FROM:<x@y.example>\r\n`, "550 5.5.2"],
  "a loop": [headers(times(101, () => "Received: from a by b\r\n")), "554 5.4.6"],
  "a loop of one": [headers("Delivered-To: budi.santoso@contoh.go.id\r\n"), "554 5.4.6"],
};

export const hostileMessages: Record<string, HostileMessage> = {
  ...Object.fromEntries(Object.entries(accepted).map(([name, data]) => [name, { data: named(data, name) }])),
  ...Object.fromEntries(
    Object.entries(refused).map(([name, [data, refusal]]) => [name, { data: Buffer.from(data), refusal }]),
  ),
};

function named(data: Buffer, name: string): Buffer {
  const at = data.indexOf(NAME);
  if (at < 0 || at > 500) return data;
  const subject = Buffer.from(name.replace(/[^ -~]/g, "?"));
  return Buffer.concat([data.subarray(0, at), subject, data.subarray(at + NAME.length)]);
}
