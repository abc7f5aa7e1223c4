// What comes every week, for many weeks: lists grow long by it.

import { days, type Letter } from "../letter.ts";

const WEEKS = 14;
const cases = [3, 5, 2, 4, 7, 6, 9, 4, 3, 5, 8, 11, 6, 4];

function weekly(week: number): Letter {
  const number = 46 - week;
  return {
    sent: days(4 + week * 7, "11:47"),
    from: "puskesmas",
    to: ["dinkes"],
    cc: ["budi"],
    subject: `Laporan Mingguan SKDR Puskesmas Melati, minggu ke-${number}`,
    text: `Yth. Dinas Kesehatan,

Laporan minggu ke-${number}:

Diare akut            ${cases[week] ?? 0} kasus
Suspek demam berdarah ${week % 4} kasus
ISPA                  ${20 + ((week * 7) % 15)} kasus
Gigitan hewan         ${week % 3} kasus

Tidak ada kejadian luar biasa.

Tata Usaha Puskesmas Melati`,
    copies: week < 5 ? {} : { budi: { mailbox: "archive" } },
  };
}

export const reportLetters: readonly Letter[] = Array.from({ length: WEEKS }, (_, week) => weekly(week));
