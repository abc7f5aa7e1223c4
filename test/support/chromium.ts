// Chromium without a window, as Debian brings it: its engine whole, at half the work of the browser around it.

import { chromium, type Browser } from "playwright-core";

const PROGRAM = "/usr/bin/chromium-headless-shell";
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function launchChromium(...more: string[]): Promise<Browser> {
  return chromium.launch({ executablePath: PROGRAM, args: [...FLAGS, ...more] });
}
