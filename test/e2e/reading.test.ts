// Looking into what came with a message: previews, invitations, all files at once, and paper. By role and label.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import type { Locator, Page } from "playwright-core";

import { assertAccessible, assertQuiet, openStage, PHONE, type Stage } from "./browser.ts";

let stage: Stage;
before(async () => {
  stage = await openStage();
});
after(() => stage[Symbol.asyncDispose]());

const reading = (page: Page): Locator => page.getByRole("region", { name: "Isi percakapan" });

async function open(page: Page, query: string, subject: string): Promise<Locator> {
  const search = page.getByRole("searchbox", { name: "Cari Email" });
  if (!(await search.isVisible()))
    await page.goto(`${stage.surel.url}/mail/search?${new URLSearchParams({ q: query })}`);
  else {
    await search.fill(query);
    await search.press("Enter");
  }
  const list = page.getByRole("list", { name: "Daftar percakapan" });
  await list.getByRole("listitem").filter({ hasText: subject }).first().getByRole("link").click();
  await reading(page).getByRole("article").last().waitFor();
  return reading(page);
}

test("attachments are looked into one after the other by the keyboard: a message behind its walls, then a text", async () => {
  const page = await stage.signIn();
  const message = await open(page, "keluhan air", "Keluhan air keruh");
  const opener = message.getByRole("button", { name: "Pratinjau Keluhan air.eml" });
  await opener.focus();
  await page.keyboard.press("Enter");
  const attached = page.getByRole("dialog", { name: "Keluhan air.eml" }).getByRole("article");
  await attached.getByRole("heading", { name: "Keluhan air keruh — RT 02" }).waitFor();
  await attached.getByText("Warga RT 02 <rt02.melati@surat.example>").waitFor();
  await attached.getByText(/Air keran di RT 02 keruh/).waitFor();
  await assertAccessible(page, "the preview of a message");
  await page.keyboard.press("ArrowRight");
  const text = page.getByRole("dialog", { name: /^Catatan rapat/ });
  await text.getByRole("document").getByText("Catatan rapat: uji kualitas air hari Kamis.").waitFor();
  await text.getByRole("link", { name: "Unduh" }).waitFor();
  await assertAccessible(page, "the preview of a text");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.ok(await opener.evaluate((element) => element === document.activeElement), "the focus is back");
  assertQuiet(page);
  await page.context().close();
});

test("a PDF is told of and not run, in the dark and on a phone as well", async () => {
  const page = await stage.signIn({ viewport: PHONE, colorScheme: "dark" });
  const message = await open(page, "rakor stunting", "Undangan Rapat Koordinasi");
  await message
    .getByRole("button", { name: /^Pratinjau .*\.pdf/ })
    .first()
    .click();
  const dialog = page.getByRole("dialog", { name: /\.pdf$/ });
  await dialog.getByText("Dokumen PDF dibuka di luar halaman ini").waitFor();
  await assertAccessible(page, "the preview of a PDF");
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), PHONE.width);
  await dialog.getByRole("button", { name: "Tutup" }).click();
  assertQuiet(page);
  await page.context().close();
});

test("an invitation tells what, when in the reader's zone, where, and who, and is answered", async () => {
  const page = await stage.signIn();
  const message = await open(page, "agenda rapat stunting", "Agenda: Rapat Koordinasi");
  const invitation = message.getByRole("region", { name: "Undangan" });
  await invitation.getByRole("heading", { name: "Rapat Koordinasi Percepatan Penurunan Stunting" }).waitFor();
  await invitation.getByText(/^\p{L}+, \d+ \p{L}+ \d{4} pukul \d\d\.\d\d–\d\d\.\d\d WIB$/u).waitFor();
  await invitation.getByText("Ruang Rapat Garuda, Balai Kota").waitFor();
  await invitation.getByText("Dinas Kesehatan <dinkes@contoh.go.id>").waitFor();
  const accept = invitation.getByRole("group", { name: "Jawaban Anda" }).getByRole("button", { name: "Terima" });
  await accept.and(page.locator("[aria-pressed=false]")).click();
  await accept.and(page.locator("[aria-pressed=true]")).waitFor();
  await page.getByRole("button", { name: "Urungkan" }).click();
  await accept.and(page.locator("[aria-pressed=false]")).waitFor();
  await assertAccessible(page, "an invitation");
  assertQuiet(page);
  await page.context().close();
});

test("all attachments are saved as one archive", async () => {
  const page = await stage.signIn();
  const message = await open(page, "keluhan air", "Keluhan air keruh");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    message.getByRole("button", { name: "Unduh Semua" }).first().click(),
  ]);
  assert.equal(download.suggestedFilename(), "lampiran.zip");
  const bytes = await readFile(await download.path());
  assert.equal(bytes.readUInt32LE(0), 0x0403_4b50);
  assert.ok(bytes.readUInt16LE(bytes.length - 12) > 1, "the directory lists several files");
  await page.getByText("Semua lampiran diunduh dalam satu berkas zip").waitFor();
  assertQuiet(page);
  await page.context().close();
});

test("a message on paper has its heads, its number and the digest of its original", async () => {
  const page = await stage.signIn();
  const message = await open(page, "keluhan air", "Keluhan air keruh");
  await message.getByRole("button", { name: "Tindakan pesan" }).click();
  await page.getByRole("menuitem", { name: "Cetak" }).click();
  const paper = page.frameLocator('iframe[title="Halaman cetak"]').locator("body");
  await paper.getByText(/^Dicetak oleh Budi Santoso, /).waitFor({ state: "attached" });
  const text = await paper.evaluate((body) => body.textContent ?? "");
  assert.match(
    text,
    /Pemerintah Kota Contoh.*Dari.*siti\.rahayu@contoh\.go\.id.*Message-ID<[^>]+>SHA-256[0-9a-f]{64}/s,
  );
  assert.match(text, /UU ITE/);
  const sandbox = await page.locator('iframe[title="Halaman cetak"]').getAttribute("sandbox");
  assert.doesNotMatch(sandbox ?? "allow-scripts", /allow-scripts/);
  assertQuiet(page);
  await page.context().close();
});

test("the application can be installed: its manifest, its icon and its colours are told and served", async () => {
  const page = await stage.signIn();
  const href = await page.locator("link[rel=manifest]").getAttribute("href");
  const answer = await page.request.get(`${stage.surel.url}${href}`);
  assert.match(answer.headers()["content-type"] ?? "", /^application\/manifest\+json/);
  const manifest = (await answer.json()) as { start_url: string; icons: { src: string }[] };
  assert.equal(manifest.start_url, "/mail/");
  const icon = await page.request.get(`${stage.surel.url}${manifest.icons[0]?.src}`);
  assert.equal(icon.headers()["content-type"], "image/svg+xml");
  assert.equal(await page.locator("meta[name=theme-color]").count(), 2);
  assertQuiet(page);
  await page.context().close();
});
