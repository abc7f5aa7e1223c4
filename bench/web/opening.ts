// From the click to the painted text of a conversation, as a hand does it: the pointer rests a moment on the row first.

import type { Browser, BrowserContext } from "playwright-core";

import { openVisitor, settle, type Profile, type Visitor } from "./browser.ts";
import type { Row } from "./report.ts";
import type { BenchServer } from "./server.ts";

/** Between coming to a row and pressing the button: less than anybody needs. */
const POINTING_MS = 120;

type Kind = "text" | "html" | "large";

export async function measureOpening(
  browser: Browser,
  server: BenchServer,
  {
    profile,
    cookies,
    times,
  }: { profile: Profile; cookies: Awaited<ReturnType<BrowserContext["cookies"]>>; times: number },
): Promise<Row[]> {
  const visitor = await openVisitor(browser, { cookies });
  const { page } = visitor;
  await page.goto(`${server.url}/mail/`);
  await page.locator(".row-link").first().waitFor();
  await settle(visitor);
  const results: Record<Kind, number[]> = { text: [], html: [], large: [] };
  const back: number[] = [];
  await visitor.apply(profile);
  for (let at = 0; at < times * 3; at++) {
    const opened = await openRow(visitor, at);
    if (at >= 3) results[opened.kind].push(opened.ms);
    await settle(visitor, 150);
    await page.evaluate(() => window.probe.arm("keydown", "list:"));
    await page.keyboard.press("Escape");
    const ms = await page.evaluate(() => window.probe.armed);
    if (at >= 3) back.push(ms);
    if (at % 6 === 5) {
      await page.locator(".virtual-list").evaluate((list) => list.scrollBy(0, 6 * 76));
      await settle(visitor, 150);
    }
  }
  await visitor.context.close();
  const isNormal = profile.slowdown === 1;
  return [
    {
      what: `click -> painted plain text, ${profile.name}`,
      values: results.text,
      asked: isNormal ? 50 : undefined,
      peer: isNormal ? 211 : undefined,
    },
    {
      what: `click -> painted HTML of 5 KB, ${profile.name}`,
      values: results.html,
      asked: isNormal ? 50 : undefined,
      peer: isNormal ? 211 : undefined,
    },
    {
      what: `click -> painted HTML of 60 KB, ${profile.name}`,
      values: results.large,
      asked: isNormal ? 50 : undefined,
      peer: isNormal ? 211 : undefined,
    },
    { what: `back to the list, ${profile.name}`, values: back, asked: isNormal ? 50 : undefined },
  ];
}

async function openRow({ page }: Visitor, at: number): Promise<{ kind: Kind; ms: number }> {
  const [x, y] = [420, 240 + (at % 6) * 76];
  await page.mouse.move(x, y);
  await page.waitForTimeout(POINTING_MS);
  await page.evaluate(
    ([left, top]) => {
      const row = document.elementFromPoint(left, top)?.closest(".row");
      window.probe.arm("click", `body:${row?.querySelector(".row-subject")?.textContent?.trim()}`);
    },
    [x, y] as const,
  );
  await page.mouse.click(x, y);
  const ms = await page.evaluate(() => window.probe.armed);
  const kind = await page.evaluate(() => {
    const iframe = document.querySelector<HTMLIFrameElement>(".message-paper iframe");
    if (!iframe) return "text";
    return (iframe.contentDocument?.body.innerHTML.length ?? 0) > 20_000 ? "large" : "html";
  });
  return { kind, ms };
}
