// node tools/check-imports.ts: holds the sources against the import table and the rules of the layout, and teaches.

import { dirname, join, normalize } from "node:path";

import * as table from "./import-table.ts";
import { isTest, readSourceFiles, report, type SourceFile } from "./source-files.ts";

export interface Import {
  from: string;
  /** A path in the repository for files of ours, otherwise the module's name. */
  to: string;
  ours: boolean;
  typeOnly: boolean;
  names: string[];
}

const STATEMENT = /^(?:import|export)\s+(type\s)?([^"';]*?)\bfrom\s+"([^"]+)"/gm;
const BARE = /^import\s+"([^"]+)"/gm;
const DYNAMIC = /\bimport\(\s*"([^"]+)"/g;

export function readImports({ path, text }: SourceFile): Import[] {
  const found: Import[] = [];
  const add = (specifier: string, typeOnly: boolean, clause: string) => {
    const ours = specifier.startsWith(".");
    const to = ours ? normalize(join(dirname(path), specifier)) : specifier;
    const names = clause
      .replace(/[{}]/g, ",")
      .split(",")
      .map((name) => name.trim())
      .filter(Boolean);
    const allTypes = names.length > 0 && names.every((name) => name.startsWith("type "));
    found.push({ from: path, to, ours, typeOnly: typeOnly || allTypes, names });
  };
  for (const [, type, clause = "", specifier = ""] of text.matchAll(STATEMENT))
    add(specifier, type !== undefined, clause);
  for (const [, specifier = ""] of text.matchAll(BARE)) add(specifier, false, "");
  for (const [, specifier = ""] of text.matchAll(DYNAMIC)) add(specifier, false, "");
  return found;
}

const rooms = [...table.LAYERS.flat(), ...Object.keys(table.WEB), ...table.OUTSIDE].sort((a, b) => b.length - a.length);

export function roomOf(path: string): string | undefined {
  return rooms.find((room) => path.startsWith(`${room}/`));
}

/** The sentence for an import that the table does not allow, or undefined. */
export function judgeImport({ from, to, ours, typeOnly, names }: Import): string | undefined {
  const room = roomOf(from) ?? "";
  if (table.OUTSIDE.includes(room) || isTest(from)) return undefined;
  const line = `${from} imports ${to}`;
  if (!ours) {
    if (typeOnly) return undefined;
    const computes =
      names.length > 0 && names.every((name) => name.startsWith("type ") || table.COMPUTING_NAMES.includes(name));
    const socket = table.SOCKET_MODULES.includes(to) && !computes;
    if (room === "standards" && table.IMPURE_MODULES.includes(to) && !(computes && !isForBrowser(from))) {
      return `${line}: standards are pure code; take what it would fetch (bytes, a resolver, the time) as a parameter.`;
    }
    if (isForBrowser(from) && to.startsWith("node:")) {
      return `${line}: this also runs in the browser; use what both have (Uint8Array, TextDecoder, Intl).`;
    }
    if (socket && !table.SOCKET_ROOMS.includes(room)) {
      return `${line}: sockets are opened only in base and the surfaces; take a dialler or resolver as a parameter.`;
    }
    if (table.DATABASE_MODULES.includes(to) && room !== table.DATABASE_ROOM) {
      return `${line}: only server/store speaks to the database; add a named function to the aggregate's file there.`;
    }
    return undefined;
  }
  const target = roomOf(to) ?? "";
  if (to === table.STATEMENT_FILE && room !== table.DATABASE_ROOM) {
    return `${line}: SQL lives only in server/store; add a named function to the aggregate's file there.`;
  }
  if (room === target) return undefined;
  if (table.OUTSIDE.includes(target))
    return `${line}: ${target}/ is for tests and tools; what the product needs has a room of its own.`;
  const web = table.WEB[room];
  if (web) return web.some((allowed) => to.startsWith(`${allowed}/`)) ? undefined : judgeWeb(line, room);
  return judgeServer(line, room, target);
}

function judgeWeb(line: string, room: string): string {
  if (room === "web/ui") return `${line}: web/ui knows nothing of mail; pass what it shows as properties.`;
  const allowed = table.WEB[room] ?? [];
  return `${line}: ${room} may import only ${allowed.join(", ") || "itself"}; the server's side is reached through JMAP.`;
}

function judgeServer(line: string, room: string, target: string): string | undefined {
  const layer = layerOf(room);
  const targetLayer = layerOf(target);
  if (layer === undefined || targetLayer === undefined) {
    return `${line}: ${target || "that folder"} is not a room that ${room || "this folder"} may use (tools/import-table.ts).`;
  }
  if (targetLayer < layer) return undefined;
  if (table.SURFACES.includes(room) && table.SURFACES.includes(target)) {
    return `${line}: surfaces never import each other; let them meet in the database, or move what both need down into mail.`;
  }
  if (targetLayer === layer)
    return `${line}: ${room} and ${target} stand side by side; what both need belongs below them.`;
  return `${line}: ${target} stands above ${room}; take what is needed as a parameter, or move it down.`;
}

function layerOf(room: string): number | undefined {
  const index = table.LAYERS.findIndex((layer) => layer.includes(room));
  return index < 0 ? undefined : index;
}

function isForBrowser(path: string): boolean {
  return path.startsWith("web/") || table.BROWSER_STANDARDS.some((room) => path.startsWith(`${room}/`));
}

const STATEMENTS_OF_SQL =
  /["'`]\s*(?:select\s[^"'`]{0,400}?\sfrom\s|insert\s+into\s+\w|update\s+\w+\s+set\s|delete\s+from\s+\w|create\s+(?:table|index)\s|alter\s+table\s)/i;

/** What is wrong within one file, whatever it imports. */
export function judgeFile({ path, text }: SourceFile): string[] {
  const problems: string[] = [];
  const room = roomOf(path) ?? "";
  const product = !table.OUTSIDE.includes(room) && !isTest(path);
  const name = path.slice(path.lastIndexOf("/") + 1);
  const stem = name.replace(/(?:\.test|\.config|\.d)?\.\w+$/, "");
  const empty = path
    .replace(/\.\w+$/, "")
    .split("/")
    .find((part) => table.EMPTY_NAMES.includes(part.replace(/\.test$/, "")));
  if (empty)
    problems.push(
      `${path}: the name "${empty}" says nothing; name it after what it is, and let a helper live where it is used.`,
    );
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(stem) && !(name.endsWith(".tsx") && /^[A-Z][A-Za-z0-9]*$/.test(stem))) {
    problems.push(`${path}: files are kebab-case, components PascalCase.`);
  }
  const lines = text.split("\n").length;
  if (lines > table.MAX_LINES && !table.DATA_FILES.some((data) => data.test(path))) {
    problems.push(`${path}: ${lines} lines; past ${table.MAX_LINES} a file holds more than one thing: split it.`);
  }
  if (product && path !== "server/config.ts" && /\bprocess\.env\b/.test(text)) {
    problems.push(`${path}: only server/config.ts reads the environment; add a setting there and pass the value.`);
  }
  if (product && room !== table.DATABASE_ROOM && STATEMENTS_OF_SQL.test(text)) {
    problems.push(`${path}: SQL lives only in server/store; add a named function to the aggregate's file there.`);
  }
  return problems;
}

/** One sentence per ring of files that (not only for types) import each other. */
export function findCycles(imports: readonly Import[]): string[] {
  const targets = new Map<string, string[]>();
  for (const { from, to, ours, typeOnly } of imports) {
    if (ours && !typeOnly) targets.set(from, [...(targets.get(from) ?? []), to]);
  }
  const finished = new Set<string>();
  const problems: string[] = [];
  const visit = (file: string, trail: readonly string[]) => {
    const start = trail.indexOf(file);
    if (start >= 0) {
      problems.push(
        `${[...trail.slice(start), file].join(" -> ")}: a ring; move what they share into a file of its own.`,
      );
    } else if (!finished.has(file)) {
      for (const target of targets.get(file) ?? []) visit(target, [...trail, file]);
      finished.add(file);
    }
  };
  for (const file of targets.keys()) visit(file, []);
  return problems;
}

if (import.meta.main) {
  const files = readSourceFiles();
  const imports = files.flatMap(readImports);
  report([...imports.flatMap((one) => judgeImport(one) ?? []), ...files.flatMap(judgeFile), ...findCycles(imports)]);
}
