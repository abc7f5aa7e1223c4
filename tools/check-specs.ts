// node tools/check-specs.ts [--write]: docs/specs.md lists every standard that the code cites, and where.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { isTest, readSourceFiles, report, repository, type SourceFile } from "./source-files.ts";

const CITATION = /\bRFC (\d{3,5})\b/g;
// Not "RFC822", which is a media type and an address type, and not what is no citation at all.
const OTHER_FORM = /\b(?:(?!RFC-?822\b)RFC-?\d{3,5}|rfc[ -]\d{3,5}|RFC \d{3,5},? (?:section|sec\.|Section) ?[\d.]+)\b/g;
const ROW = /^\| RFC (\d+) \| ([^|]*) \| ([^|]*) \| ([^|]*) \|(.*)$/gm;
const NOWHERE = "–";

/** For each RFC's number the folders that cite it, two names deep (`standards/mime`), sorted. */
export function findCitations(files: readonly SourceFile[]): Map<string, string[]> {
  const citations = new Map<string, string[]>();
  for (const { path, text } of files.filter((file) => isProduct(file.path))) {
    const folder = path.split("/").slice(0, -1).slice(0, 2).join("/");
    for (const [, number = ""] of text.matchAll(CITATION)) {
      const folders = citations.get(number) ?? [];
      if (!folders.includes(folder)) citations.set(number, [...folders, folder].sort());
    }
  }
  return citations;
}

function isProduct(path: string): boolean {
  return /^(?:standards|server|web)\//.test(path) && !isTest(path);
}

/** One sentence for each citation in another form than `RFC 5321 §4.5.2`. */
export function findOtherForms(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => !path.startsWith("tools/"))
    .flatMap(({ path, text }) =>
      [...text.matchAll(OTHER_FORM)].map(([form]) => `${path}: write "${form}" as "RFC 5321 §4.5.2" is written.`),
    );
}

/** The page with its column "where" as the citations have it. */
export function withFolders(page: string, citations: ReadonlyMap<string, readonly string[]>): string {
  return page.replace(ROW, (...row: string[]) => {
    const [, number = "", title, followed, , rest] = row;
    const where =
      citations
        .get(number)
        ?.map((folder) => `\`${folder}\``)
        .join(", ") ?? NOWHERE;
    return `| RFC ${number} | ${title} | ${followed} | ${where} |${rest}`;
  });
}

export function judgePage(page: string, citations: ReadonlyMap<string, readonly string[]>): string[] {
  const rows = new Map([...page.matchAll(ROW)].map(([, number = "", , followed = ""]) => [number, followed]));
  const problems: string[] = [];
  for (const [number, folders] of citations) {
    if (!rows.has(number))
      problems.push(`docs/specs.md lacks RFC ${number}, which ${folders.join(" and ")} cites: add its row.`);
  }
  for (const [number, followed] of rows) {
    if (!["yes", "partly", "no"].includes(followed))
      problems.push(`docs/specs.md: RFC ${number} is followed yes, partly or no.`);
    if (followed !== "no" && !citations.has(number)) {
      problems.push(
        `docs/specs.md says that RFC ${number} is followed, but no code cites it: cite it where it is obeyed, or say no.`,
      );
    }
  }
  return problems;
}

if (import.meta.main) {
  const path = join(repository, "docs/specs.md");
  const page = readFileSync(path, "utf8");
  const files = readSourceFiles();
  const citations = findCitations(files);
  const current = withFolders(page, citations);
  if (process.argv.includes("--write")) writeFileSync(path, current);
  else if (current !== page) report(["docs/specs.md is not current: run `node tools/check-specs.ts --write`."]);
  report([...judgePage(current, citations), ...findOtherForms(files)]);
}
