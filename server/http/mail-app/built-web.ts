// The built web client (Vite's output), held in memory: a handful of files under names that change with their content.

import { readdir, readFile, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

import { hasCode } from "../../base/errors.ts";

export interface BuiltFile {
  content: Buffer;
  /** Present a moment after loading, for text that becomes smaller. */
  brotli?: Buffer;
  type: string;
  /** The name changes with the content, so it may be kept for ever. */
  immutable: boolean;
}

export interface BuiltWeb {
  /** By path, as "/assets/mail-4f2a.js". */
  files: ReadonlyMap<string, BuiltFile>;
  /** The application's page, whole. */
  mailPage: string;
  /** What it loads first. */
  scripts: readonly string[];
  styles: readonly string[];
  /** The sprite of icons. */
  pictures: readonly string[];
  /** All components on a page; only in a build for developing. */
  gallery?: string | undefined;
  /** What runs without a window; undefined where the build has none. */
  worker?: BuiltFile | undefined;
  /** What shows the lines above the list: loaded with the page where there are some, for the list waits for them. */
  notices: { scripts: readonly string[]; styles: readonly string[] };
  /** The words of each language, by its code: loaded when the language is known. */
  words: ReadonlyMap<string, string>;
  /** The JMAP calls of the first screen with placeholders, as the build wrote them; undefined when it wrote none. */
  firstScreenCalls?: unknown;
}

interface ManifestChunk {
  file: string;
  isEntry?: boolean;
  imports?: string[];
  css?: string[];
  assets?: string[];
}

const TYPES: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};
const COMPRESSIBLE = /^(?:text\/|application\/|image\/svg)/;
const PAGE = "mail/index.html";
const GALLERY = "ui/gallery/index.html";
const WORKER = "mail/service-worker.ts";
const NOTICES = "mail/shell/notice-lines.tsx";
const FIRST_SCREEN = "first-screen.json";
const compress = promisify(brotliCompress);

/** Asks whether there is a newer build each time; undefined while there is none. */
export function createWebLoader(folder: string): () => Promise<BuiltWeb | undefined> {
  let loaded: { at: number; web: Promise<BuiltWeb> } | undefined;
  return async () => {
    const at = await modifiedAt(join(folder, ".vite/manifest.json"));
    if (at === undefined) return undefined;
    if (loaded?.at !== at) loaded = { at, web: load(folder) };
    return loaded.web;
  };
}

async function load(folder: string): Promise<BuiltWeb> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map<string, BuiltFile>();
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name).slice(folder.length);
    if (!entry.isFile() || path.startsWith("/.vite/") || path.endsWith(".map")) continue;
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    files.set(path, { content: await readFile(join(folder, path)), type, immutable: path.startsWith("/assets/") });
  }
  const page = files.get(`/${PAGE}`);
  if (!page) throw new Error(`the built web client in ${folder} has no ${PAGE}`);
  const calls = files.get(`/${FIRST_SCREEN}`);
  const gallery = files.get(`/${GALLERY}`)?.content.toString("utf8");
  for (const path of [`/${GALLERY}`, `/${PAGE}`, `/${FIRST_SCREEN}`]) files.delete(path);
  const manifest = JSON.parse(await readFile(join(folder, ".vite/manifest.json"), "utf8")) as Record<
    string,
    ManifestChunk
  >;
  const chunks = chunksOf(manifest, PAGE);
  const isFirst = new Set(chunks);
  const notices = chunksOf(manifest, NOTICES).filter((chunk) => !isFirst.has(chunk));
  void compressAll(files);
  return {
    files,
    mailPage: page.content.toString("utf8"),
    scripts: scriptsOf(chunks),
    styles: stylesOf(chunks),
    notices: { scripts: scriptsOf(notices), styles: stylesOf(notices) },
    gallery,
    worker: files.get(`/${manifest[WORKER]?.file}`),
    pictures: [...new Set(chunks.flatMap(({ assets = [] }) => assets))]
      .filter((file) => file.endsWith(".svg"))
      .map((file) => `/${file}`),
    words: new Map(
      Object.entries(manifest).flatMap(([source, { file }]) => {
        const language = /^i18n\/(\w+)\.ts$/.exec(source)?.[1];
        return language === undefined ? [] : [[language, `/${file}`] as const];
      }),
    ),
    firstScreenCalls: calls && JSON.parse(calls.content.toString("utf8")),
  };
}

function scriptsOf(chunks: readonly ManifestChunk[]): string[] {
  return chunks.map(({ file }) => `/${file}`);
}

function stylesOf(chunks: readonly ManifestChunk[]): string[] {
  return [...new Set(chunks.flatMap(({ css = [] }) => css))].map((file) => `/${file}`);
}

/** The entry and everything that it imports before it runs. */
function chunksOf(manifest: Record<string, ManifestChunk>, entry: string, seen = new Set<string>()): ManifestChunk[] {
  const chunk = manifest[entry];
  if (!chunk || seen.has(entry)) return [];
  seen.add(entry);
  return [chunk, ...(chunk.imports ?? []).flatMap((name) => chunksOf(manifest, name, seen))];
}

/** In the background: until a file is done it goes out as it is. */
async function compressAll(files: ReadonlyMap<string, BuiltFile>): Promise<void> {
  for (const file of files.values()) {
    if (!COMPRESSIBLE.test(file.type) || file.content.length < 512) continue;
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: file.content.length,
    };
    const brotli = await compress(file.content, { params });
    if (brotli.length < file.content.length) file.brotli = brotli;
  }
}

async function modifiedAt(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}
