// Chromium as the people's: at full speed, on an office computer of a quarter of it, and behind a slow mobile network.

import type { Browser, BrowserContext, CDPSession, Page } from "playwright-core";

import { launchChromium } from "../../test/support/chromium.ts";
import type { BenchServer } from "./server.ts";
import { installProbe } from "./probe.ts";

export const VIEWPORT = { width: 1280, height: 800 };

export interface Profile {
  name: string;
  /** By how much the processor is slowed. */
  slowdown: number;
  /** What WebPageTest calls slow 3G. */
  isSlow3g?: boolean;
}

export const normal: Profile = { name: "normal", slowdown: 1 };
export const slowComputer: Profile = { name: "4x CPU", slowdown: 4 };
export const slow3g: Profile = { name: "slow 3G", slowdown: 1, isSlow3g: true };

export interface Visitor {
  page: Page;
  cdp: CDPSession;
  context: BrowserContext;
  apply(profile: Profile): Promise<void>;
  isQuiet(): boolean;
  /** What went over the network since the last call. */
  traffic(): { requests: number; bytes: number; scriptBytes: number };
}

export function launch(): Promise<Browser> {
  return launchChromium({ isWhole: true, flags: ["--js-flags=--expose-gc"] });
}

/** A visitor with nothing in the cache. `cookies` are those of somebody signed in. */
export async function openVisitor(
  browser: Browser,
  { profile = normal, cookies }: { profile?: Profile; cookies?: Awaited<ReturnType<BrowserContext["cookies"]>> } = {},
): Promise<Visitor> {
  const context = await browser.newContext({ viewport: VIEWPORT, locale: "id-ID" });
  if (cookies) await context.addCookies(cookies);
  await context.addInitScript(installProbe);
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  await cdp.send("Performance.enable");
  const seen = { requests: 0, bytes: 0, scriptBytes: 0 };
  const scripts = new Set<string>();
  const onTheWay = new Set<string>();
  cdp.on("Network.requestWillBeSent", ({ requestId, type }) => {
    // Of what the document before had asked for nothing more may be told.
    if (type === "Document") onTheWay.clear();
    if (type !== "EventSource") onTheWay.add(requestId);
  });
  cdp.on("Network.loadingFailed", ({ requestId }) => onTheWay.delete(requestId));
  cdp.on("Network.responseReceived", ({ requestId, type, response }) => {
    if (response.fromDiskCache || response.fromPrefetchCache) return;
    if (type !== "EventSource") seen.requests++;
    if (/javascript/.test(response.mimeType)) scripts.add(requestId);
  });
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    onTheWay.delete(requestId);
    seen.bytes += encodedDataLength;
    if (scripts.has(requestId)) seen.scriptBytes += encodedDataLength;
  });
  const apply = async ({ slowdown, isSlow3g = false }: Profile) => {
    await cdp.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
    const bytesPerSecond = isSlow3g ? 400_000 / 8 : -1;
    await cdp.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: isSlow3g ? 400 : 0,
      downloadThroughput: bytesPerSecond,
      uploadThroughput: bytesPerSecond,
    });
  };
  await apply(profile);
  return {
    page,
    cdp,
    context,
    apply,
    isQuiet: () => onTheWay.size === 0,
    traffic: () => {
      const result = { ...seen };
      Object.assign(seen, { requests: 0, bytes: 0, scriptBytes: 0 });
      return result;
    },
  };
}

/** Fills the form of the sign-in page, as it stands. */
export async function fillSignIn({ page }: Visitor, { username, password }: BenchServer): Promise<void> {
  await page.locator("[name=username]").fill(username);
  await page.locator("[name=password]").fill(password);
}

export async function signIn(visitor: Visitor, server: BenchServer): Promise<void> {
  await visitor.page.goto(`${server.url}/sign-in`);
  await fillSignIn(visitor, server);
  await visitor.page.locator("[name=password]").press("Enter");
  await visitor.page.locator(".row-link").first().waitFor();
}

/** Until nothing is on its way over the network, and a while longer. */
export async function settle({ page, isQuiet }: Visitor, ms = 400): Promise<void> {
  await page.waitForTimeout(50);
  while (!isQuiet()) await page.waitForTimeout(20);
  await page.waitForTimeout(ms);
}
