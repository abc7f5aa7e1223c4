// Signing in as people do it: on a public computer, on a small screen, without JavaScript, with a reader of screens.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import type { Browser, BrowserContext, Page } from "playwright-core";

import { setPassword } from "../../server/auth/initial-password.ts";
import { sql } from "../../server/store/sql.ts";
import { openTestSecurity, OTHER_PASSWORD, PASSWORD } from "../support/account-security.ts";
import { freePort, PATIENCE_MS } from "../support/surel-process.ts";
import { launchChromium, openContext } from "../support/chromium.ts";
import { assertAccessible, PHONE } from "./browser.ts";
import { quickHash } from "../support/quick-password.ts";

const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const security = await openTestSecurity({ after }, { contact: { name: "Meja Layanan TIK" } }, url);
const { clock, db, siti } = security;
await security.app.listen({ host: "127.0.0.1", port });

let browser: Browser;
before(async () => {
  browser = await launchChromium();
});
after(async () => browser.close());

async function signIn(context: BrowserContext, { isPublic = false, username = "budi.santoso" } = {}): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${url}/sign-in?next=/account/security`);
  await page.getByLabel("Nama Pengguna").fill(username);
  await page.getByLabel("Kata Sandi", { exact: true }).fill(PASSWORD);
  if (isPublic) await page.getByLabel("Ini komputer umum").check();
  await page.getByRole("button", { name: "Masuk", exact: true }).click();
  return page;
}

/** Waits until the database says so: what a page sends on its way out arrives when it arrives. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await isSo())) {
    assert.ok(Date.now() < end, "it did not come");
    await new Promise((later) => setTimeout(later, 50));
  }
}

const isClosing = async () =>
  (await db.read((tx) => tx.row(sql`select 1 from session where public_computer and closing_at is not null`))) !==
  undefined;

test("R108: on a public computer the session ends with its last window, and only with the last", async () => {
  const context = await openContext(browser);
  const page = await signIn(context, { isPublic: true });
  await page.getByText("komputer umum").waitFor();
  const cookies = await context.cookies();
  assert.ok(
    cookies.filter(({ name }) => name !== "surel-language").every(({ expires }) => expires === -1),
    "none stays",
  );
  assert.equal(await page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length"), 0);

  const second = await context.newPage();
  let answers = 0;
  second.on("requestfinished", (request) => {
    if (request.url().endsWith("/account/window")) answers += 1;
  });
  await second.goto(`${url}/account/security/history`);
  // As it comes, and twice after it.
  await until(async () => answers === 3);
  await page.goto("about:blank");
  // The window that is left hears of it and answers.
  await until(async () => answers > 3);
  await until(async () => !(await isClosing()));
  clock.advance(60_000);
  await second.reload();
  await second.getByRole("heading", { name: "Aktivitas Masuk" }).waitFor();
  // What the page said on its way out is answered by the one that came.
  await until(async () => !(await isClosing()));

  await second.goto("about:blank");
  await until(isClosing);
  clock.advance(16_000);
  const cleared = second.waitForResponse((response) => response.url().includes("/sign-in"));
  await second.goto(`${url}/account/security`);
  await second.getByRole("heading", { name: "Masuk", exact: true }).waitFor();
  assert.equal((await (await cleared).allHeaders())["clear-site-data"], '"cache", "storage"');
  await context.close();
});

test("R57, R58, R33: while a new password is typed the form says what is missing and how strong it is", async () => {
  const context = await openContext(browser, { viewport: PHONE });
  const page = await signIn(context);
  await page.getByRole("link", { name: "Ubah Kata Sandi" }).click();
  const field = page.getByLabel("Kata Sandi Baru", { exact: true });
  await field.pressSequentially("budi2026");
  await page.getByText(/Kekuatan: sangat lemah\..*Jangan gunakan nama Anda/).waitFor();
  await assertAccessible(page, "the form with its meter");
  assert.equal(await page.locator('[data-rule="length"]').getAttribute("data-met"), "no");
  await field.fill(OTHER_PASSWORD);
  await page.getByText("Kata sandi ini dapat dipakai.").waitFor();
  assert.equal(await page.locator('[data-rule="length"]').getAttribute("data-met"), "yes");
  const confirmation = page.getByLabel("Konfirmasi Kata Sandi");
  await confirmation.pressSequentially("Perahu-biru");
  await page.getByText("Konfirmasi tidak sama dengan kata sandi baru.").waitFor();
  await confirmation.fill(OTHER_PASSWORD.slice(0, 8));
  await page.getByText("Konfirmasi tidak sama dengan kata sandi baru.").waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Tampilkan" }).nth(1).click();
  assert.equal(await field.getAttribute("type"), "text");
  await context.close();
});

describe("without JavaScript, on 360 pixels", () => {
  test("R44, R48, R49, R57, R119, R123: the first password is replaced, and each page fits and can be read aloud", async () => {
    const hash = await quickHash(PASSWORD);
    await db.write((tx) => setPassword(tx, siti, { hash, mustChange: true, now: new Date(clock.now()) }));
    const context = await openContext(browser, { viewport: PHONE, javaScriptEnabled: false });
    const page = await signIn(context, { username: "siti.rahayu", isPublic: true });
    await page.getByRole("heading", { name: "Ganti kata sandi awal Anda" }).waitFor();
    await page.getByLabel("Kata Sandi Lama").fill(PASSWORD);
    await page.getByLabel("Kata Sandi Baru", { exact: true }).fill("pendek");
    await page.getByLabel("Konfirmasi Kata Sandi").fill("pendek");
    await page.getByRole("button", { name: "Masuk", exact: true }).click();
    await page.getByRole("alert").getByText("sedikitnya 12 karakter").waitFor();
    await page.getByLabel("Kata Sandi Lama").fill(PASSWORD);
    await page.getByLabel("Kata Sandi Baru", { exact: true }).fill(OTHER_PASSWORD);
    await page.getByLabel("Konfirmasi Kata Sandi").fill(OTHER_PASSWORD);
    await page.getByRole("button", { name: "Masuk", exact: true }).click();
    await page.getByRole("heading", { name: "Keamanan", exact: true }).waitFor();
    await page.getByText("komputer umum").waitFor();
    await context.close();
  });

  test("R108, R109: no page is wider than the screen", async () => {
    const context = await openContext(browser, { viewport: PHONE });
    const page = await signIn(context);
    const paths = [
      "",
      "/password",
      "/history",
      "/history?show=failures",
      "/app-passwords",
      "/authenticator",
      "/recovery/email",
    ];
    for (const path of paths) {
      await page.goto(`${url}/account/security${path}`);
      const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
      assert.ok(Number(overflow) <= 0, `${path} by ${String(overflow)}`);
    }
    await assertAccessible(page, "a page of one's own security");
    await page.goto(`${url}/account/security/history`);
    await assertAccessible(page, "what happened to the account");
    await context.clearCookies();
    await page.goto(`${url}/sign-in`);
    await assertAccessible(page, "the sign-in page");
    await context.close();
  });
});
