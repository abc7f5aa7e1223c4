// Chromium without a window, as Debian brings it.

import { chromium, type Browser, type BrowserContext, type BrowserContextOptions } from "playwright-core";

import { PATIENCE_MS } from "./surel-process.ts";

const SHELL = "/usr/bin/chromium-headless-shell";
const WHOLE = "/usr/bin/chromium";
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The engine alone, at half the work; `isWhole` with the browser around it, which shows notices. */
export function launchChromium({ isWhole = false, flags = [] }: LaunchOptions = {}): Promise<Browser> {
  return chromium.launch({ executablePath: isWhole ? WHOLE : SHELL, args: [...FLAGS, ...flags] });
}

/** Another person at it, in Indonesian; every page is waited for as long as a slow machine may take. */
export async function openContext(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ locale: "id-ID", ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  return context;
}

export type LaunchOptions = { isWhole?: boolean; flags?: readonly string[] };
