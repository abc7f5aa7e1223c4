// Date-times of mail: reads RFC 5322 §3.3 with the obsolete forms of §4.3 and the usual mistakes, writes the same.

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/** What Indonesian programs put where the name differs. */
const indonesianMonths: Record<string, string> = {
  mei: "may",
  agu: "aug",
  ags: "aug",
  agt: "aug",
  okt: "oct",
  des: "dec",
};
const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** RFC 5322 §4.3; every other name is taken as UTC, as it says. */
const zoneMinutes: Record<string, number> = {
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  wib: 420,
  wita: 480,
  wit: 540,
};

const dateTime =
  /^\s*(?:[a-z]{3,9}\s*[.,]?\s*)?(\d{1,2})[\s-]+([a-z]{3})[a-z]*\.?[\s,-]+(\d{2,4})[\s,]+(\d{1,2})[:.](\d{1,2})(?:[:.](\d{1,2})(?:[.,]\d+)?)?\s*(am|pm)?\s*(.*)$/i;
/** The order of C's ctime, which some programs write. */
const ctime =
  /^\s*(?:[a-z]{3}\s+)([a-z]{3})\s+(\d{1,2})\s+(\d{1,2}:\d{1,2}(?::\d{1,2})?)\s+(?:([a-z]+)\s+)?(\d{4})\s*(.*)$/i;
/** RFC 3339, which is no date of mail. */
const iso = /^\s*(\d{4})-(\d{2})-(\d{2})[T\s]+(\d{1,2}:\d{2}.*)$/i;
/** "Feb 3, 2026 09:30:00 +0700" */
const american = /^\s*(?:[a-z]{3,9}\s*,\s*)?([a-z]{3})[a-z]*\.?\s+(\d{1,2}),\s*(\d{4}),?\s+(.*)$/i;
const maxLength = 200;

/** RFC 3339 with the offset as written ("Z" for UTC), or null. Comments are ignored, as is a wrong day of the week. */
export function parseDate(value: string): string | null {
  let text = value.slice(0, maxLength).replace(/\([^()]*\)/g, " ");
  const swapped = ctime.exec(text);
  if (swapped) text = `${swapped[2]} ${swapped[1]} ${swapped[5]} ${swapped[3]} ${swapped[6] || swapped[4] || ""}`;
  text = text.replace(american, "$2 $1 $3 $4");
  const written = iso.exec(text);
  if (written) text = `${written[3]} ${months[Number(written[2]) - 1] ?? "?"} ${written[1]} ${written[4]}`;
  const match = dateTime.exec(text);
  if (!match) return null;

  const day = Number(match[1]);
  const name = match[2]!.toLowerCase();
  const month = months.indexOf(indonesianMonths[name] ?? name);
  const year = fullYear(match[3]!);
  let hour = Number(match[4]);
  if (match[7]) hour = (hour % 12) + (match[7].toLowerCase() === "pm" ? 12 : 0);
  const minute = Number(match[5]);
  const second = Number(match[6] ?? 0);
  if (month < 0 || day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59 || second > 60) return null;

  const time = `${two(hour)}:${two(minute)}:${two(Math.min(second, 59))}`;
  return `${String(year).padStart(4, "0")}-${two(month + 1)}-${two(day)}T${time}${parseZone(match[8]!)}`;
}

/** RFC 5322 §3.3 in the given offset from UTC. */
export function formatDate(date: Date, offsetMinutes = 0): string {
  const local = new Date(date.getTime() + offsetMinutes * 60_000);
  const month = months[local.getUTCMonth()]!;
  const day = `${weekdays[local.getUTCDay()]}, ${local.getUTCDate()} ${month[0]!.toUpperCase()}${month.slice(1)}`;
  const time = `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}:${two(local.getUTCSeconds())}`;
  const offset = Math.abs(offsetMinutes);
  const zone = `${offsetMinutes < 0 ? "-" : "+"}${two(Math.floor(offset / 60))}${two(offset % 60)}`;
  return `${day} ${String(local.getUTCFullYear()).padStart(4, "0")} ${time} ${zone}`;
}

/** RFC 5322 §4.3: two digits are 2000 to 2049 or 1950 to 1999, three are counted from 1900. */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length === 2) return year < 50 ? 2000 + year : 1900 + year;
  return digits.length === 3 ? 1900 + year : year;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(2000 + (year % 400), month + 1, 0)).getUTCDate();
}

function parseZone(text: string): string {
  const offset = /^(?:gmt|utc)?\s*([+-])\s?(\d{1,2}):?(\d{2})(?!\d)/i.exec(text);
  if (offset && Number(offset[2]) < 24 && Number(offset[3]) < 60) {
    return formatZone((offset[1] === "-" ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3])));
  }
  const hours = /^(?:gmt|utc)\s*([+-])\s?(\d{1,2})(?!\d)/i.exec(text);
  if (hours && Number(hours[2]) < 24) return formatZone((hours[1] === "-" ? -60 : 60) * Number(hours[2]));
  return formatZone(zoneMinutes[/^[a-z]+/i.exec(text)?.[0].toLowerCase() ?? ""] ?? 0);
}

function formatZone(minutes: number): string {
  if (minutes === 0) return "Z";
  const offset = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(offset / 60))}:${two(offset % 60)}`;
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}
