// Surel and Roundcube beside each other in one run, in the same browser: signing in, opening a message, coming back to the list by
// its address. The machine is shared and noisy, so what is asked is a ratio: in nothing slower than the peer.
// Run as root, with Debian's packages of start-roundcube.ts; without them it says so and measures nothing.

import type { Browser } from "playwright-core";

import { startRoundcube, whyNoRoundcube, type Roundcube } from "./peer/start-roundcube.ts";
import { fillSignIn, launch, openVisitor, VIEWPORT } from "./web/browser.ts";
import { percentile } from "./web/report.ts";
import { startServer, type BenchServer } from "./web/server.ts";

const firstPort = Number(process.env.SUREL_BENCH_PORT ?? 20_470);
const count = Number(process.env.SUREL_BENCH_MESSAGES ?? 20_000);
const TIMES = 5;
const OPENED = 4;
/** Somebody types, looks about: what a webmail does meanwhile is its own affair. */
const PAUSE_MS = 1_500;

/** Milliseconds, of one person's visit. */
type Visit = { signIn: number; open: number[]; reload: number[] };

const reason = whyNoRoundcube();
if (reason !== undefined) console.log(`Not measured: ${reason}.`);
else process.exitCode = (await measure()) ? 0 : 1;

async function measure(): Promise<boolean> {
  await using surel = await startServer({ port: firstPort, count });
  await using roundcube = await startRoundcube(firstPort + 1, count);
  const browser = await launch();
  const ours: Visit[] = [];
  const theirs: Visit[] = [];
  try {
    for (let time = 0; time <= TIMES; time++) {
      const visits = [await visitSurel(browser, surel), await visitRoundcube(browser, roundcube)] as const;
      // The first visit is that of a server that has just started.
      if (time === 0) continue;
      ours.push(visits[0]);
      theirs.push(visits[1]);
    }
  } finally {
    await browser.close();
  }
  return compare(ours, theirs);
}

async function visitSurel(browser: Browser, server: BenchServer): Promise<Visit> {
  const visitor = await openVisitor(browser);
  const { page } = visitor;
  const painted = () => page.waitForEvent("console", (message) => message.text() === "list painted");
  await page.goto(`${server.url}/sign-in`);
  await fillSignIn(visitor, server);
  await page.waitForTimeout(PAUSE_MS);
  const submitted = page.evaluate(
    () => new Promise<number>((resolve) => addEventListener("submit", ({ timeStamp }) => resolve(timeStamp))),
  );
  const entered = painted();
  await page.locator("[name=password]").press("Enter");
  await entered;
  const signIn = (await page.evaluate(() => window.probe.listPaintedMs)) - (await submitted);
  await page.waitForTimeout(PAUSE_MS);
  const open: number[] = [];
  for (let at = 0; at < OPENED; at++) {
    const subject = page.locator(".virtual-list .row-subject").nth(at);
    const text = await subject.innerText();
    await page.evaluate((name) => window.probe.arm("pointerdown", `body:${name}`), text);
    await subject.click();
    open.push(await page.evaluate(() => window.probe.armed));
    await page.waitForTimeout(PAUSE_MS / 2);
  }
  const reload: number[] = [];
  for (let time = 0; time < 3; time++) {
    const again = painted();
    await page.goto(`${server.url}/mail/`, { waitUntil: "commit" });
    await again;
    reload.push(await page.evaluate(() => window.probe.listPaintedMs));
    await page.waitForTimeout(PAUSE_MS);
  }
  await visitor.context.close();
  return { signIn, open, reload };
}

async function visitRoundcube(browser: Browser, { url, username, password }: Roundcube): Promise<Visit> {
  const context = await browser.newContext({ viewport: VIEWPORT, locale: "id-ID" });
  await context.addInitScript(tellPainted, "#messagelist tbody tr");
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const told = async (word: string): Promise<number> => {
    const message = await page.waitForEvent("console", (heard) => heard.text().startsWith(`${word} `));
    return Number(message.text().slice(word.length));
  };
  await page.goto(url);
  await page.locator("[name=_user]").fill(username);
  await page.locator("[name=_pass]").fill(password);
  await page.waitForTimeout(PAUSE_MS);
  await page.evaluate(() => {
    const tell = ({ timeStamp }: Event): void => console.log(`submitted ${performance.timeOrigin + timeStamp}`);
    addEventListener("submit", tell, { capture: true });
  });
  const submitted = told("submitted");
  const painted = told("painted");
  await page.locator("[name=_pass]").press("Enter");
  const signIn = (await painted) - (await submitted);
  await page.waitForTimeout(PAUSE_MS);
  const open: number[] = [];
  for (let at = 0; at < OPENED; at++) {
    const subject = page.locator("#messagelist tbody tr .subject a").nth(at);
    const opened = page.evaluate(untilRead, await subject.innerText());
    await subject.click();
    open.push(await opened);
    await page.waitForTimeout(PAUSE_MS / 2);
  }
  const reload: number[] = [];
  for (let time = 0; time < 3; time++) {
    const again = told("painted");
    await page.goto(`${url}?_task=mail&_mbox=INBOX`, { waitUntil: "commit" });
    const at = await again;
    reload.push(at - (await page.evaluate(() => performance.timeOrigin)));
    await page.waitForTimeout(PAUSE_MS);
  }
  await context.close();
  return { signIn, open, reload };
}

/** Runs in the page: tells when the first element was painted. */
function tellPainted(selector: string): void {
  const look = (): unknown =>
    requestAnimationFrame(() => {
      if (!document.querySelector(selector)) return look();
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => console.log(`painted ${performance.timeOrigin + performance.now()}`);
      return port2.postMessage(null);
    });
  look();
}

/** Runs in the page: from the next press of a button to the painted text of the message with this subject, beside the list. */
function untilRead(subject: string): Promise<number> {
  const isRead = (): boolean => {
    const inside = document.querySelector<HTMLIFrameElement>("#messagecontframe")?.contentDocument;
    const text = inside?.querySelector("#messagebody")?.textContent ?? "";
    return text.trim().length > 20 && inside!.body.textContent.includes(subject.trim());
  };
  return new Promise((resolve) => {
    const begin = ({ timeStamp }: Event): void => {
      const look = (): unknown =>
        requestAnimationFrame(() => {
          if (!isRead()) return look();
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now() - timeStamp);
          return port2.postMessage(null);
        });
      look();
    };
    document.addEventListener("pointerdown", begin, { capture: true, once: true });
  });
}

function compare(surel: readonly Visit[], roundcube: readonly Visit[]): boolean {
  const median = (visits: readonly Visit[], name: keyof Visit) =>
    percentile(
      visits.flatMap((visit) => visit[name]),
      0.5,
    );
  const rows = (
    [
      ["sign-in submitted -> list painted", "signIn"],
      ["click -> message painted", "open"],
      ["reload when signed in -> list painted", "reload"],
    ] as const
  ).map(([what, name]) => ({ what, ours: median(surel, name), theirs: median(roundcube, name) }));
  console.table(
    rows.map(({ what, ours, theirs }) => ({
      what,
      "Surel, ms": Math.round(ours),
      "Roundcube, ms": Math.round(theirs),
      ratio: (theirs / ours).toFixed(1),
      goal: ">= 1",
      reached: theirs >= ours ? "yes" : "no",
    })),
  );
  return rows.every(({ ours, theirs }) => theirs >= ours);
}
