// An hour of use in a few minutes: conversations opened, searches, jumps and scrolls, mail arriving. After each part the garbage is
// collected, and what remains is compared: at the end as at the first third, or something is kept that nobody sees any more.

import type { Browser, BrowserContext } from "playwright-core";

import { openVisitor, settle, type Visitor } from "./browser.ts";
import type { Row } from "./report.ts";
import type { BenchServer } from "./server.ts";

const ROUNDS = Number(process.env.SUREL_BENCH_ROUNDS ?? 20);
const OPENED_IN_ROUND = 60;
const WORDS = ["rapat", "anggaran", "undangan", "koordinasi", "nomor", "dinas", "senin"];

type Sample = { heapMb: number; nodes: number; listeners: number; documents: number };

export async function measureMemory(
  browser: Browser,
  server: BenchServer,
  { cookies }: { cookies: Awaited<ReturnType<BrowserContext["cookies"]>> },
): Promise<Row[]> {
  const visitor = await openVisitor(browser, { cookies });
  const { page } = visitor;
  await page.goto(`${server.url}/mail/`);
  await page.locator(".row-link").first().waitFor();
  await settle(visitor);
  const samples = [await sample(visitor)];
  for (let round = 0; round < ROUNDS; round++) {
    await use(visitor, server, round);
    samples.push(await sample(visitor));
  }
  await visitor.context.close();
  const most = Math.max(...samples.map(({ heapMb }) => heapMb));
  for (const [round, { heapMb, nodes, listeners, documents }] of samples.entries()) {
    const bar = "#".repeat(Math.round((heapMb / most) * 40));
    const opened = String(round * OPENED_IN_ROUND).padStart(5);
    console.log(
      `${opened} opened  ${heapMb.toFixed(1).padStart(5)} MB  ${bar.padEnd(40)} ${nodes} nodes, ${listeners} listeners, ${documents} documents`,
    );
  }
  const third = samples[Math.floor(samples.length / 3)]!;
  const last = samples.at(-1)!;
  return [
    { what: "JavaScript heap after the start", values: [samples[0]!.heapMb], unit: "MB" },
    { what: "after a third of the use", values: [third.heapMb], unit: "MB" },
    { what: "after all of it", values: [last.heapMb], unit: "MB" },
    { what: "growth in the last two thirds", values: [(last.heapMb / third.heapMb - 1) * 100], unit: "%", asked: 10 },
    { what: "nodes kept beyond those after a third", values: [last.nodes - third.nodes], unit: "", asked: 500 },
  ];
}

async function use({ page }: Visitor, server: BenchServer, round: number): Promise<void> {
  const list = page.locator(".virtual-list");
  await list.evaluate(
    (element, share) => (element.scrollTop = element.scrollHeight * share),
    (round * 13) / (ROUNDS * 13),
  );
  await page.locator(".virtual-list li:not(:has(.row-skeleton)) .row-link").first().waitFor();
  await page.locator(".virtual-list li:not(:has(.row-skeleton)) .row-link").nth(10).click();
  await page.locator(".conversation .message-body").first().waitFor();
  for (let opened = 1; opened < OPENED_IN_ROUND; opened++) {
    await page.keyboard.press("j");
    await page.waitForTimeout(40);
  }
  await page.keyboard.press("Escape");
  for (let turn = 0; turn < 40; turn++) {
    await list.evaluate((element) => element.scrollBy(0, 700));
    await page.waitForTimeout(16);
  }
  for (let arrival = 0; arrival < 3; arrival++) await server.deliverOne(round * 3 + arrival);
  await page.keyboard.press("/");
  await page.keyboard.type(`${WORDS[round % WORDS.length]} ${round}`);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/search?**");
  await page.getByRole("link", { name: /^Kotak Masuk/ }).click();
  await list.waitFor();
}

async function sample(visitor: Visitor): Promise<Sample> {
  const { cdp } = visitor;
  await settle(visitor, 300);
  for (let time = 0; time < 2; time++) await cdp.send("HeapProfiler.collectGarbage");
  const { metrics } = await cdp.send("Performance.getMetrics");
  const read = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  return {
    heapMb: read("JSHeapUsedSize") / 1_000_000,
    nodes: read("Nodes"),
    listeners: read("JSEventListeners"),
    documents: read("Documents"),
  };
}
