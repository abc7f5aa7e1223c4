// From an address or a submitted password to the painted list: with and without what the browser keeps, on a slow network too.

import type { Browser, BrowserContext } from "playwright-core";

import { fillSignIn, normal, openVisitor, settle, signIn, slow3g, slowComputer, type Profile } from "./browser.ts";
import type { Visitor } from "./browser.ts";
import type { Row } from "./report.ts";
import type { BenchServer } from "./server.ts";

/** Somebody types a name and a password for at least so long. */
const TYPING_MS = 6_000;

type Cookies = Awaited<ReturnType<BrowserContext["cookies"]>>;

export async function measureStartUp(browser: Browser, server: BenchServer): Promise<Row[]> {
  const first = await openVisitor(browser);
  await signIn(first, server);
  const cookies = await first.context.cookies();
  await settle(first);
  const warm = await repeat(10, () => paintList(first, server, normal));
  const warmSlow = await repeat(5, () => paintList(first, server, slowComputer));
  first.traffic();
  const warm3g = await repeat(3, () => paintList(first, server, slow3g));
  const warmTraffic = first.traffic();
  await first.context.close();

  const cold = await repeat(5, () => paintCold(browser, server, { cookies, profile: normal }));
  const cold3g = await repeat(3, () => paintCold(browser, server, { cookies, profile: slow3g }));
  const signIns = await repeat(8, () => submit(browser, server, { profile: normal, typingMs: 1_500 }));
  const signInsSlow = await repeat(4, () => submit(browser, server, { profile: slowComputer, typingMs: 3_000 }));
  const signIns3g = await repeat(3, () => submit(browser, server, { profile: slow3g, typingMs: TYPING_MS }));
  const listOf = (visits: Painted[]) => visits.map(({ listMs }) => listMs);
  const first3g = cold3g[0]!;
  return [
    { what: "sign-in submitted -> list painted", values: signIns, asked: 200, peer: 369 },
    { what: "the same, 4x CPU", values: signInsSlow },
    { what: "the same, slow 3G, after 6 s of typing", values: signIns3g },
    { what: "first paint, warm", values: warm.map(({ firstPaintMs }) => firstPaintMs), asked: 100 },
    { what: "list painted, warm", values: listOf(warm), asked: 100, peer: 230 },
    { what: "list painted, warm, 4x CPU", values: listOf(warmSlow) },
    { what: "list painted, cold", values: listOf(cold) },
    { what: "list painted, cold, slow 3G", values: listOf(cold3g), asked: 3_000 },
    { what: "list painted, warm, slow 3G", values: listOf(warm3g), asked: 1_000 },
    { what: "requests, cold", values: [first3g.requests], unit: "" },
    { what: "bytes until all is quiet, cold", values: [first3g.bytes / 1000], unit: "kB", peer: 387 },
    { what: "JavaScript of these", values: [first3g.scriptBytes / 1000], unit: "kB", peer: 247 },
    { what: "bytes, warm", values: [warmTraffic.bytes / 1000 / warm3g.length], unit: "kB" },
    { what: "requests, warm", values: [warmTraffic.requests / warm3g.length], unit: "" },
  ];
}

type Painted = { firstPaintMs: number; listMs: number; bytes: number; requests: number; scriptBytes: number };

async function paintList(visitor: Visitor, { url }: BenchServer, profile: Profile): Promise<Painted> {
  await visitor.apply(profile);
  const painted = untilPainted(visitor);
  await visitor.page.goto(`${url}/mail/`, { waitUntil: "commit" });
  await painted;
  await settle(visitor);
  const { listMs, firstPaintMs } = await visitor.page.evaluate(() => ({
    listMs: window.probe.listPaintedMs,
    firstPaintMs: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
  }));
  await visitor.apply(normal);
  return { listMs, firstPaintMs, bytes: 0, requests: 0, scriptBytes: 0 };
}

async function paintCold(
  browser: Browser,
  server: BenchServer,
  { cookies, profile }: { cookies: Cookies; profile: Profile },
): Promise<Painted> {
  const visitor = await openVisitor(browser, { cookies });
  const painted = await paintList(visitor, server, profile);
  const traffic = visitor.traffic();
  await visitor.context.close();
  return { ...painted, ...traffic };
}

/** Told by the page itself: whatever asks it meanwhile would take of the processor that it needs. */
function untilPainted({ page }: Visitor): Promise<unknown> {
  return page.waitForEvent("console", (message) => message.text() === "list painted");
}

/** A fresh browser at the sign-in page: what the person will need is fetched while they type. */
async function submit(
  browser: Browser,
  server: BenchServer,
  { profile, typingMs }: { profile: Profile; typingMs: number },
): Promise<number> {
  const visitor = await openVisitor(browser, { profile });
  const { page } = visitor;
  await page.goto(`${server.url}/sign-in`);
  await fillSignIn(visitor, server);
  await page.waitForTimeout(typingMs);
  const submitted = new Promise<number>((resolve) => {
    page.on("console", (message) => {
      const at = /^submitted ([\d.]+)$/.exec(message.text())?.[1];
      if (at) resolve(Number(at));
    });
  });
  await page.evaluate(() => {
    addEventListener("submit", (event) => console.log(`submitted ${performance.timeOrigin + event.timeStamp}`));
  });
  const painted = untilPainted(visitor);
  await page.locator("[name=password]").press("Enter");
  await painted;
  const paintedAt = await page.evaluate(() => performance.timeOrigin + window.probe.listPaintedMs);
  const result = paintedAt - (await submitted);
  await visitor.context.close();
  return result;
}

async function repeat<T>(times: number, run: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let time = 0; time < times; time++) results.push(await run());
  return results;
}
