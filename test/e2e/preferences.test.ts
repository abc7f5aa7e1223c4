// What a person chose is theirs, not the browser's: it outlives signing out, and the page is painted so from the start.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { assertQuiet, choose, openStage, PHONE, type Stage } from "./browser.ts";

let stage: Stage;
before(async () => {
  stage = await openStage();
});
after(() => stage[Symbol.asyncDispose]());

test("theme and language chosen in one browser are there in another", async () => {
  const page = await stage.signIn();
  await page.getByRole("button", { name: "Pengaturan" }).click();
  const settings = page.getByRole("dialog", { name: "Pengaturan" });
  await choose(page, settings.getByRole("radio", { name: "Gelap" }));
  await choose(page, settings.getByRole("radio", { name: "Rapat" }));
  assertQuiet(page);
  await page.context().close();
  const other = await stage.signIn();
  assert.equal(await other.locator("html").getAttribute("data-theme"), "dark");
  assert.equal(await other.evaluate(() => Object.keys(localStorage).length), 0);
  await other.getByRole("button", { name: "Pengaturan" }).click();
  await choose(other, other.getByRole("dialog").getByRole("radio", { name: "English" }));
  await other.getByRole("heading", { name: "Inbox" }).waitFor();
  await other.reload();
  await other.getByRole("heading", { name: "Inbox" }).waitFor();
  assertQuiet(other);
  await other.context().close();
});

test("a conversation is read below the list, where the person wants it so and there is the height for both", async () => {
  const page = await stage.signIn({ username: "siti.rahayu" });
  await page.getByRole("button", { name: "Pengaturan" }).click();
  await page.getByRole("dialog").getByRole("radio", { name: "Di bawah daftar" }).check();
  await page.keyboard.press("Escape");
  const list = page.getByRole("list", { name: "Daftar percakapan" });
  const reading = page.getByRole("region", { name: "Isi percakapan" });
  await list.getByRole("link").first().click();
  await reading.getByRole("article").first().waitFor();
  const [above, below] = [await list.boundingBox(), await reading.boundingBox()];
  assert.ok(above && below && below.y >= above.y + 100 && below.width > 900);
  await page.setViewportSize(PHONE);
  await list.waitFor({ state: "hidden" });
  await page.getByRole("article").first().waitFor();
  assertQuiet(page);
  await page.context().close();
});

test("the menu calls a unit mailbox by the unit's name", async () => {
  const page = await stage.signIn({ username: "siti.rahayu" });
  await page
    .getByRole("region", { name: "Dinas Kesehatan" })
    .getByRole("link", { name: /^Kotak Masuk/ })
    .waitFor();
  assertQuiet(page);
  await page.context().close();
});

test("R53, R54: the menu leads to the pages of one's own security", async () => {
  const page = await stage.signIn({ username: "siti.rahayu" });
  await page.getByRole("button", { name: /Siti Rahayu/ }).click();
  await page.getByRole("menuitem", { name: "Meja Layanan" }).waitFor({ state: "detached" });
  await page.getByRole("menuitem", { name: "Keamanan" }).click();
  await page.waitForURL("**/account/security");
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.context().close();
});

test("what stands above the list speaks the language of the moment", async () => {
  const page = await stage.signIn({ username: "siti.rahayu" });
  const other = await stage.signIn({ username: "siti.rahayu" });
  await other.context().close();
  await page.reload();
  const line = (name: string) => page.getByRole("complementary", { name });
  await line("Pemberitahuan").getByText("Akun Anda dibuka dari perangkat baru").waitFor();
  await page.getByRole("button", { name: "Pengaturan" }).click();
  await page.getByRole("dialog").getByRole("radio", { name: "English" }).check();
  await line("Notices").getByText("Your account was opened on a new device").waitFor();
  await line("Notices").getByRole("link", { name: "Not you? Have a look" }).waitFor();
  assertQuiet(page);
  await page.context().close();
});
