// Chromium without a window, as Debian brings it.

import { chromium, type Browser } from "playwright-core";

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

export type LaunchOptions = { isWhole?: boolean; flags?: readonly string[] };
