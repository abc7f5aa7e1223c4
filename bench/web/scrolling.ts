// Scrolling a long list: what the page's own thread works for each frame, how frames follow each other, and jumps by the scroll bar.

import type { Browser, BrowserContext } from "playwright-core";

import { openVisitor, settle, type Profile } from "./browser.ts";
import { percentile, type Row } from "./report.ts";
import type { BenchServer } from "./server.ts";

const FRAME_MS = 16;

export async function measureScrolling(
  browser: Browser,
  server: BenchServer,
  {
    profile,
    cookies,
    count,
  }: { profile: Profile; cookies: Awaited<ReturnType<BrowserContext["cookies"]>>; count: number },
): Promise<Row[]> {
  const visitor = await openVisitor(browser, { cookies });
  const { page } = visitor;
  await page.goto(`${server.url}/mail/`);
  await page.locator(".row-link").first().waitFor();
  await settle(visitor, 1_500);
  await visitor.apply(profile);
  await page.mouse.move(500, 400);
  await page.evaluate(() => window.probe.recordFrames(true));
  for (let turn = 0; turn < 150; turn++) {
    await page.mouse.wheel(0, 120);
    await page.waitForTimeout(16);
  }
  await settle(visitor, 200);
  const wheel = await page.evaluate(() => {
    window.probe.recordFrames(false);
    const { frames } = window.probe;
    window.probe.frames = { workMs: [], gapMs: [] };
    return frames;
  });
  const jumps: number[] = [];
  for (let jump = 1; jump <= 12; jump++) {
    const ms = await page.locator(".virtual-list").evaluate(
      (list, share) =>
        new Promise<number>((resolve) => {
          const started = performance.now();
          list.scrollTop = (list.scrollHeight - list.clientHeight) * share;
          const look = (): void => {
            const box = list.getBoundingClientRect();
            const shown = document.elementFromPoint(box.x + 120, box.y + box.height / 2);
            if (shown?.closest(".row") && !shown.closest(".row-skeleton")) {
              setTimeout(() => resolve(performance.now() - started));
            } else requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        }),
      ((jump * 37) % 100) / 100,
    );
    jumps.push(ms);
    await settle(visitor, 50);
  }
  const size = await page.locator(".virtual-list").evaluate((list) => ({
    rows: list.querySelectorAll("li").length,
    nodes: document.querySelectorAll("*").length,
    total: Number(list.querySelector("li")?.getAttribute("aria-setsize")),
  }));
  const shifts = await page.evaluate(() => window.probe.shifts.filter(({ hadInput }) => !hadInput));
  for (const { value, what } of shifts.slice(0, 5)) console.log(`shift ${value.toFixed(4)}: ${what}`);
  await visitor.context.close();
  const late = wheel.workMs.filter((ms) => ms > FRAME_MS).length;
  return [
    {
      what: `work of the page for a frame, ${size.total} rows of ${count} messages`,
      values: wheel.workMs,
      asked: FRAME_MS,
    },
    { what: "the 99th of a hundred frames", values: [percentile(wheel.workMs, 0.99)], asked: FRAME_MS },
    { what: "frames over 16 ms", values: [(late / wheel.workMs.length) * 100], unit: "%" },
    { what: "from one frame to the next", values: wheel.gapMs },
    { what: "jump by the scroll bar -> painted rows", values: jumps, asked: profile.slowdown === 1 ? 100 : undefined },
    { what: "rows in the page", values: [size.rows], unit: "", asked: 45 },
    { what: "elements in the page", values: [size.nodes], unit: "", asked: 1_600 },
    { what: "layout shifts that nobody asked for", values: [shifts.length], unit: "", asked: 0 },
  ];
}
