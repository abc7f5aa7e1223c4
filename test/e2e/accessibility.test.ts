// Every screen of the mail application, checked by axe, in light and dark, wide and on a phone.

import { after, before, test } from "node:test";

import type { Page } from "playwright-core";

import { assertAccessible, openStage, PHONE, WIDE, type Stage, type Visit } from "./browser.ts";

let stage: Stage;
before(async () => {
  stage = await openStage();
});
after(() => stage[Symbol.asyncDispose]());

const looks: [string, Visit][] = [
  ["wide and light", { viewport: WIDE }],
  ["wide and dark", { viewport: WIDE, colorScheme: "dark" }],
  ["on a phone", { viewport: PHONE }],
];

for (const [name, visit] of looks) {
  test(`WCAG 2.2 AA: list, conversation, composer, settings and menus, ${name}`, async () => {
    const page = await stage.signIn(visit);
    await assertAccessible(page, "the list");
    await openRow(page, "Permohonan Data Capaian Imunisasi");
    await page.getByRole("article").first().waitFor();
    await assertAccessible(page, "a conversation of text");
    await page.keyboard.press("Escape");
    await openRow(page, "Buletin Kesmas");
    await page.getByRole("button", { name: "Tampilkan Gambar" }).waitFor();
    await assertAccessible(page, "a conversation in HTML");
    await page.keyboard.press("Escape");
    await page.keyboard.press("c");
    await page.getByRole("textbox", { name: "Isi pesan" }).waitFor();
    await assertAccessible(page, "the composer");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Pengaturan" }).click();
    await page.getByRole("dialog", { name: "Pengaturan" }).waitFor();
    await assertAccessible(page, "the settings");
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Pintasan Papan Ketik" }).waitFor();
    await assertAccessible(page, "the shortcuts");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /Menu akun/ }).click();
    await page.getByRole("menuitem", { name: "Keluar" }).waitFor();
    await assertAccessible(page, "the account menu");
    await page.context().close();
  });
}

function openRow(page: Page, text: string): Promise<void> {
  return page.getByRole("listitem").filter({ hasText: text }).getByRole("link").click();
}
