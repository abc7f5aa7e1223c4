// The web client in Chromium, on an inbox of 100,000 messages: starting, opening, acting, scrolling, and an hour of use.
// SUREL_BENCH_MESSAGES sets another size (1000000), SUREL_BENCH_ONLY takes some of: start, open, act, scroll, memory.
// Run: npm run bench -- web

import { availableParallelism, loadavg } from "node:os";

import { launch, normal, openVisitor, signIn, slowComputer } from "./web/browser.ts";
import { measureActions } from "./web/actions.ts";
import { measureMemory } from "./web/memory.ts";
import { measureOpening } from "./web/opening.ts";
import { isReached, print, type Row } from "./web/report.ts";
import { measureScrolling } from "./web/scrolling.ts";
import { startServer } from "./web/server.ts";
import { measureStartUp } from "./web/start-up.ts";

const port = Number(process.env.SUREL_BENCH_PORT ?? 20_498);
const count = Number(process.env.SUREL_BENCH_MESSAGES ?? 100_000);
const only = process.env.SUREL_BENCH_ONLY?.split(",");
const isWanted = (part: string) => only === undefined || only.includes(part);

const server = await startServer({ port, count });
console.log(
  `${count} messages; ${loadavg()[0]!.toFixed(1)} processes compete for ${availableParallelism()} processors`,
);
const browser = await launch();
const rows: Row[] = [];
function tell(title: string, found: readonly Row[]): void {
  rows.push(...found);
  print(title, found);
}
try {
  const visitor = await openVisitor(browser);
  await signIn(visitor, server);
  const cookies = await visitor.context.cookies();
  await visitor.context.close();
  if (isWanted("start")) tell("Starting", await measureStartUp(browser, server));
  for (const profile of [normal, slowComputer]) {
    const options = { profile, cookies };
    if (isWanted("open"))
      tell(`Opening, ${profile.name}`, await measureOpening(browser, server, { ...options, times: 6 }));
    if (isWanted("act"))
      tell(`Interaction to next paint, ${profile.name}`, await measureActions(browser, server, options));
    if (isWanted("scroll"))
      tell(`Scrolling, ${profile.name}`, await measureScrolling(browser, server, { ...options, count }));
  }
  if (isWanted("memory")) tell("An hour of use", await measureMemory(browser, server, { cookies }));
} finally {
  await browser.close();
  await server[Symbol.asyncDispose]();
}
process.exitCode = rows.every(isReached) ? 0 : 1;
