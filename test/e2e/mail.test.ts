// A day's work in the mail application, by role and label only, on the server as it is shipped.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import type { Locator, Page } from "playwright-core";

import { assertAccessible, assertQuiet, choose, openStage, PHONE, pressTogether, type Stage } from "./browser.ts";

let stage: Stage;
before(async () => {
  stage = await openStage();
});
after(() => stage[Symbol.asyncDispose]());

const conversations = (page: Page): Locator => page.getByRole("list", { name: "Daftar percakapan" });
const row = (page: Page, text: string): Locator => conversations(page).getByRole("listitem").filter({ hasText: text });
const open = (page: Page, text: string): Promise<void> => row(page, text).getByRole("link").click();
const reading = (page: Page): Locator => page.getByRole("region", { name: "Isi percakapan" });
const mailboxes = (page: Page): Locator => page.getByRole("navigation", { name: "Kotak surat" });

test("R83 R84 R85 R122: the menu on the left has New Message above the mailboxes, and it opens the form", async () => {
  const page = await stage.signIn();
  const menu = mailboxes(page);
  const button = menu.getByRole("button", { name: "Pesan Baru" });
  const inbox = menu.getByRole("link", { name: /^Kotak Masuk/ }).first();
  const [above, below] = [await button.boundingBox(), await inbox.boundingBox()];
  assert.ok(above && below && above.y < below.y && below.x < 240);
  await button.click();
  const form = page.getByRole("dialog", { name: "Pesan Baru" });
  await form.getByRole("combobox", { name: "Kepada" }).waitFor();
  await form.getByRole("button", { name: "Cc / Bcc" }).click();
  for (const name of ["Tembusan (Cc)", "Tembusan Tersembunyi (Bcc)"])
    await form.getByRole("combobox", { name }).waitFor();
  for (const name of ["Subjek", "Isi pesan"]) await form.getByRole("textbox", { name }).waitFor();
  for (const name of ["Lampirkan Berkas", "Kirim"]) await form.getByRole("button", { name, exact: true }).waitFor();
  assertQuiet(page);
  await page.context().close();
});

test("R86 R87 R88 R89 R90 R91 R92 R95: a message with a copy and an attachment of told size is written, saved, sent and arrives", async () => {
  const page = await stage.signIn();
  const siti = await stage.signIn({ username: "siti.rahayu" });
  await page.keyboard.press("c");
  const form = page.getByRole("dialog", { name: "Pesan Baru" });
  await form.getByRole("combobox", { name: "Kepada" }).fill("siti");
  await form.getByRole("option", { name: /Siti Rahayu/ }).click();
  await form.getByRole("button", { name: "Cc / Bcc" }).click();
  await form.getByRole("combobox", { name: "Tembusan (Cc)" }).fill("meja.layanan@contoh.go.id,");
  await form.getByRole("textbox", { name: "Subjek" }).fill("Jadwal piket Desember");
  await form.getByRole("textbox", { name: "Isi pesan" }).click();
  await page.keyboard.type("Terlampir jadwalnya, ");
  await page.keyboard.press("Control+b");
  await page.keyboard.type("mohon diperiksa");
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    form.getByRole("button", { name: "Lampirkan Berkas" }).click(),
  ]);
  await chooser.setFiles({ name: "jadwal.csv", mimeType: "text/csv", buffer: Buffer.from("tanggal;nama\n") });
  await form.getByText("Jumlah ukuran 13 B").waitFor();
  await form.getByText("Draf tersimpan").waitFor();
  await form.getByRole("button", { name: "Kirim", exact: true }).click();
  await page.getByText("Pesan terkirim").waitFor();
  await row(siti, "Jadwal piket Desember").waitFor();
  await open(siti, "Jadwal piket Desember");
  const message = reading(siti);
  await message.getByRole("heading", { name: "Jadwal piket Desember" }).waitFor();
  await siti.frameLocator("iframe").getByText("mohon diperiksa").waitFor();
  const [download] = await Promise.all([
    siti.waitForEvent("download"),
    message.getByRole("link", { name: /Unduh jadwal\.csv/ }).click(),
  ]);
  assert.equal(download.suggestedFilename(), "jadwal.csv");
  assertQuiet(page);
  assertQuiet(siti);
  await Promise.all([page.context().close(), siti.context().close()]);
});

test("R93: an empty subject is asked about, and so is a promised file that is missing", async () => {
  const page = await stage.signIn();
  await page.keyboard.press("c");
  const form = page.getByRole("dialog", { name: "Pesan Baru" });
  await form.getByRole("combobox", { name: "Kepada" }).fill("siti.rahayu@contoh.go.id,");
  await form.getByRole("textbox", { name: "Isi pesan" }).fill("Berikut lampirannya.");
  await form.getByRole("button", { name: "Kirim", exact: true }).click();
  const question = page.getByRole("dialog", { name: "Sebelum dikirim" });
  await question.getByText("Subjek masih kosong. Tetap kirim?").waitFor();
  await question.getByText(/tidak ada berkas yang dilampirkan/).waitFor();
  await question.getByRole("button", { name: "Lanjutkan Menulis" }).click();
  await form.getByRole("button", { name: "Buang Draf" }).click();
  await page.context().close();
});

test("a sent message is called back within some seconds", async () => {
  const page = await stage.signIn();
  await page.keyboard.press("c");
  const form = page.getByRole("dialog", { name: "Pesan Baru" });
  await form.getByRole("combobox", { name: "Kepada" }).fill("siti.rahayu@contoh.go.id,");
  await form.getByRole("textbox", { name: "Subjek" }).fill("Tidak jadi");
  await form.getByRole("textbox", { name: "Isi pesan" }).fill("Isi yang belum selesai");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("button", { name: "Batalkan Pengiriman" }).click();
  await page.getByText("Pengiriman dibatalkan").waitFor();
  assert.match(await page.getByRole("textbox", { name: "Isi pesan" }).innerText(), /Isi yang belum selesai/);
  // And by the key that undoes all else.
  await page.keyboard.press("Control+Enter");
  await page.getByRole("button", { name: "Batalkan Pengiriman" }).waitFor();
  await page.keyboard.press("z");
  assert.match(await page.getByRole("textbox", { name: "Isi pesan" }).innerText(), /Isi yang belum selesai/);
  await page.getByRole("button", { name: "Buang Draf" }).click();
  await page.context().close();
});

test("R100 R101: deleting and archiving show at once and can be undone", async () => {
  const page = await stage.signIn();
  const subject = "Pemeliharaan jaringan Sabtu";
  await open(page, subject);
  for (const [name, told] of [
    ["Arsipkan", "1 percakapan diarsipkan"],
    ["Hapus", "1 percakapan dipindahkan ke Sampah"],
  ] as const) {
    await open(page, subject);
    await reading(page).getByRole("toolbar").getByRole("button", { name, exact: true }).click();
    await row(page, subject).waitFor({ state: "detached" });
    await page.getByText(told).waitFor();
    await page.getByRole("button", { name: "Urungkan" }).click();
    await row(page, subject).waitFor();
  }
  assertQuiet(page);
  await page.context().close();
});

test("R97: a folder is made and a conversation is moved into it", async () => {
  const page = await stage.signIn();
  await mailboxes(page).getByRole("button", { name: "Buat Folder" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Buat Folder" });
  await dialog.getByRole("textbox", { name: "Nama folder" }).fill("Rapat 2026");
  await dialog.getByRole("button", { name: "Simpan" }).click();
  await mailboxes(page).getByRole("link", { name: "Rapat 2026" }).waitFor();
  await open(page, "Buletin Kesmas");
  await reading(page).getByRole("button", { name: "Pindahkan ke" }).click();
  await page.getByRole("option", { name: "Rapat 2026" }).click();
  await mailboxes(page).getByRole("link", { name: "Rapat 2026" }).click();
  await row(page, "Buletin Kesmas").waitFor();
  await page.context().close();
});

test("R102: a search finds, marks the words, narrows, and is a link", async () => {
  const page = await stage.signIn();
  await page.getByRole("searchbox", { name: "Cari Email" }).fill("imunisasi");
  await page.keyboard.press("Enter");
  await row(page, "Permohonan Data Capaian Imunisasi").waitFor();
  await row(page, "Permohonan Data Capaian Imunisasi").locator("mark", { hasText: "Imunisasi" }).waitFor();
  await page.getByRole("button", { name: "Memiliki lampiran" }).click();
  assert.match(page.url(), /\/mail\/search\?q=imunisasi\+ada%3Alampiran$/);
  await page.reload();
  await row(page, "Permohonan Data Capaian Imunisasi").waitFor();
  await page.goBack();
  assert.match(page.url(), /\/mail\/search\?q=imunisasi$/);
  await page.context().close();
});

test("R102: the search box suggests people and ways to narrow, by the keyboard alone", async () => {
  const page = await stage.signIn();
  await page.keyboard.press("/");
  const suggestions = page.getByRole("group", { name: "Saran pencarian" });
  await suggestions.getByRole("button", { name: "Memiliki lampiran" }).waitFor();
  await page.keyboard.type("siti");
  await suggestions.getByRole("button", { name: /^Dari Siti Rahayu/ }).waitFor();
  await assertAccessible(page, "the suggestions of the search box");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/mail\/search\?q=dari%3Asiti\.rahayu%40contoh\.go\.id$/);
  await suggestions.waitFor({ state: "detached" });
  await row(page, "Siti").first().waitFor();

  await page.getByRole("searchbox", { name: "Cari Email" }).fill("");
  await suggestions.getByRole("button", { name: "dari:siti.rahayu@contoh.go.id" }).waitFor();
  // Cleared with something else typed already: nothing of it is left, and one types on.
  await page.keyboard.type("siti");
  await page.getByRole("button", { name: "Hapus pencarian" }).click();
  await page.getByRole("heading", { name: "Kotak Masuk" }).waitFor();
  await suggestions.getByRole("button", { name: "dari:siti.rahayu@contoh.go.id" }).waitFor();
  assert.equal(await page.locator("input:focus").inputValue(), "");
  await page.keyboard.press("Escape");
  await suggestions.waitFor({ state: "detached" });
  assertQuiet(page);
  await page.context().close();
});

test("a reply stands at the foot of the conversation, quotes what it answers and joins it", async () => {
  const page = await stage.signIn();
  await open(page, "Konfirmasi peserta Upacara");
  await reading(page).getByRole("button", { name: "Balas", exact: true }).last().click();
  const form = page.getByRole("region", { name: "Balas" });
  await form.getByRole("textbox", { name: "Isi pesan" }).waitFor();
  await page.keyboard.type("Dua orang, Bu.");
  await form.getByRole("button", { name: "Kirim", exact: true }).click();
  await form.waitFor({ state: "detached" });
  await reading(page).getByRole("article").nth(1).waitFor();
  await page.context().close();
});

test("the keyboard alone reads, answers, selects and finds its way", async () => {
  const page = await stage.signIn();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.locator(".row-link:focus").waitFor();
  await page.keyboard.press("Enter");
  await reading(page).getByRole("article").first().waitFor();
  assert.match(page.url(), /\/mail\/inbox\/t\d+$/);
  await page.keyboard.press("Escape");
  await page.keyboard.press("x");
  await page.getByText("1 dipilih").waitFor();
  await page.keyboard.press("Escape");
  await pressTogether(page, "g", "t");
  await page.getByRole("heading", { name: "Terkirim" }).waitFor();
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Pintasan Papan Ketik" }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Cari Perintah" }).fill("kotak mas");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Kotak Masuk" }).waitFor();
  await page.keyboard.press("/");
  assert.ok(await page.getByRole("searchbox").evaluate((element) => element === document.activeElement));
  assertQuiet(page);
  await page.context().close();
});

test("on a phone one thing at a time, with a way back", async () => {
  const page = await stage.signIn({ viewport: PHONE });
  await open(page, "Laporan Mingguan SKDR Puskesmas Melati, minggu ke-46");
  await reading(page).getByRole("article").waitFor();
  assert.equal(await conversations(page).isVisible(), false);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), PHONE.width);
  await page.goBack();
  await conversations(page).waitFor();
  await page.getByRole("button", { name: "Buka kotak surat" }).click();
  await mailboxes(page).getByRole("link", { name: "Terkirim" }).first().click();
  await page.getByRole("heading", { name: "Terkirim" }).waitFor();
  await page.context().close();
});

test("the language, the theme and the density change at once and stay", async () => {
  // Somebody else than in the other tests: the choice stays with the person.
  const page = await stage.signIn({ username: "siti.rahayu" });
  await page.getByRole("button", { name: "Pengaturan" }).click();
  await choose(page, page.getByRole("radio", { name: "English" }));
  await choose(page, page.getByRole("dialog", { name: "Settings" }).getByRole("radio", { name: "Dark" }));
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "New Message" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Inbox" }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
  assert.equal(await page.evaluate(() => document.documentElement.dataset["theme"]), "dark");
  await page.context().close();
});

test("R108 R111 R112 R113 R127 R128: the menu at the top right signs out, and the page after it says so", async () => {
  const page = await stage.signIn();
  const button = page.getByRole("button", { name: /Menu akun/ });
  const box = await button.boundingBox();
  assert.ok(box && box.x > 1180 && box.y < 60);
  await button.click();
  await page.getByText("Dinas Kesehatan", { exact: true }).waitFor();
  await page.getByRole("menuitem", { name: "Keluar" }).click();
  await page.waitForURL(/signed-out/);
  await page.goBack();
  assert.equal(await page.getByRole("list", { name: "Daftar percakapan" }).count(), 0);
  await page.context().close();
});
