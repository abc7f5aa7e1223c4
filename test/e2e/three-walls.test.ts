// A message can run nothing and fetch nothing: each of the three walls holds with the others taken down, and the attacks do
// succeed where none stands, so that the test would notice.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import type { Browser, Page } from "playwright-core";
import { build } from "vite";

import { launchChromium, openContext } from "../support/chromium.ts";
import { PATIENCE_MS } from "../support/surel-process.ts";
import { hostileLinks, hostileMail } from "./hostile-mail.ts";
import type { Walls } from "./walls-page.ts";

const HERE = import.meta.dirname;
/** Long enough for a handler to run or a request to leave. */
const MOMENT_MS = 120;

let folder: string;
let server: Server;
let browser: Browser;
let page: Page;
let stolen: string[] = [];
let attacks: string[] = [];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "surel-walls-"));
  await build({
    configFile: false,
    root: HERE,
    logLevel: "error",
    build: {
      outDir: folder,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: join(HERE, "walls-page.ts"), output: { entryFileNames: "page.js" } },
    },
  });
  server = createServer(
    (request, response) =>
      void answer(request.url ?? "/").then(({ type, content }) => {
        response.setHeader("content-type", type).end(content);
      }),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  browser = await launchChromium();
  page = await (await openContext(browser)).newPage();
  await page.exposeFunction("attack", (what: string) => attacks.push(what));
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});
after(async () => {
  await browser.close();
  server.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 40, retryDelay: 250 });
});

async function answer(url: string): Promise<{ type: string; content: string | Buffer }> {
  if (url.startsWith("/stolen")) stolen.push(url);
  if (url === "/")
    return { type: "text/html", content: "<!doctype html><body><script type=module src=/page.js></script>" };
  if (url === "/without-policy.html") return { type: "text/html", content: "<!doctype html><body></body>" };
  if (url === "/page.js") return { type: "text/javascript", content: await readFile(join(folder, "page.js")) };
  if (url.startsWith("/assets/")) return { type: "text/html", content: await readFile(join(folder, url)) };
  return { type: "text/plain", content: "" };
}

/**
 * Which messages ran or, with "anything", also fetched something behind these walls. What is sure to is waited for, as long as a slow
 * machine may take.
 */
async function successes(
  walls: Walls,
  what: "running" | "anything" = "anything",
  sure: readonly string[] = [],
): Promise<string[]> {
  const found: string[] = [];
  for (const [name, html] of Object.entries(hostileMail)) {
    attacks = [];
    stolen = [];
    await page.evaluate(([text, standing]) => window.showMessage(text, standing), [html, walls] as const);
    const isFound = (): boolean => attacks.length > 0 || (what === "anything" && stolen.length > 0);
    await sleep(MOMENT_MS);
    for (const endMs = Date.now() + PATIENCE_MS; sure.includes(name) && !isFound() && Date.now() < endMs;)
      await sleep(MOMENT_MS);
    if (isFound()) found.push(name);
  }
  return found;
}

test("without any wall the attacks succeed", async () => {
  const sure = ["script", "handler of a picture", "picture from outside", "inline styles that fetch"];
  const found = await successes({ sanitize: false, sandbox: false, policy: false }, "anything", sure);
  for (const name of sure) assert.ok(found.includes(name), name);
});

test("the sanitizer alone stops every attack", async () => {
  assert.deepEqual(await successes({ sanitize: true, sandbox: false, policy: false }), []);
});

test("the sandbox alone lets nothing run", async () => {
  assert.deepEqual(await successes({ sanitize: false, sandbox: true, policy: false }, "running"), []);
});

test("the policy alone lets nothing run and nothing be fetched", async () => {
  // A page may always be left: refreshing is what the sandbox and the sanitizer stop.
  const found = await successes({ sanitize: false, sandbox: false, policy: true });
  assert.deepEqual(
    found.filter((name) => name !== "refreshing page"),
    [],
  );
});

test("R105: no link leads to a script, and those that remain open a page that knows nothing of us", async () => {
  const html = await page.evaluate(
    (text) => window.showMessage(text, { sanitize: true, sandbox: true, policy: true }),
    hostileLinks,
  );
  assert.doesNotMatch(html, /script:|data:|<form|<button|_top/);
  assert.match(html, /<a [^>]*href="https:\/\/contoh\.example\/"[^>]*>6/);
  assert.match(html, /rel="noopener noreferrer nofollow"/);
});

test("what the author meant stays: tables, widths, colours and styles", async () => {
  const html = await page.evaluate(
    (text) => window.showMessage(text, { sanitize: true, sandbox: true, policy: true }),
    `
    <style>.a{color:red}@import "x"; .b{background:url(x) blue}</style>
    <table width="600" cellpadding="4" align="center" bgcolor="#eeeeee"><tr><td colspan="2" style="padding:8px;position:fixed">x</td></tr></table>`,
  );
  assert.match(html, /<table [^>]*width="600"/);
  assert.match(html, /align="center"/);
  assert.match(html, /bgcolor="#eeeeee"/);
  assert.match(html, /style="padding: ?8px;?"/);
  assert.match(html, /\.a \{ color: red; \}/);
  assert.doesNotMatch(html, /url\(|@import/);
});
