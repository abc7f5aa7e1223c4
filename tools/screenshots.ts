// Takes a picture of every screen in two languages, two themes and four widths, from a running Surel with its sample mail.
// Usage: SUREL_DEMO_PASSWORD=… node tools/screenshots.ts FOLDER [URL] [PART-OF-NAME …], as "en-dark-360" or "composer".

import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import type { Browser, BrowserContext } from "playwright-core";

import { launchChromium } from "../test/support/chromium.ts";
import { leave, screens, type Screen } from "../test/e2e/screens.ts";

const [folder, url = "http://127.0.0.1:8080", ...wanted] = process.argv.slice(2);
const { SUREL_DEMO_PASSWORD: password } = process.env;
if (folder === undefined || password === undefined) {
  console.error("Usage: SUREL_DEMO_PASSWORD=… node tools/screenshots.ts FOLDER [URL] [PART-OF-NAME …]");
  process.exit(1);
}

const sizes = [
  { width: 360, height: 740 },
  { width: 768, height: 1024 },
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
];

type Cookies = Awaited<ReturnType<BrowserContext["cookies"]>>;

await mkdir(folder, { recursive: true });
const browser = await launchChromium();
const signedIn = new Map<Screen["as"], Cookies>([[null, []]]);
let failed = 0;
for (const language of ["id", "en"]) {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const viewport of sizes) {
      for (const [as, group] of Map.groupBy(screens, (screen) => screen.as)) {
        await take(group, { as, language, colorScheme, viewport });
      }
    }
  }
}
await browser.close();
if (failed > 0) process.exitCode = 1;

type Look = {
  as: Screen["as"];
  language: string;
  colorScheme: "light" | "dark";
  viewport: { width: number; height: number };
};

async function take(group: readonly Screen[], { as, language, colorScheme, viewport }: Look): Promise<void> {
  const nameOf = ({ name }: Screen) => `${name}-${language}-${colorScheme}-${viewport.width}`;
  const chosen = group.filter(
    (screen) =>
      (screen.isFor?.(viewport.width) ?? true) && wanted.every((part) => `-${nameOf(screen)}-`.includes(part)),
  );
  if (chosen.length === 0) return;
  const context = await browser.newContext({
    viewport,
    colorScheme,
    locale: language === "id" ? "id-ID" : "en-GB",
    reducedMotion: "reduce",
  });
  await context.addCookies(signedIn.get(as) ?? (await signIn(browser, as ?? "")));
  const page = await context.newPage();
  page.setDefaultTimeout(8_000);
  await page.goto(`${url}/sign-in?language=${language}`);
  for (const screen of chosen) {
    try {
      await screen.go(page, url, password ?? "");
      await page.waitForTimeout(150);
      await page.screenshot({ path: join(folder ?? "", `${nameOf(screen)}.png`) });
      if (as !== null) await leave(page);
    } catch (error) {
      failed++;
      console.error(`${nameOf(screen)}: ${String(error).split("\n", 1)[0]}`);
    }
  }
  await context.close();
}

/** Once for each person: signing in is made to be slow. */
async function signIn(from: Browser, username: string): Promise<Cookies> {
  const context = await from.newContext({ locale: "id-ID" });
  const page = await context.newPage();
  await page.goto(`${url}/sign-in`);
  await page.locator("[name=username]").fill(username);
  await page.locator("[name=password]").fill(password ?? "");
  await page.locator("[name=password]").press("Enter");
  await page.waitForURL((address) => !address.pathname.startsWith("/sign-in"));
  const cookies = (await context.cookies()).filter(({ name }) => !name.includes("language"));
  signedIn.set(username as Screen["as"], cookies);
  await context.close();
  return cookies;
}
