// What a browser must fetch, hold and move is bounded, in quantities that are the same on every machine: 60 kB of JavaScript until
// the first message is read, few files before the list, as many rows as are seen, and nothing that moves by itself.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";

import { systemClock as clock } from "../../server/base/clock.ts";
import { createLog } from "../../server/base/log.ts";
import { openFolderStore } from "../../server/blobs/folder.ts";
import { createMail } from "../../server/mail/mail.ts";
import { openStore } from "../../server/store/open-store.ts";
import { fillLargeInbox } from "../support/large-inbox.ts";
import { openStage, PASSWORD } from "./browser.ts";

const cwd = join(import.meta.dirname, "../..");
const BUILD = `import { buildWeb } from "./tools/setup/build-web.mjs"; await buildWeb(process.cwd());`;

test("the built web client keeps its budgets", () => {
  for (const words of [["--input-type=module", "--eval", BUILD], ["tools/check-bundle.ts"]]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd, encoding: "utf8" });
    assert.equal(status, 0, stdout + stderr);
  }
});

test("an inbox of 20,000 messages is painted from one page, by few files, with few elements, and nothing moves", async () => {
  await using stage = await openStage();
  await fill(stage.dataDir, 20_000);
  const page = await stage.visit();
  await page.context().addInitScript(() => {
    const moved: string[] = [];
    Object.assign(window, { moved });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) moved.push(JSON.stringify(entry));
    }).observe({ type: "layout-shift", buffered: true });
  });
  const moved = (): Promise<string[]> => page.evaluate(() => (window as unknown as { moved: string[] }).moved);
  await page.reload();
  await page.locator("[name=username]").fill("pegawai.ramai");
  await page.locator("[name=password]").fill(PASSWORD);
  await page.locator("[name=password]").press("Enter");
  await page.locator(".row-link").first().waitFor();
  assert.deepEqual(await moved(), [], "where the sign-in page was");
  const response = await page.goto(`${stage.surel.url}/mail/`);
  await page.locator(".row-link").first().waitFor();
  const html = (await response?.text()) ?? "";
  const files = html.match(/(?:src|href)="\/assets\/[^"]+\.(?:js|css|svg)/g) ?? [];
  assert.ok(files.length <= 6, `files named by the page: ${files.join(" ")}`);
  assert.ok(html.length < 120_000, `the page with the first screen in it is ${html.length} characters`);

  const list = page.locator(".virtual-list");
  for (const share of [0, 0.5, 1]) {
    await list.evaluate((element, at) => (element.scrollTop = element.scrollHeight * at), share);
    await page.locator(".virtual-list li:nth-child(12) .row-link").waitFor();
    const { rows, inRows, elements } = await list.evaluate((element) => ({
      rows: element.querySelectorAll("li").length,
      inRows: element.querySelectorAll("li *").length,
      elements: document.querySelectorAll("*").length,
    }));
    assert.ok(rows <= 40, `${rows} rows stand in the page at ${share}`);
    assert.ok(inRows <= rows * 15, `${inRows} elements stand in ${rows} rows at ${share}`);
    assert.ok(elements <= 900, `${elements} elements stand in the page at ${share}`);
  }
  assert.deepEqual(await moved(), []);
});

test("what stands below a message does not move when the message comes, and toasts do not as others come and go", async () => {
  await using stage = await openStage();
  await fill(stage.dataDir, 2_000);
  const page = await stage.visit();
  await page.context().addInitScript(() => {
    const moved: string[] = [];
    Object.assign(window, { moved });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { sources: { node: Node | null }[] })[])
        for (const { node } of entry.sources) moved.push(node instanceof Element ? node.className : "");
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.reload();
  await page.locator("[name=username]").fill("pegawai.ramai");
  await page.locator("[name=password]").fill(PASSWORD);
  await page.locator("[name=password]").press("Enter");
  await page.locator(".row-link").first().waitFor();

  // One in plain text, one of a short and one of a large page of HTML.
  for (const at of [0, 1, 2]) {
    await page.locator(".virtual-list .row-subject").nth(at).click();
    await page.locator(".answer-bar").waitFor();
    await page.keyboard.press("Escape");
  }
  await page.locator(".conversation").waitFor({ state: "detached" });
  for (const count of [1, 2]) {
    await page.keyboard.press("e");
    await page
      .locator(".toast")
      .nth(count - 1)
      .waitFor();
  }
  await page.locator(".toast").first().getByRole("button", { name: "Tutup" }).click();
  await page.locator(".toast").nth(1).waitFor({ state: "detached" });
  const moved = await page.evaluate(() => (window as unknown as { moved: string[] }).moved);
  assert.ok(!moved.some((name) => /answer-bar|toast/.test(name)), moved.join("; "));
});

async function fill(dataDir: string, count: number): Promise<void> {
  const log = createLog({ level: "silent" });
  await using store = await openStore({ dataDir, join: true, log });
  const blobStore = await openFolderStore(join(dataDir, "blobs"));
  await using mail = await createMail({ db: store.db, blobStore, clock, log });
  await fillLargeInbox(mail, { count, password: PASSWORD });
}
