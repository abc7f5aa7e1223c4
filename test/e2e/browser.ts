// A browser on a running Surel: Debian's Chromium, one server for a test file, signed-in pages in contexts of their own.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Browser, Locator, Page } from "playwright-core";

import { launchChromium, openContext, type LaunchOptions } from "../support/chromium.ts";
import { PASSWORD, startWithSample } from "../support/sample.ts";
import type { SurelProcess } from "../support/surel-process.ts";

export { PASSWORD };
export const WIDE = { width: 1280, height: 800 };
export const PHONE = { width: 360, height: 740 };

const axePath = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

export interface Stage extends AsyncDisposable {
  surel: SurelProcess;
  dataDir: string;
  browser: Browser;
  signIn(options?: Visit): Promise<Page>;
  /** At the sign-in page, nobody signed in. */
  visit(options?: Visit): Promise<Page>;
}

export type Visit = {
  username?: string;
  viewport?: { width: number; height: number };
  colorScheme?: "light" | "dark";
  language?: "id" | "en";
  hasTouch?: boolean;
};

/** Starts Surel with its sample mail, and a browser. */
export async function openStage(options?: LaunchOptions): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), "surel-e2e-"));
  const dataDir = join(folder, "data");
  const surel = await startWithSample(dataDir);
  const browser = await launchChromium(options);
  return {
    surel,
    dataDir,
    browser,
    signIn: (options) => signIn(browser, surel.url, options),
    visit: (options) => openSignIn(browser, surel.url, options),
    async [Symbol.asyncDispose]() {
      await browser.close();
      await surel.killGroup();
      // The database's processes end a moment after their group was killed, and write until then.
      await rm(folder, { recursive: true, force: true, maxRetries: 40, retryDelay: 250 });
    },
  };
}

const complaints = new WeakMap<Page, string[]>();

async function openSignIn(browser: Browser, url: string, options: Visit = {}): Promise<Page> {
  const { viewport = WIDE, colorScheme = "light", language = "id", hasTouch = false } = options;
  const look = { viewport, colorScheme, hasTouch };
  const context = await openContext(browser, { ...look, reducedMotion: "reduce" });
  const page = await context.newPage();
  const heard: string[] = [];
  complaints.set(page, heard);
  page.on("pageerror", (error) => heard.push(String(error)));
  page.on("console", (message) => message.type() === "error" && heard.push(message.text()));
  await page.goto(`${url}/sign-in?language=${language}`);
  return page;
}

async function signIn(browser: Browser, url: string, options: Visit = {}): Promise<Page> {
  const { username = "budi.santoso", language = "id" } = options;
  const page = await openSignIn(browser, url, options);
  await page.locator("[name=username]").fill(username);
  await page.locator("[name=password]").fill(PASSWORD);
  await page.locator("[name=password]").press("Enter");
  await page.getByRole("heading", { name: language === "id" ? "Kotak Masuk" : "Inbox" }).waitFor();
  return page;
}

/** Keys of one sequence, sent together: a test that is held up between them would be a person who thinks it over. */
export async function pressTogether({ keyboard }: Page, ...keys: string[]): Promise<void> {
  await Promise.all(keys.map((key) => keyboard.press(key)));
}

/** What is fetched when the first screen is painted has come: all that listens to the whole page. */
export async function untilWhole(page: Page): Promise<void> {
  await page.locator(".skip-link").waitFor({ state: "attached" });
}

/** What is chosen in the settings is kept at the server, and may be left. */
export async function choose(page: Page, choice: Locator): Promise<void> {
  const isKept = page.waitForResponse(
    (response) => response.request().postData()?.includes("Preferences/set") === true && response.ok(),
  );
  await choice.check();
  await isKept;
}

/** Errors in the console are failures too. */
export function assertQuiet(page: Page): void {
  assert.deepEqual(complaints.get(page), []);
}

/** WCAG 2.2 A and AA by axe, on the page as it stands. */
export async function assertAccessible(page: Page, screen: string): Promise<void> {
  assert.deepEqual(await findViolations(page), [], `axe on ${screen}`);
}

/** What `assertAccessible` would complain of, in words. */
export async function findViolations(page: Page): Promise<string[]> {
  // The page's policy allows no other scripts; the debugger may still bring one.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(await readFile(axePath, "utf8"));
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(root: Document, options: object): Promise<{ violations: Finding[] }> };
    };
    type Finding = { id: string; nodes: { target: string[]; failureSummary: string }[] };
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    // Nothing is worked out about what passes, and no stylesheet is fetched again.
    const less = { resultTypes: ["violations"], preload: false };
    const result = await axe.run(document, { runOnly: { type: "tag", values: tags }, ...less });
    return result.violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(" ")} ${node.failureSummary}`).join("\n")}`,
    );
  });
}

/** What can be used, but stands beside the window where no scrolling reaches it (WCAG 1.4.10). */
export function findBeside(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const scrolls = (element: Element | null): boolean =>
      element !== null &&
      (["auto", "scroll"].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    const width = document.documentElement.clientWidth;
    return [...document.querySelectorAll("a, button, input, select, textarea, h1, h2, summary")]
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 1 && (box.left < -1 || box.right > width + 1))
      .filter(({ element }) => element.checkVisibility({ visibilityProperty: true }) && !scrolls(element.parentElement))
      .map(({ element, box }) => `${element.outerHTML.slice(0, 120)} from ${box.left} to ${box.right} of ${width}`);
  });
}
