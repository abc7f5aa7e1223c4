// Interaction to next paint, as browsers define it (Event Timing), of everything that is done with mail. Shorter than 16 ms is
// not told by the browser and counts as 16.

import type { Browser, BrowserContext } from "playwright-core";

import { openVisitor, settle, type Profile, type Visitor } from "./browser.ts";
import type { Row } from "./report.ts";
import type { BenchServer } from "./server.ts";

const TIMES = 4;
const SHORTEST_MS = 16;
/** As short as people press a key; one that goes up within the frame of its going down would be told with the next frame's time. */
const PRESS_MS = 50;

type Step = {
  what: string;
  prepare?: (visitor: Visitor) => Promise<unknown>;
  act: (visitor: Visitor) => Promise<unknown>;
};

const row = ({ page }: Visitor, at = 2) => page.locator(".virtual-list li:not(:has(.row-skeleton)) .row").nth(at);
const hover = (visitor: Visitor) => row(visitor).hover();
const press = (key: string) => (visitor: Visitor) => visitor.page.keyboard.press(key, { delay: PRESS_MS });
const button = (name: string) => (visitor: Visitor) => row(visitor).getByRole("button", { name, exact: true }).click();

const tick = async (visitor: Visitor) => {
  const box = row(visitor).locator("input[type=checkbox]");
  if (!(await box.isChecked())) await row(visitor).locator(".row-tick").click();
};

const steps: Step[] = [
  { what: "star", prepare: hover, act: button("Bintangi") },
  { what: "archive", prepare: hover, act: button("Arsipkan") },
  { what: "undo", act: press("z") },
  { what: "delete", prepare: hover, act: button("Hapus") },
  { what: "tick", act: (visitor) => row(visitor).locator(".row-tick").click() },
  { what: "mark as unread", prepare: tick, act: press("u") },
  { what: "mark as read", prepare: tick, act: press("Shift+I") },
  {
    what: "open the menu of mailboxes",
    prepare: tick,
    act: ({ page }) => page.getByRole("button", { name: /Pindahkan ke/ }).click(),
  },
  { what: "move", act: ({ page }) => page.getByRole("option", { name: "Arsip", exact: true }).click() },
  { what: "undo the move", act: press("z") },
  { what: "open", prepare: hover, act: (visitor) => row(visitor).locator(".row-subject").click() },
  { what: "next conversation", act: press("j") },
  { what: "archive the open one", act: press("e") },
  { what: "back", act: press("Escape") },
  { what: "one row down", act: press("j") },
  { what: "typing a search", prepare: press("/"), act: ({ page }) => page.keyboard.type("anggaran", { delay: 60 }) },
  { what: "searching", act: press("Enter") },
  {
    what: "another mailbox",
    prepare: ({ page }) => page.locator("body").click({ position: { x: 5, y: 5 } }),
    act: ({ page }) => page.getByRole("link", { name: /^Terkirim/ }).click(),
  },
  { what: "back to the inbox", act: ({ page }) => page.getByRole("link", { name: /^Kotak Masuk/ }).click() },
  { what: "command palette", act: press("Control+k") },
  { what: "close it", act: press("Escape") },
  { what: "write a message", act: press("c") },
  { what: "close the composer", act: press("Escape") },
];

export async function measureActions(
  browser: Browser,
  server: BenchServer,
  { profile, cookies }: { profile: Profile; cookies: Awaited<ReturnType<BrowserContext["cookies"]>> },
): Promise<Row[]> {
  const visitor = await openVisitor(browser, { cookies });
  const { page } = visitor;
  await page.goto(`${server.url}/mail/`);
  await page.locator(".row-link").first().waitFor();
  await settle(visitor, 1_500);
  await visitor.apply(profile);
  const values = new Map<string, number[]>(steps.map(({ what }) => [what, []]));
  for (let time = 0; time <= TIMES; time++) {
    for (const { what, prepare, act } of steps) {
      await prepare?.(visitor);
      await settle(visitor, 100);
      await page.evaluate(() => (window.probe.interactions = []));
      await act(visitor);
      await settle(visitor, 150);
      const durations = await page.evaluate(() => window.probe.interactions.map(({ durationMs }) => durationMs));
      // The first time fetches what later ones have.
      if (time > 0) values.get(what)?.push(Math.max(SHORTEST_MS, ...durations));
    }
  }
  const shifts = await page.evaluate(() => window.probe.shifts.filter(({ hadInput }) => !hadInput));
  if (shifts.length > 0)
    console.log(
      shifts.map(({ what, value, atMs }) => `shift ${value.toFixed(4)} at ${Math.round(atMs)}: ${what}`).join("\n"),
    );
  await visitor.context.close();
  const rows: Row[] = [...values].map(([what, durations]) => ({
    what,
    values: durations,
    asked: profile.slowdown === 1 ? 50 : undefined,
  }));
  return [...rows, { what: "layout shifts that nobody asked for", values: [shifts.length], unit: "", asked: 0 }];
}
