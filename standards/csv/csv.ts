// Comma-separated values, RFC 4180, as spreadsheets write and read them.

export interface CsvRecord {
  /** Of its first line in the text, counted from 1. */
  line: number;
  fields: string[];
}

export interface CsvProblem {
  line: number;
  problem: "quoteNotClosed" | "textAfterQuote";
}

/**
 * Records in order, empty lines left out, fields with the spaces they have. `separator` is "," unless a spreadsheet of a
 * country that writes decimals with a comma made the file (";"): `findCsvSeparator`.
 */
export function parseCsv(text: string, separator: "," | ";" = ","): CsvRecord[] | CsvProblem {
  const records: CsvRecord[] = [];
  const separators = new RegExp(`${separator}|\\r?\\n|\\r|$`, "g");
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  let line = 1;
  let record: CsvRecord = { line, fields: [] };
  while (at < text.length) {
    let field: string;
    if (text[at] === '"') {
      // RFC 4180 §2: a quote within quotes is doubled.
      const end = findClosingQuote(text, at + 1);
      if (end < 0) return { line, problem: "quoteNotClosed" };
      field = text.slice(at + 1, end).replaceAll('""', '"');
      line += field.split(/\r\n|\r|\n/).length - 1;
      at = end + 1;
      if (at < text.length && text[at] !== separator && !/[\r\n]/.test(text[at] ?? "")) {
        return { line, problem: "textAfterQuote" };
      }
    } else {
      field = "";
    }
    separators.lastIndex = at;
    const found = separators.exec(text);
    const end = found?.index ?? text.length;
    const delimiter = found?.[0] ?? "";
    record.fields.push(field + text.slice(at, end));
    at = end + delimiter.length;
    if (delimiter === separator && at < text.length) continue;
    if (delimiter === separator) record.fields.push("");
    if (record.fields.length > 1 || record.fields[0] !== "") records.push(record);
    line++;
    record = { line, fields: [] };
  }
  return records;
}

/** The separator of the first line. */
export function findCsvSeparator(text: string): "," | ";" {
  const first = /^[^\r\n]*/.exec(text)?.[0] ?? "";
  return first.includes(";") && !first.includes(",") ? ";" : ",";
}

function findClosingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return -1;
}

/** Lines end with CRLF (RFC 4180 §2). Fields are written as they are: who takes them from strangers keeps formulas out. */
export function formatCsv(records: readonly (readonly string[])[]): string {
  return records.map((fields) => `${fields.map(formatField).join(",")}\r\n`).join("");
}

function formatField(field: string): string {
  return /[",;\r\n]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
