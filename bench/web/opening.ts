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
    if (at % 8 === 7) {
      await page.locator(".virtual-list").evaluate((list) => list.scrollBy(0, 8 * 76));
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
  const row = page.locator(".virtual-list li:not(:has(.row-skeleton)) .row").nth(3 + (at % 8));
  const subject = (await row.locator(".row-subject").innerText()).trim();
  await row.hover();
  await page.waitForTimeout(POINTING_MS);
  await page.evaluate((title) => window.probe.arm("click", `body:${title}`), subject);
  const box = (await row.boundingBox())!;
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  const ms = await page.evaluate(() => window.probe.armed);
  const kind = await page.evaluate(() => {
    const iframe = document.querySelector<HTMLIFrameElement>(".message-paper iframe");
    if (!iframe) return "text";
    return (iframe.contentDocument?.body.innerHTML.length ?? 0) > 20_000 ? "large" : "html";
  });
  return { kind, ms };
}
