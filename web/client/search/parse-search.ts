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
    namesMailbox ||= operators[token.operator ?? ""] === "mailbox";
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
  | "is"
  | "size"
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
  sebelum: "before",
  before: "before",
  sesudah: "after",
  setelah: "after",
  sejak: "after",
  after: "after",
  since: "after",
  is: "is",
  status: "is",
  larger: "size",
  lebih: "size",
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

function tokenize(text: string): Token[] {
  const found: Token[] = [];
  for (const [, minus, operator, phrase, word] of text.normalize("NFC").matchAll(tokens)) {
    if (found.length === maxTokens) break;
    const isQuoted = phrase !== undefined;
    let value = (phrase ?? word ?? "").trim();
    let name = operator?.toLowerCase() ?? null;
    if (name !== null && operators[name] === undefined) {
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
  switch (token.operator === null ? undefined : operators[token.operator]) {
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
      return states[value.toLowerCase()] ?? asText;
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
    case "size": {
      const bytes = parseSize(value);
      return bytes === undefined ? asText : { minSize: bytes };
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

/** 2026-11-23, 23/11/2026, 23-11-2026, 2026-11, 2026, 7d or 7h(ari), and words. */
function parseDay(value: string, { startOfDay, startOfDate }: SearchContext): { start: Date } | undefined {
  const text = value.toLowerCase();
  const daysAgo = dayWords[text];
  if (daysAgo !== undefined) return { start: startOfDay(daysAgo) };
  const ago = /^(\d{1,4})(?:d|h|hari|days?)$/.exec(text);
  if (ago) return { start: startOfDay(Number(ago[1])) };
  const iso = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$/.exec(text);
  const local = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(text);
  const [year, month, day] = iso ? [iso[1], iso[2] ?? 1, iso[3] ?? 1] : local ? [local[3], local[2], local[1]] : [];
  if (year === undefined || Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31)
    return undefined;
  return { start: startOfDate(Number(year), Number(month), Number(day)) };
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
