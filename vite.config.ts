// Builds the web client: web/mail/index.html and what it imports, into dist/web, with a manifest for the server.

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

export default defineConfig({
  root: "web",
  base: "/",
  publicDir: false,
  plugins: [writeFirstScreen()],
  build: {
    outDir: "../dist/web",
    emptyOutDir: true,
    target: ["chrome123", "edge123", "firefox128", "safari17.5"],
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    cssMinify: "lightningcss",
    reportCompressedSize: false,
    rolldownOptions: { input: { mail: "web/mail/index.html", worker: "web/mail/service-worker.ts" } },
  },
});
