// Every screen, checked by axe: all of them wide and light in Indonesian and on a phone, dark and in English; those that are looked
// at all day also the other way round.

import { after, before, test } from "node:test";

import { assertAccessible, openStage, PASSWORD, PHONE, WIDE, type Stage, type Visit } from "./browser.ts";
import { leave, screens, type Screen } from "./screens.ts";

let stage: Stage;
before(async () => {
  stage = await openStage();
});
after(() => stage[Symbol.asyncDispose]());

const daily = new Set(["list", "list-ticked", "conversation", "conversation-html", "reply", "composer", "security"]);
const looks: [string, Visit, (screen: Screen) => boolean][] = [
  ["wide, light, Indonesian", { viewport: WIDE, colorScheme: "light", language: "id" }, () => true],
  ["phone, dark, English", { viewport: PHONE, colorScheme: "dark", language: "en" }, () => true],
  ["wide and dark", { viewport: WIDE, colorScheme: "dark" }, ({ name }) => daily.has(name)],
  ["phone and light", { viewport: PHONE, colorScheme: "light" }, ({ name }) => daily.has(name)],
];

for (const [name, visit, isChosen] of looks) {
  test(`WCAG 2.2 AA: ${name}`, async () => {
    const chosen = screens.filter((screen) => isChosen(screen) && (screen.isFor?.(visit.viewport?.width ?? 0) ?? true));
    for (const [as, group] of Map.groupBy(chosen, (screen) => screen.as)) {
      const page = as === null ? await stage.visit(visit) : await stage.signIn({ ...visit, username: as });
      for (const screen of group) {
        await screen.go(page, stage.surel.url, PASSWORD);
        await assertAccessible(page, `${screen.name}, ${name}`);
        if (as !== null) await leave(page);
      }
      await page.context().close();
    }
  });
}
