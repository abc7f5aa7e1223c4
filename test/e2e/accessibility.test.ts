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

for (const colorScheme of ["light", "dark"] as const) {
  test(`where the system chooses the colours, what is chosen, current and above the rest is told by lines: ${colorScheme}`, async () => {
    const page = await stage.signIn({ colorScheme });
    await page.emulateMedia({ forcedColors: "active", colorScheme, reducedMotion: "reduce" });
    const styleOf = (selector: string, name: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((element, property) => getComputedStyle(element).getPropertyValue(property), name);
    const system = (name: string) =>
      page.evaluate((colour) => {
        const probe = document.body.appendChild(document.createElement("i"));
        probe.style.color = colour;
        const { color } = getComputedStyle(probe);
        probe.remove();
        return color;
      }, name);
    const [canvasText, highlight] = [await system("CanvasText"), await system("Highlight")];

    // A list of mail is no list of links; icons are as strong as their words.
    for (const part of [".row-subject", ".row-names", ".row-preview", ".mailbox > a", ".mailbox > a > .icon"]) {
      assert.equal(await styleOf(part, "color"), canvasText, part);
    }
    assert.equal(await styleOf(".mailbox > a[aria-current]", "border-inline-start-color"), highlight);
    assert.equal(await styleOf(".mailbox > a[aria-current]", "border-inline-start-width"), "4px");

    await page.keyboard.press("Control+k");
    await page.locator('[role="option"][aria-selected="true"]').waitFor();
    assert.equal(await styleOf('[role="option"][aria-selected="true"]', "outline-color"), highlight);
    assert.equal(await styleOf(".palette", "border-top-style"), "solid");
    await page.keyboard.press("Escape");
    await page.locator(".row-link").first().click({ button: "right" });
    await page.locator(".menu:popover-open").waitFor();
    assert.equal(await styleOf(".menu:popover-open", "border-top-style"), "solid");
    await page.keyboard.press("Escape");
    await page.context().close();
  });
}
