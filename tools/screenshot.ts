// Takes the pictures of the documentation from a running Surel with its sample mail.
// Usage: node tools/screenshot.ts FOLDER [URL]; the password of the sample accounts is in SUREL_DEMO_PASSWORD.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import type { Page } from "playwright-core";

import { launchChromium } from "../test/support/chromium.ts";

const [folder, url = "http://127.0.0.1:8080"] = process.argv.slice(2);
const { SUREL_DEMO_PASSWORD: password } = process.env;
if (folder === undefined || password === undefined) {
  console.error("Usage: SUREL_DEMO_PASSWORD=… node tools/screenshot.ts FOLDER [URL]");
  process.exit(1);
}

type Look = { name: string; width: number; height: number; colorScheme?: "light" | "dark"; scale?: number };

const looks: Look[] = [
  { name: "inbox", width: 1280, height: 800, scale: 2 },
  { name: "inbox-dark", width: 1280, height: 800, colorScheme: "dark", scale: 2 },
  { name: "inbox-wide", width: 1920, height: 1080 },
  { name: "inbox-tablet", width: 768, height: 1024 },
  { name: "inbox-phone", width: 360, height: 740, scale: 2 },
];

await mkdir(folder, { recursive: true });
const browser = await launchChromium();
for (const { name, width, height, colorScheme = "light", scale = 1 } of looks) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    deviceScaleFactor: scale,
    locale: "id-ID",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  await signIn(page);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  const link = page.getByRole("list", { name: "Daftar percakapan" }).getByRole("link");
  await link.nth(1).click();
  await page.getByRole("article").first().waitFor();
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: join(folder, `${name.replace("inbox", "conversation")}.png`) });
  await context.close();
}
await browser.close();

async function signIn(page: Page): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.locator("[name=username]").fill("budi.santoso");
  await page.locator("[name=password]").fill(password ?? "");
  await page.locator("[name=password]").press("Enter");
  await page.getByRole("list", { name: "Daftar percakapan" }).waitFor();
}
