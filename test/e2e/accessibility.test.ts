// Every screen, checked by axe and for what stands beside it: one half wide and light in Indonesian, the other on a phone, dark and
// in English; what is looked at all day in each of the four ways.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { findBeside, findViolations, openStage, PASSWORD, PHONE, WIDE, type Stage, type Visit } from "./browser.ts";
import { leave, screens, type Screen } from "./screens.ts";

let stage: Stage;
before(async () => {
  stage = await openStage();
});
after(() => stage[Symbol.asyncDispose]());

const daily = new Set(["list", "conversation", "conversation-html", "composer", "list-ticked"]);
const half = (which: number) => (screen: Screen) => screens.indexOf(screen) % 2 === which || daily.has(screen.name);
const looks: [string, Visit, (screen: Screen) => boolean][] = [
  ["wide, light, Indonesian", { viewport: WIDE, colorScheme: "light", language: "id" }, half(0)],
  ["phone, dark, English", { viewport: PHONE, hasTouch: true, colorScheme: "dark", language: "en" }, half(1)],
  ["wide and dark", { viewport: WIDE, colorScheme: "dark" }, ({ name }) => daily.has(name)],
  ["phone and light", { viewport: PHONE, hasTouch: true, colorScheme: "light" }, ({ name }) => daily.has(name)],
];

for (const [name, visit, isChosen] of looks) {
  test(`WCAG 2.2 AA: ${name}`, async () => {
    const chosen = screens.filter((screen) => isChosen(screen) && (screen.isFor?.(visit.viewport?.width ?? 0) ?? true));
    const found: string[] = [];
    for (const [as, group] of Map.groupBy(chosen, (screen) => screen.as)) {
      const page = as === null ? await stage.visit(visit) : await stage.signIn({ ...visit, username: as });
      for (const screen of group) {
        await screen.go(page, stage.surel.url, PASSWORD);
        const faults = [...(await findViolations(page)), ...(await findBeside(page))];
        found.push(...faults.map((fault) => `${screen.name}: ${fault}`));
        if (as !== null) await leave(page);
      }
      await page.context().close();
    }
    assert.deepEqual(found, []);
  });
}
