// What people type into the search box as a filter of Email/query: words, "phrases", -exclusions, OR/ATAU, and operators in
// Indonesian and English. What is no known operator is searched for as text, so that nothing typed is lost.
import type { EmailFilterCondition } from "../../../standards/jmap/email-query.ts";
import type { EmailFilter } from "../types.ts";

export type SearchContext = {
  /** Mailboxes that can be named after in: and di:, by any of the names people see. */
  mailboxes: readonly { id: string; role: string | null; names: readonly string[] }[];
  /** Where nothing else is said, these are left out: Trash and Spam. */
  hiddenMailboxIds: readonly string[];
  /** Midnight of the day `daysAgo` days before today in the person's zone. */
  startOfDay: (daysAgo: number) => Date;
  /** Midnight of a date in the person's zone. */
  startOfDate: (year: number, month: number, day: number) => Date;
};

export type Search = {
  filter: EmailFilter;
  /** The words searched for in the text, to be marked in what is found. */
  words: readonly string[];
};

type Token = { operator: string | null; value: string; isNegated: boolean; isQuoted: boolean };

const tokens = /(-)?(?:([\p{L}-]+):)?(?:"([^"]*)"?|(\S+))/gu;
const spacedOperator = /(?<=^|[\s-])(\p{L}[\p{L}-]*):\s+(?=\S)/gu;
const alternatives = new Set(["OR", "ATAU"]);
const maxTokens = 30;

/** Null for a search that says nothing. Never throws; longer searches than anyone types are cut. */
export function parseSearch(text: string, context: SearchContext): Search | null {
  const words: string[] = [];
  const groups: EmailFilter[][] = [];
  let isAlternative = false;
  let namesMailbox = false;
  for (const token of tokenize(text)) {
    if (token.operator === null && !token.isQuoted && !token.isNegated && alternatives.has(token.value)) {
      isAlternative = groups.length > 0;
      continue;
    }
    const condition = toCondition(token, context);
    if (condition === null) continue;
    namesMailbox ||= entryOf(operators, token.operator ?? "") === "mailbox";
    if (token.operator === null && !token.isNegated) words.push(token.value);
    const filter: EmailFilter = token.isNegated ? { operator: "NOT", conditions: [condition] } : condition;
    if (isAlternative) groups.at(-1)!.push(filter);
    else groups.push([filter]);
    isAlternative = false;
  }
  if (groups.length === 0) return null;
  const conditions = groups.map((group) => (group.length === 1 ? group[0]! : any(group)));
  if (!namesMailbox && context.hiddenMailboxIds.length > 0) {
    conditions.push({ inMailboxOtherThan: [...context.hiddenMailboxIds] });
  }
  return { filter: conditions.length === 1 ? conditions[0]! : { operator: "AND", conditions }, words };
}

type Operator =
  | "from"
  | "to"
  | "cc"
  | "bcc"
  | "subject"
  | "body"
  | "has"
  | "mailbox"
  | "before"
  | "after"
  | "on"
  | "is"
  | "larger"
  | "smaller"
  | "filename";

/** Every spelling of an operator. */
const operators: Readonly<Record<string, Operator>> = {
  dari: "from",
  from: "from",
  kepada: "to",
  ke: "to",
  to: "to",
  tembusan: "cc",
  cc: "cc",
  bcc: "bcc",
  subjek: "subject",
  perihal: "subject",
  subject: "subject",
  isi: "body",
  body: "body",
  ada: "has",
  has: "has",
  di: "mailbox",
  dalam: "mailbox",
  in: "mailbox",
  label: "mailbox",
  folder: "mailbox",
  sebelum: "before",
  before: "before",
  sesudah: "after",
  setelah: "after",
  sejak: "after",
  after: "after",
  since: "after",
  pada: "on",
  tanggal: "on",
  on: "on",
  is: "is",
  status: "is",
  larger: "larger",
  lebih: "larger",
  smaller: "smaller",
  kurang: "smaller",
  berkas: "filename",
  filename: "filename",
};

const states: Readonly<Record<string, EmailFilterCondition>> = {
  unread: { notKeyword: "$seen" },
  "belum-dibaca": { notKeyword: "$seen" },
  read: { hasKeyword: "$seen" },
  "sudah-dibaca": { hasKeyword: "$seen" },
  dibaca: { hasKeyword: "$seen" },
  starred: { hasKeyword: "$flagged" },
  berbintang: { hasKeyword: "$flagged" },
  bintang: { hasKeyword: "$flagged" },
  answered: { hasKeyword: "$answered" },
  dibalas: { hasKeyword: "$answered" },
  "sudah-dibalas": { hasKeyword: "$answered" },
  unanswered: { notKeyword: "$answered" },
  "belum-dibalas": { notKeyword: "$answered" },
  forwarded: { hasKeyword: "$forwarded" },
  diteruskan: { hasKeyword: "$forwarded" },
  draft: { hasKeyword: "$draft" },
  draf: { hasKeyword: "$draft" },
};

const attachmentWords = new Set(["lampiran", "attachment", "attachments", "berkas", "file"]);
const starWords = new Set(["bintang", "star"]);

/** What is typed may be the name of anything an object has. */
function entryOf<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  const key = name.toLowerCase();
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function tokenize(text: string): Token[] {
  const found: Token[] = [];
  // "dari: budi", as it is written elsewhere.
  const joined = text.normalize("NFC").replace(spacedOperator, (whole, name: string) => {
    return entryOf(operators, name) ? `${name}:` : whole;
  });
  for (const [, minus, operator, phrase, word] of joined.matchAll(tokens)) {
    if (found.length === maxTokens) break;
    const isQuoted = phrase !== undefined;
    let value = (phrase ?? word ?? "").trim();
    let name = operator?.toLowerCase() ?? null;
    if (name !== null && entryOf(operators, name) === undefined) {
      value = `${operator}:${value}`;
      name = null;
    }
    if (value !== "" && value !== "-") found.push({ operator: name, value, isNegated: minus !== undefined, isQuoted });
  }
  return found;
}

/** Null for an operator whose value says nothing. */
function toCondition(token: Token, context: SearchContext): EmailFilter | null {
  const { value } = token;
  const asText = { text: token.operator === null ? quoted(token) : `${token.operator}:${value}` };
  switch (entryOf(operators, token.operator ?? "")) {
    case undefined:
      return asText;
    case "from":
      return { from: value };
    case "to":
      return any([{ to: value }, { cc: value }, { bcc: value }]);
    case "cc":
      return { cc: value };
    case "bcc":
      return { bcc: value };
    case "subject":
      return { subject: quoted(token) };
    case "body":
      return { body: quoted(token) };
    case "filename":
      return { operator: "AND", conditions: [{ hasAttachment: true }, { text: quoted(token) }] };
    case "has":
      if (attachmentWords.has(value.toLowerCase())) return { hasAttachment: true };
      return starWords.has(value.toLowerCase()) ? { hasKeyword: "$flagged" } : asText;
    case "is":
      return entryOf(states, value) ?? asText;
    case "mailbox": {
      const found = findMailbox(value, context);
      return found === undefined ? asText : { inMailbox: found };
    }
    case "before": {
      const start = parseDay(value, context)?.start;
      return start ? { before: toUtcDate(start) } : asText;
    }
    case "after": {
      const start = parseDay(value, context)?.start;
      return start ? { after: toUtcDate(start) } : asText;
    }
    case "on": {
      const day = parseDay(value, context);
      return day ? { after: toUtcDate(day.start), before: toUtcDate(day.end) } : asText;
    }
    case "larger": {
      const bytes = parseSize(value);
      return bytes === undefined ? asText : { minSize: bytes };
    }
    case "smaller": {
      const bytes = parseSize(value);
      return bytes === undefined ? asText : { maxSize: bytes };
    }
  }
}

/** The server takes quotation marks as exact words. */
function quoted({ value, isQuoted }: Token): string {
  return isQuoted ? `"${value}"` : value;
}

function any(conditions: EmailFilter[]): EmailFilter {
  return { operator: "OR", conditions };
}

function findMailbox(value: string, { mailboxes }: SearchContext): string | undefined {
  const fold = (text: string) => text.toLowerCase().replace(/[\s_-]+/g, "");
  const wanted = fold(value);
  const named = mailboxes.find(({ role, names }) => role === wanted || names.some((name) => fold(name) === wanted));
  return (named ?? mailboxes.find(({ names }) => names.some((name) => fold(name).startsWith(wanted))))?.id;
}

const dayWords: Readonly<Record<string, number>> = {
  today: 0,
  "hari-ini": 0,
  yesterday: 1,
  kemarin: 1,
  week: 7,
  minggu: 7,
  month: 30,
  bulan: 30,
  year: 365,
  tahun: 365,
};

/** 2026-11-23, 23/11/2026, 23-11-2026, 2026-11, 2026, 7d or 7h(ari), and words; the day, month or year ends at `end`. */
function parseDay(value: string, { startOfDay, startOfDate }: SearchContext): { start: Date; end: Date } | undefined {
  const text = value.toLowerCase();
  const ago = /^(\d{1,4})(?:d|h|hari|days?)$/.exec(text);
  const daysAgo = ago ? Number(ago[1]) : entryOf(dayWords, text);
  if (daysAgo !== undefined) return { start: startOfDay(daysAgo), end: startOfDay(daysAgo - 1) };
  const iso = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$/.exec(text);
  const local = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(text);
  const parts = iso ? iso.slice(1) : local ? [local[3], local[2], local[1]] : [];
  const [year, month, day] = parts.map((part) => (part === undefined ? undefined : Number(part)));
  if (year === undefined || !isWithin(month, 12) || !isWithin(day, 31)) return undefined;
  return {
    start: startOfDate(year, month ?? 1, day ?? 1),
    // The day 32 or the month 13 is the first of what follows.
    end: day
      ? startOfDate(year, month!, day + 1)
      : month
        ? startOfDate(year, month + 1, 1)
        : startOfDate(year + 1, 1, 1),
  };
}

function isWithin(value: number | undefined, last: number): boolean {
  return value === undefined || (value >= 1 && value <= last);
}

function parseSize(value: string): number | undefined {
  const match = /^(\d+(?:[.,]\d+)?)\s*([km]?)b?$/i.exec(value);
  if (!match) return undefined;
  const factor = { "": 1, k: 1024, m: 1024 ** 2 }[match[2]!.toLowerCase()]!;
  return Math.round(Number(match[1]!.replace(",", ".")) * factor);
}

/** Whole seconds, as RFC 8620 §1.4 wants a UTCDate without a zero fraction. */
function toUtcDate(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
