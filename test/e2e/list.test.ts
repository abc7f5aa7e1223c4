// The list by mouse, finger and keyboard: days told apart, a menu on each row, swipes, what was read in a list of unread mail, and
// every key of the list of keys. By role and label.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import type { Locator, Page } from "playwright-core";

import { openSender } from "../support/send-mail.ts";
import { assertAccessible, assertQuiet, openStage, PHONE, pressTogether, untilWhole, type Stage } from "./browser.ts";

let stage: Stage;
before(async () => {
  stage = await openStage();
});
after(() => stage[Symbol.asyncDispose]());

const conversations = (page: Page): Locator => page.getByRole("list", { name: "Daftar percakapan" });
const rows = (page: Page): Locator => conversations(page).getByRole("listitem");
const row = (page: Page, text: string): Locator => rows(page).filter({ hasText: text });
const focused = (page: Page): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? "");

test("days and months are headings in the list, and can be turned off", async () => {
  const page = await stage.signIn({ username: "siti.rahayu" });
  const days = conversations(page).getByRole("heading");
  await days.first().waitFor();
  const names = await days.allTextContents();
  assert.ok(names.length >= 2, names.join());
  assert.equal(new Set(names).size, names.length, "each once");
  await page.getByRole("button", { name: "Pengaturan" }).click();
  await page.getByRole("group", { name: "Kelompokkan per Hari" }).getByRole("radio", { name: "Nonaktif" }).check();
  await page.keyboard.press("Escape");
  await days.first().waitFor({ state: "detached" });
  assertQuiet(page);
  await page.context().close();
});

test("a row has a menu by the right button and by Shift+F10, gone through by the keyboard alone", async () => {
  const page = await stage.signIn();
  const subject = "Pemeliharaan jaringan Sabtu";
  await row(page, subject).getByRole("link").click({ button: "right" });
  const menu = page.getByRole("menu", { name: "Tindakan percakapan" });
  await menu.getByRole("menuitem", { name: "Buka Percakapan" }).waitFor();
  await assertAccessible(page, "the menu of a row");
  await page.keyboard.press("Escape");
  await menu.waitFor({ state: "detached" });
  assert.match(await focused(page), /Pemeliharaan jaringan/, "the focus is back on the row");
  await page.keyboard.press("Shift+F10");
  await menu.waitFor();
  await page.keyboard.press("End");
  assert.match(await focused(page), /Pilih Percakapan/);
  await page.keyboard.press("p");
  await page.keyboard.press("ArrowRight");
  const targets = page.getByRole("menu", { name: "Pindahkan ke" });
  await targets.getByRole("menuitem", { name: "Arsip" }).waitFor();
  await page.keyboard.press("ArrowLeft");
  await menu.getByRole("menuitem", { name: "Arsipkan" }).waitFor();
  assert.match(await focused(page), /Pindahkan ke/, "the focus is back where the way in was");
  await page.keyboard.press("a");
  await page.keyboard.press("Enter");
  await page.getByText("1 percakapan diarsipkan").waitFor();
  await row(page, subject).waitFor({ state: "detached" });
  await page.keyboard.press("z");
  await row(page, subject).waitFor();
  assertQuiet(page);
  await page.context().close();
});

test("a finger draws a row to the side, sees what will happen, and can undo it; up and down still scrolls", async () => {
  const page = await stage.signIn({ viewport: PHONE, hasTouch: true });
  const subject = "Dua kasus suspek";
  const target = row(page, subject);
  await target.waitFor();
  const devtools = await page.context().newCDPSession(page);
  let [x, y] = [0, 0];
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", dx = 0, dy = 0) =>
    devtools.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: type === "touchEnd" ? [] : [{ x: x + dx, y: y + dy }],
    });
  // All at once: a finger that rests between two moves asks for the menu.
  const move = async (dx: number, dy: number) => {
    // Where the row stands when nothing above it moves any more.
    await target.getByRole("link").click({ trial: true });
    const box = await target.boundingBox();
    assert.ok(box);
    [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await Promise.all([
      touch("touchStart"),
      ...Array.from({ length: 10 }, (_, step) => touch("touchMove", (dx * (step + 1)) / 10, (dy * (step + 1)) / 10)),
    ]);
  };
  const draw = (dx: number) => move(dx, 0);
  const shows = (text: string) => target.getByText(text, { exact: true });
  const isShown = () =>
    shows("Arsipkan")
      .waitFor({ timeout: 2_000 })
      .then(
        () => true,
        () => false,
      );
  // What follows a finger is fetched when the list is painted: who draws before it is there, draws again.
  await draw(60);
  while (!(await isShown())) {
    await touch("touchEnd");
    await draw(60);
  }
  await touch("touchEnd");
  await shows("Arsipkan").waitFor({ state: "detached" });
  await draw(-170);
  await shows("Hapus").waitFor();
  await touch("touchEnd");
  await page.getByText("1 percakapan dipindahkan ke Sampah").waitFor();
  await page.getByRole("button", { name: "Urungkan" }).click();
  await target.waitFor();
  // Whatever item of the menu comes to stand under the resting finger, lifting it chooses nothing.
  const menu = page.getByRole("menu", { name: "Tindakan percakapan" });
  await move(0, 0);
  await menu.waitFor();
  await touch("touchEnd");
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  assert.ok(await menu.isVisible());
  await page.keyboard.press("Escape");
  await menu.waitFor({ state: "detached" });
  await move(4, -180);
  await touch("touchEnd");
  await page.waitForFunction(() => (document.querySelector(".virtual-list")?.scrollTop ?? 0) > 60);
  assertQuiet(page);
  await page.context().close();
});

test("in the list of unread mail what was read stays until it is asked for again", async () => {
  const page = await stage.signIn();
  await page.getByRole("button", { name: "Belum Dibaca", exact: true }).click();
  assert.match(page.url(), /\/mail\/inbox\?only=unread$/);
  const subject = "Konfirmasi peserta Upacara";
  await row(page, subject).getByRole("link").click();
  await page.getByRole("region", { name: "Isi percakapan" }).getByRole("article").first().waitFor();
  // Marked as read at the server, and heard of by the list: the menu on the left counts one less.
  await row(page, subject).locator("[data-unread=false]").waitFor();
  await Promise.all([
    page.waitForResponse((response) => response.url().endsWith("/jmap/api") && response.ok()),
    page.evaluate(() => document.dispatchEvent(new Event("visibilitychange"))),
  ]);
  await row(page, subject).waitFor();
  await page.getByRole("button", { name: "Muat Ulang" }).click();
  await row(page, subject).waitFor({ state: "detached" });
  assertQuiet(page);
  await page.context().close();
});

test("every key of the list of keys does what it says", async () => {
  const page = await stage.signIn();
  const { keyboard } = page;
  const press = async (...keys: string[]) => {
    for (const key of keys) await keyboard.press(key);
  };
  const follow = (...keys: string[]) => pressTogether(page, ...keys);
  const reading = page.getByRole("region", { name: "Isi percakapan" });
  const heading = (name: string) => page.getByRole("heading", { name, level: 1 }).waitFor();
  // Selecting.
  await press("j", "x");
  await page.getByText("1 dipilih").waitFor();
  await page.getByRole("button", { name: "Batalkan Pilihan" }).waitFor();
  await follow("*", "n");
  await page.getByText("1 dipilih").waitFor({ state: "detached" });
  await follow("*", "u");
  await page.getByText(/^\d+ dipilih$/).waitFor();
  await follow("*", "s");
  await page.getByText(/^\d+ dipilih$/).waitFor();
  await follow("*", "a");
  const total = await rows(page).first().getAttribute("aria-setsize");
  await page.getByText(`${total} dipilih`).waitFor();
  await press("Escape");
  // Acting on the row of the cursor.
  const current = conversations(page).locator("[data-cursor=true]");
  await current.waitFor();
  const isStarred = async () => current.getByRole("button", { name: /^Bintangi/ }).getAttribute("aria-pressed");
  const before = await isStarred();
  await press("s");
  await page.waitForFunction(
    (was) => document.querySelector("[data-cursor=true] .row-star")?.ariaPressed !== was,
    before,
  );
  await press("s", "I");
  await current.and(page.locator("[data-unread=false]")).waitFor();
  await press("U");
  await current.and(page.locator("[data-unread=true]")).waitFor();
  await press("v");
  await page.getByRole("combobox", { name: "Pindahkan ke" }).fill("ars");
  await press("Enter");
  await page.getByText("1 percakapan dipindahkan ke Arsip").waitFor();
  await press("z");
  await page.getByText("1 percakapan dipindahkan ke Arsip").waitFor({ state: "detached" });
  for (const [key, told] of [
    ["e", "1 percakapan diarsipkan"],
    ["#", "1 percakapan dipindahkan ke Sampah"],
    ["!", "1 percakapan dilaporkan sebagai spam"],
  ] as const) {
    await press(key);
    await page.getByText(told).waitFor();
    await press("z");
    await page.getByText(told).waitFor({ state: "detached" });
  }
  // Reading, and through the messages of a conversation.
  await page.getByRole("searchbox").fill("imunisasi");
  await press("Enter");
  await row(page, "Permohonan Data Capaian Imunisasi").first().getByRole("link").click();
  await reading.getByRole("article").nth(2).waitFor();
  await press(";");
  const folded = reading.getByRole("article").locator(":not([aria-haspopup])[aria-expanded=false]");
  await folded.first().waitFor({ state: "detached" });
  await press(":");
  await folded.nth(2).waitFor();
  await press("n");
  const first = await focused(page);
  await press("n");
  assert.notEqual(await focused(page), first);
  await press("p");
  assert.equal(await focused(page), first);
  await press("Control+p");
  await page.locator('iframe[title="Halaman cetak"]').waitFor({ state: "attached" });
  await press("u");
  await reading.getByRole("article").first().waitFor({ state: "detached" });
  await press("o");
  await reading.getByRole("article").first().waitFor();
  await press("r");
  await page.getByRole("region", { name: "Balas" }).getByRole("textbox", { name: "Isi pesan" }).waitFor();
  await page.getByRole("region", { name: "Balas" }).getByRole("button", { name: "Buang Draf" }).click();
  // Getting about.
  for (const [key, name] of [
    ["t", "Terkirim"],
    ["d", "Draf"],
    ["e", "Arsip"],
    ["!", "Spam"],
    ["#", "Sampah"],
    ["s", "Hasil Pencarian"],
    ["i", "Kotak Masuk"],
  ] as const) {
    await follow("g", key);
    await heading(name);
  }
  await follow("g", "u");
  await page.getByRole("button", { name: "Belum Dibaca", exact: true, pressed: true }).waitFor();
  await follow("g", ",");
  await page.getByRole("dialog", { name: "Pengaturan" }).waitFor();
  await press("Escape", "?");
  await page.getByRole("dialog", { name: "Pintasan Papan Ketik" }).waitFor();
  await press("Escape", "/");
  assert.ok(await page.getByRole("searchbox").evaluate((element) => element === document.activeElement));
  assertQuiet(page);
  await page.context().close();
});

test("the palette gives the focus back, and finds a unit's mailboxes by the unit's name, which stands above their list", async () => {
  const page = await stage.signIn({ username: "siti.rahayu" });
  await rows(page).first().getByRole("link").focus();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Cari Perintah" }).press("Escape");
  await page.locator(".row-link:focus").waitFor();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Cari Perintah" }).fill("kotak dinas");
  await page.getByRole("option", { name: "Kotak Masuk · Dinas Kesehatan Kota Contoh" }).waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/mail\/[^/]+\/inbox$/);
  await page.getByRole("main").getByText("Dinas Kesehatan Kota Contoh", { exact: true }).first().waitFor();
  assertQuiet(page);
  await page.context().close();
});

test("keys that come faster than the focus follows still move on from row to row, and late ones are still a sequence", async () => {
  const page = await stage.signIn();
  await rows(page).first().waitFor();
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Pintasan Papan Ketik" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.evaluate(async () => {
    for (const key of ["j", "x", "j", "x"]) {
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
      // The list is made anew; what follows a paint has not come yet.
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    }
  });
  await page.getByText("2 dipilih").waitFor();
  // A computer that is busy with the first key hears of the second when that is long over.
  await page.evaluate(() => {
    const [first, second] = ["g", "t"].map((key) => new KeyboardEvent("keydown", { key, bubbles: true }));
    document.body.dispatchEvent(first!);
    for (const endMs = performance.now() + 1_500; performance.now() < endMs;);
    document.body.dispatchEvent(second!);
  });
  await page.getByRole("heading", { name: "Terkirim" }).waitFor();
  assertQuiet(page);
  await page.context().close();
});

test("mail that arrives while a row is pressed does not move it away under the pointer", async () => {
  const page = await stage.signIn();
  const subject = "Permohonan Data Capaian Imunisasi";
  await row(page, subject).getByRole("link").hover();
  await row(page, subject).getByRole("button", { name: "Arsipkan" }).waitFor();
  await page.mouse.down();
  using sender = await openSender(stage.surel.ports.smtp);
  const data = "From: warga@luar.example\r\nSubject: Lampu jalan padam\r\n\r\nMohon diperiksa.\r\n";
  assert.equal((await sender.send({ to: "budi.santoso@contoh.go.id", data })).code, 250);
  await page.getByRole("button", { name: /email baru$/ }).waitFor();
  await page.mouse.up();
  await page.getByRole("region", { name: "Isi percakapan" }).getByRole("heading", { name: subject }).waitFor();
  await row(page, "Lampu jalan padam").waitFor();
  assertQuiet(page);
  await page.context().close();
});

test("the row at which the mouse rests is marked, and no other, also when it rested there before it was followed", async () => {
  const page = await stage.signIn();
  const held = Promise.withResolvers<void>();
  await page.context().route(/follow-pointer.*\.js/, async (route) => {
    await held.promise;
    await route.continue();
  });
  await page.reload();
  await rows(page).nth(1).getByRole("link").hover();
  await untilWhole(page);
  held.resolve();
  await rows(page).nth(1).getByRole("button", { name: "Hapus" }).waitFor();
  const marked = page.locator(".row[data-pointed]");
  for (const at of [0, 2]) {
    await rows(page).nth(at).getByRole("link").hover();
    await rows(page).nth(at).getByRole("button", { name: "Hapus" }).waitFor();
    assert.equal(await marked.count(), 1);
    assert.equal(await rows(page).nth(at).locator(marked).count(), 1);
  }
  await page.getByRole("navigation", { name: "Kotak surat" }).getByRole("link").first().hover();
  await marked.waitFor({ state: "detached" });
  assertQuiet(page);
  await page.context().close();
});

test("what is written from the right begins where all rows begin, and is read from the right in its conversation", async () => {
  const page = await stage.signIn();
  const subject = "طلب معلومات عن التطعيم";
  const data =
    `From: =?utf-8?B?${Buffer.from("أحمد حسن").toString("base64")}?= <ahmad@luar.example>\r\n` +
    `Subject: =?utf-8?B?${Buffer.from(subject).toString("base64")}?=\r\n` +
    `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n` +
    `${Buffer.from("أرجو تزويدي بجدول التطعيم (COVID-19).").toString("base64")}\r\n`;
  using sender = await openSender(stage.surel.ports.smtp);
  assert.equal((await sender.send({ to: "budi.santoso@contoh.go.id", data })).code, 250);
  await row(page, subject).waitFor();
  const edges = await row(page, subject).evaluate((element) =>
    [".row-names", ".row-subject", ".row-preview"].map((part) => {
      const range = document.createRange();
      range.selectNodeContents(element.querySelector(part) as Element);
      return Math.round(range.getBoundingClientRect().left);
    }),
  );
  assert.equal(new Set(edges).size, 1, edges.join());
  await row(page, subject).getByRole("link").click();
  const heading = page.getByRole("region", { name: "Isi percakapan" }).getByRole("heading", { name: subject });
  await heading.waitFor();
  const text = page.getByText("أرجو تزويدي بجدول التطعيم").last();
  for (const part of [heading, text]) {
    assert.equal(
      await part.evaluate((element) => getComputedStyle(element.closest("[dir]") ?? element).direction),
      "rtl",
    );
  }
  await page.context().close();
});

test("the first stop of the Tab key leads past the menu of mailboxes, into the list or the conversation that covers it", async () => {
  const page = await stage.signIn();
  const skip = page.getByRole("link", { name: "Langsung ke email" });
  await skip.waitFor({ state: "attached" });
  await rows(page).first().waitFor();
  await page.keyboard.press("Tab");
  assert.ok(await skip.evaluate((element) => element === document.activeElement));
  await assertAccessible(page, "the way past the menu");
  await page.keyboard.press("Enter");
  assert.ok(
    await rows(page)
      .first()
      .getByRole("link")
      .evaluate((element) => element === document.activeElement),
  );
  await page.setViewportSize(PHONE);
  await page.keyboard.press("Enter");
  await page.getByRole("region", { name: "Isi percakapan" }).getByRole("article").first().waitFor();
  await skip.focus();
  await page.keyboard.press("Enter");
  assert.equal(
    await page.evaluate(() => document.activeElement?.closest("section")?.getAttribute("aria-label")),
    "Isi percakapan",
  );
  assertQuiet(page);
  await page.context().close();
});

test("what the network lost comes still: the keys with the next key, the styles of a part by themselves", async () => {
  const page = await stage.signIn();
  // Where nothing of the application is on its way.
  await page.goto(`${stage.surel.url}/account/security`);
  await page.route(/\/handle-keys-[^/]*\.js$/, (route) => route.abort(), { times: 1 });
  await page.route(/\/settings-[^/]*\.css$/, (route) => route.abort(), { times: 1 });
  const lost = page.waitForEvent("requestfailed", (request) => request.url().includes("/handle-keys-"));
  await page.goto(`${stage.surel.url}/mail/`);
  await lost;
  await rows(page).first().waitFor();
  const settings = page.getByRole("dialog", { name: "Pengaturan" });
  // As one does: again, until there is something. The keys that asked for what was lost are lost with it.
  for (let time = 0; time < 20 && !(await settings.isVisible()); time++) {
    await pressTogether(page, "g", ",");
    await settings.waitFor({ timeout: 3_000 }).catch(() => undefined);
  }
  await settings.waitFor();
  await page.waitForFunction(
    () => getComputedStyle(document.querySelector(".settings-search")!).borderRadius !== "0px",
  );
  await page.context().close();
});
