// A small PDF of one page: a letterhead, lines of text. Enough for any viewer, and for trying attachments.

const ESCAPES: Record<string, string> = { "(": "\\(", ")": "\\)", "\\": "\\\\" };

export interface Paper {
  /** Two lines above the rule. */
  letterhead: readonly [string, string];
  title: string;
  lines: readonly string[];
}

/** Text in WinAnsi: Indonesian needs no more. */
export function makePdf({ letterhead, title, lines }: Paper): Uint8Array {
  const text = [
    write(letterhead[0], { x: 72, y: 780, size: 12, bold: true }),
    write(letterhead[1], { x: 72, y: 764, size: 9 }),
    "0.8 w 72 752 m 523 752 l S 2 w 72 749 m 523 749 l S",
    write(title, { x: 72, y: 716, size: 13, bold: true }),
    ...lines.map((line, index) => write(line, { x: 72, y: 688 - index * 17, size: 10.5 })),
  ].join("\n");
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>",
    `<< /Length ${Buffer.byteLength(text, "latin1")} >>\nstream\n${text}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    `<< /Title (${escape(title)}) /Producer (Surel) >>`,
  ];
  let file = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const offset = Buffer.byteLength(file, "latin1");
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const start = Buffer.byteLength(file, "latin1");
  const entries = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}`;
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info 7 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(file, "latin1");
}

function write(text: string, { x, y, size, bold }: { x: number; y: number; size: number; bold?: boolean }): string {
  return `BT /F${bold ? 2 : 1} ${size} Tf ${x} ${y} Td (${escape(text)}) Tj ET`;
}

function escape(text: string): string {
  return text.replace(/[()\\]/g, (sign) => ESCAPES[sign] ?? sign);
}
