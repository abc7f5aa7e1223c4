// Builds the web client: web/mail/index.html and what it imports, into dist/web, with a manifest for the server.

import { readFile } from "node:fs/promises";

import { defineConfig, type Plugin } from "vite";

import { firstScreenCalls, firstScreenPlaceholders } from "./web/client/first-screen.ts";

/** What the first screen asks, for the server to answer inside the page (web/client/first-screen.ts). */
function writeFirstScreen(): Plugin {
  return {
    name: "surel:first-screen",
    generateBundle() {
      const { accountId, mailboxId } = firstScreenPlaceholders;
      const source = JSON.stringify(firstScreenCalls(accountId, mailboxId));
      this.emitFile({ type: "asset", fileName: "first-screen.json", source });
    },
  };
}

/**
 * The editor brings handles to resize pictures, drawn with inline styles, which the policy of our pages forbids: they are left out.
 * Its unminified file is the one in which they can be told apart.
 */
function leaveOutResizing(): Plugin {
  const resizer = /^var ImageResizer = class \{$[^]*?^\};$/m;
  return {
    name: "surel:leave-out-resizing",
    enforce: "pre",
    transform(code, id) {
      if (!id.includes("squire-raw.mjs")) return undefined;
      if (!resizer.test(code))
        throw new Error("squire-rte no longer has its ImageResizer where vite.config.ts seeks it");
      return { code: code.replace(resizer, "var ImageResizer = class { destroy() {} };"), map: null };
    },
  };
}

/**
 * A file of web/i18n/parts gets of each language the one part of its name (settings.ts: `settings`), so that these words come with the
 * chunk that says them, though a language is one file; whoever else imports a language gets its core.
 */
function splitLanguages(): Plugin {
  const importerOfPart = /\/web\/i18n\/(?:parts\/([\w-]+)\.ts|[\w-]+\.ts\?part=([\w-]+))$/;
  const ofLanguages = /\/(?:languages|load-language|part-of|[a-z]{2,3})\.ts$/;
  const languageFile = /\/web\/i18n\/[a-z]{2,3}\.ts(?:\?part=([\w-]+))?$/;
  return {
    name: "surel:split-languages",
    enforce: "pre",
    resolveId(source, importer = "") {
      const [, file, query] = importerOfPart.exec(importer) ?? [];
      const part = file ?? query;
      if (part === undefined || !ofLanguages.test(source)) return undefined;
      return `${new URL(source, `file://${importer}`).pathname}?part=${part}`;
    },
    async load(id) {
      const [path = "", part] = id.split("?part=");
      return part === undefined ? undefined : { code: await readFile(path, "utf8"), moduleType: "ts" };
    },
    transform(code, id) {
      const table = /\/web\/i18n\/languages\.ts\?part=([\w-]+)$/.exec(id);
      const match = table ?? languageFile.exec(id);
      if (!match) return undefined;
      const name = (match[1] ?? "core").replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
      // Plain objects are smaller than namespaces.
      const whole = /^import \* as (\w+) from (.*);$/gm;
      if (table)
        return {
          code: code.replace(whole, `import { ${name} as $1_ } from $2; const $1 = { ${name}: $1_ };`),
          map: null,
        };
      if (!code.includes(`\nexport const ${name}`)) throw new Error(`${id} has no part ${name}`);
      const other = new RegExp(`^export const (?!${name}\\b)`, "gm");
      return { code: code.replace(other, "const "), map: null };
    },
  };
}

const BASE = /preact|preload-helper|\/ui\/(?:lazy\.tsx|sprite\.ts)$|\/mail\/(?:when-idle|state\/decode-percent)\.ts$/;
/** The composer needs the cleaner too, and so do printing and previews. */
const SHOWS_TEXT =
  /dompurify|\/mail\/reading\/(?:allowed-html|bound-html|clean-css|fold-quotes|open-frame|parse-text|prepare-html|sanitize-html)\.ts$/;

const input = { mail: "web/mail/index.html", worker: "web/mail/service-worker.ts" };
/** The components beside each other, for those who build them. */
const gallery = { gallery: "web/ui/gallery/index.html" };

export default defineConfig(({ mode }) => ({
  root: "web",
  base: "/",
  publicDir: false,
  resolve: {
    alias: { "squire-rte": new URL("node_modules/squire-rte/dist/squire-raw.mjs", import.meta.url).pathname },
  },
  plugins: [writeFirstScreen(), leaveOutResizing(), splitLanguages()],
  build: {
    outDir: "../dist/web",
    emptyOutDir: true,
    target: ["chrome123", "edge123", "firefox128", "safari17.5"],
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    cssMinify: "lightningcss",
    reportCompressedSize: false,
    rolldownOptions: {
      input: mode === "development" ? { ...input, ...gallery } : input,
      // One file for what every other one needs, and one for the text of messages: fewer requests, and they pack better.
      output: {
        // The first file names all later ones, and what tells their versions apart packs badly: in few different letters, better.
        hashCharacters: "hex",
        codeSplitting: {
          groups: [
            { name: "base", test: BASE, priority: 2 },
            { name: "text", test: SHOWS_TEXT, priority: 1 },
          ],
        },
      },
    },
  },
}));
