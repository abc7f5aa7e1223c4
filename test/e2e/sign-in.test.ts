// Signing in as a browser does it: the application waits on the sign-in page and takes its place, and where it cannot the form works
// by itself.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import type { Page } from "playwright-core";

import { assertAccessible, assertQuiet, openStage, PASSWORD, PHONE, WIDE, type Stage } from "./browser.ts";

let stage: Stage;
before(async () => {
  stage = await openStage();
});
after(() => stage[Symbol.asyncDispose]());

/** It fetches its icons when it waits. */
async function untilWaiting(page: Page): Promise<void> {
  await page.locator("#icons").waitFor({ state: "attached" });
}

/** At the sign-in page, with the application waiting; the document is marked, to be known again. */
async function visit(options?: Parameters<Stage["visit"]>[0]): Promise<Page> {
  const page = await stage.visit(options);
  await untilWaiting(page);
  await page.evaluate(() => Object.assign(window, { isSame: true }));
  return page;
}

function isSameDocument(page: Page): Promise<boolean> {
  return page.evaluate(() => "isSame" in window);
}

async function submit(page: Page, username: string, password = PASSWORD): Promise<void> {
  await page.locator("[name=username]").fill(username);
  await page.locator("[name=password]").fill(password);
  await page.locator("[name=password]").press("Enter");
}

test("R35: the list comes without another page, at its own address, with nothing left of the form", async () => {
  const page = await visit();
  await submit(page, "budi.santoso");
  await page.getByRole("heading", { name: "Kotak Masuk" }).waitFor();
  assert.ok(await isSameDocument(page));
  assert.equal(new URL(page.url()).pathname, "/mail/");
  assert.equal(await page.locator("input[type=password]").count(), 0);
  await page.waitForFunction(() => document.title.includes("Kotak Masuk"));
  assert.equal(await page.locator("link[rel=manifest]").count(), 1);
  assert.equal(await page.locator("link[rel=stylesheet][href*='pages']").count(), 0);
  await assertAccessible(page, "the list after signing in");
  const sheets = (): Promise<string[]> =>
    page.evaluate(() => [...document.styleSheets].map(({ href, media }) => `${href} ${media.mediaText}`));
  const inPlace = await sheets();
  const background = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const colour = await background();

  await page.reload();
  await page.getByRole("heading", { name: "Kotak Masuk" }).waitFor();
  assert.equal(await isSameDocument(page), false);
  assert.deepEqual(
    (await sheets()).filter((sheet) => !inPlace.includes(sheet)),
    [],
    "all styles of the page were there",
  );
  assert.equal(await background(), colour);
  assertQuiet(page);
  await page.context().close();
});

test("R36: a wrong password is told on the same page, in its words, and the next try comes in", async () => {
  const page = await visit({ language: "en" });
  await submit(page, "budi.santoso", "Salah-Sekali-2026");
  await page.getByRole("alert").getByText("The username or the password is wrong.").waitFor();
  assert.ok(await isSameDocument(page));
  assert.match(await page.title(), /^The username or the password is wrong/);
  assert.equal(await page.locator("[name=username]").inputValue(), "budi.santoso");
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("name")), "password");
  // What makes the form comfortable is there again.
  await page.getByRole("button", { name: "Show" }).click();
  assert.equal(await page.locator("[name=password]").getAttribute("type"), "text");
  await assertAccessible(page, "the sign-in page with a refusal");
  await submit(page, "budi.santoso");
  await page.getByRole("heading", { name: "Inbox" }).waitFor();
  assert.ok(await isSameDocument(page));
  await page.context().close();
});

test("R44, R48: the first change of a password takes the place of the form, and leads into the mail", async () => {
  const page = await visit();
  await submit(page, "pegawai.baru");
  await page.getByRole("heading", { name: "Ganti kata sandi awal Anda" }).waitFor();
  await page.locator("[name=password]").fill(PASSWORD);
  await page.locator("[name=new-password]").fill("Kuda-Terbang-Ke-77-Pasar");
  await page.getByText("Kata sandi ini dapat dipakai.").waitFor();
  await page.locator("[name=confirm-password]").fill("Kuda-Terbang-Ke-77-Pasar");
  await page.locator("[name=confirm-password]").press("Enter");
  await page.getByRole("heading", { name: "Kotak Masuk" }).waitFor();
  await page.context().close();
});

test("a link into the mail is kept while one signs in, and pages outside the mail are gone to", async () => {
  const page = await visit();
  await page.goto(`${stage.surel.url}/mail/search?q=rapat`);
  await untilWaiting(page);
  await page.evaluate(() => Object.assign(window, { isSame: true }));
  await submit(page, "budi.santoso");
  await page.getByRole("heading", { name: "Hasil pencarian" }).waitFor();
  assert.ok(await isSameDocument(page));
  assert.equal(page.url(), `${stage.surel.url}/mail/search?q=rapat`);
  await page.context().close();

  const other = await visit();
  await other.goto(`${stage.surel.url}/account/security`);
  await untilWaiting(other);
  await submit(other, "siti.rahayu");
  await other.waitForURL("**/account/security");
  await other.context().close();
});

test("without a network the form says so as any page does, and works when it is back", async () => {
  const page = await visit();
  await page.context().setOffline(true);
  await submit(page, "budi.santoso");
  await page.waitForURL("chrome-error://**").catch(() => undefined);
  await page.context().setOffline(false);
  await page.goto(`${stage.surel.url}/sign-in`);
  await submit(page, "budi.santoso");
  await page.getByRole("heading", { name: "Kotak Masuk" }).waitFor();
  await page.context().close();
});

test("R113: who signed in so signs out as everybody does, and Back brings no mail", async () => {
  const page = await visit();
  await submit(page, "budi.santoso");
  await page.getByRole("heading", { name: "Kotak Masuk" }).waitFor();
  await page.getByRole("button", { name: "Budi Santoso" }).click();
  await page.getByRole("menuitem", { name: "Keluar" }).click();
  await page.waitForURL("**/signed-out");
  await page.goBack();
  await page.getByRole("button", { name: "Masuk", exact: true }).waitFor();
  assert.equal(await page.locator(".row-link").count(), 0);
  await page.context().close();
});

test("over a slow network the frame is there before the application, which takes exactly its places", async () => {
  // Of nobody who has signed in before: a line that tells of another device stands above the list.
  const page = await stage.signIn({ username: "meja.layanan" });
  const boxes = (): Promise<unknown[]> =>
    page.evaluate(() =>
      [".organisation-mark", ".search-box", ".panes-row"].map((part) => {
        const { x, y, width, height } = document.querySelector(part)!.getBoundingClientRect();
        return { part, x, y, width, height };
      }),
    );
  for (const viewport of [WIDE, PHONE]) {
    await page.setViewportSize(viewport);
    const { promise: arrives, resolve: arrive } = Promise.withResolvers<void>();
    await page.route(/\/assets\/.*\.js$/, async (route) => {
      await arrives;
      await route.continue();
    });
    await page.goto(`${stage.surel.url}/mail/`, { waitUntil: "commit" });
    await page.locator(".outline .search-box").waitFor();
    await page.waitForFunction(() => document.styleSheets.length > 0);
    const before = await boxes();
    arrive();
    await page.getByRole("heading", { name: "Kotak Masuk" }).waitFor();
    assert.deepEqual(await boxes(), before);
    assert.equal(await page.locator(".outline").count(), 0);
    await page.unroute(/\/assets\/.*\.js$/);
  }
  await page.context().close();
});
