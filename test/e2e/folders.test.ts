// Folders and labels by mouse and keyboard: made, put on, taken off, renamed, moved into each other and deleted, with the mail in
// them kept. By role and label.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import type { Locator, Page } from "playwright-core";

import { assertAccessible, assertQuiet, openStage, PHONE, untilWhole, type Stage } from "./browser.ts";

let stage: Stage;
before(async () => {
  stage = await openStage();
});
after(() => stage[Symbol.asyncDispose]());

const mailboxes = (page: Page): Locator => page.getByRole("navigation", { name: "Kotak surat" });
const row = (page: Page, subject: string): Locator =>
  page.getByRole("list", { name: "Daftar percakapan" }).getByRole("listitem").filter({ hasText: subject });
const labels = (page: Page): Locator => page.getByRole("list", { name: "Label" }).getByRole("listitem");

test("R98: a label is made where it is needed, shown on the row and in the conversation, taken off and undone", async () => {
  const page = await stage.signIn();
  const subject = "Buletin Kesmas";
  await row(page, subject).getByRole("link").click();
  await page.getByRole("heading", { name: subject }).waitFor();
  await page.keyboard.press("l");
  const field = page.getByRole("combobox", { name: "Label" });
  await field.fill("Kesehatan");
  await page.getByRole("option", { name: "Buat folder “Kesehatan”" }).waitFor();
  await assertAccessible(page, "the palette of labels");
  await page.keyboard.press("Enter");
  await page.getByText("1 percakapan diberi label Kesehatan").waitFor();
  await row(page, subject).getByText("Kesehatan", { exact: true }).waitFor();
  await labels(page).filter({ hasText: "Kesehatan" }).waitFor();
  await assertAccessible(page, "a conversation with a label");

  await page.keyboard.press("l");
  await page.getByRole("option", { name: "Kesehatan Aktif" }).waitFor();
  await page.keyboard.press("Escape");
  await labels(page).getByRole("button", { name: "Lepaskan label Kesehatan" }).click();
  await page.getByText("Label Kesehatan dilepas dari 1 percakapan").waitFor();
  await labels(page).first().waitFor({ state: "detached" });
  await page.keyboard.press("z");
  await labels(page).filter({ hasText: "Kesehatan" }).waitFor();

  // The menu of a row acts on that row, whatever is open beside it.
  const other = "Konfirmasi peserta Upacara";
  await row(page, other).getByRole("link").click({ button: "right" });
  await page.getByRole("menuitem", { name: "Label" }).click();
  const item = page.getByRole("menuitemcheckbox", { name: "Kesehatan", checked: false });
  await item.click();
  await row(page, other).getByText("Kesehatan", { exact: true }).waitFor();

  // Where a label is the list, its own name says nothing, and taking it off takes the conversation out.
  await mailboxes(page).getByRole("link", { name: "Kesehatan" }).click();
  await row(page, other).getByRole("link").click();
  assert.equal(await row(page, other).getByText("Kesehatan", { exact: true }).count(), 0);
  await labels(page).getByRole("button", { name: "Lepaskan label Kesehatan" }).click();
  await row(page, other).waitFor({ state: "detached" });
  await mailboxes(page).getByRole("link", { name: "Kotak Masuk" }).first().click();
  await row(page, other).waitFor();
  assertQuiet(page);
  await page.context().close();
});

test("R97: folders are nested, renamed and moved; deleting one keeps the mail in it", async () => {
  const page = await stage.signIn();
  const menuOf = async (name: string) => {
    await mailboxes(page).getByRole("link", { name }).hover();
    await mailboxes(page)
      .getByRole("button", { name: `Tindakan folder ${name}` })
      .click();
  };
  await mailboxes(page).getByRole("button", { name: "Buat Folder" }).first().click();
  await page.getByRole("textbox", { name: "Nama folder" }).fill("Kegiatan");
  await page.keyboard.press("Enter");
  await mailboxes(page).getByRole("link", { name: "Kegiatan" }).waitFor();

  await menuOf("Kegiatan");
  await assertAccessible(page, "the menu of a folder");
  await page.getByRole("menuitem", { name: "Buat Subfolder" }).click();
  await page.getByRole("textbox", { name: "Nama folder" }).fill("Rakor");
  await page.keyboard.press("Enter");
  await mailboxes(page).getByRole("link", { name: "Rakor" }).waitFor();

  // Folded away, by the mouse and by the arrows, and so after a reload too.
  const fold = mailboxes(page).getByRole("button", { name: "Subfolder Kegiatan" });
  const kept = page.waitForResponse((response) => response.request().postData()?.includes("foldedMailboxes") === true);
  await fold.click();
  await mailboxes(page).getByRole("link", { name: "Rakor" }).waitFor({ state: "detached" });
  await assertAccessible(page, "a folded folder");
  await kept;
  await page.reload();
  await mailboxes(page).getByRole("button", { name: "Subfolder Kegiatan", expanded: false }).waitFor();
  await mailboxes(page).getByRole("link", { name: "Kegiatan" }).focus();
  assert.equal(await mailboxes(page).getByRole("link", { name: "Rakor" }).count(), 0);
  await untilWhole(page);
  await page.keyboard.press("ArrowRight");
  await mailboxes(page).getByRole("button", { name: "Subfolder Kegiatan", expanded: true }).waitFor();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Rakor" }).waitFor();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await fold.and(page.getByRole("button", { expanded: false })).waitFor();
  await fold.click();
  await mailboxes(page).getByRole("link", { name: "Kotak Masuk" }).first().click();

  await menuOf("Rakor");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Ubah Folder" });
  await dialog.getByRole("textbox", { name: "Nama folder" }).fill("Rapat Koordinasi");
  await dialog.getByRole("combobox", { name: "Di dalam folder" }).selectOption({ label: "(Paling atas)" });
  await assertAccessible(page, "changing a folder");
  await dialog.getByRole("button", { name: "Simpan" }).click();
  await mailboxes(page).getByRole("link", { name: "Rapat Koordinasi" }).waitFor();

  const dropped = "Buletin Kesmas";
  await row(page, dropped).dragTo(mailboxes(page).getByRole("link", { name: "Terkirim" }).first());
  assert.equal(await page.getByText("dipindahkan ke Terkirim").count(), 0, "nothing is dropped on what was sent");
  await row(page, dropped).dragTo(mailboxes(page).getByRole("link", { name: "Kegiatan" }));
  await page.getByText("1 percakapan dipindahkan ke Kegiatan").waitFor();
  await page.keyboard.press("z");
  await row(page, dropped).waitFor();

  await row(page, dropped).dragTo(mailboxes(page).getByRole("link", { name: "Spam" }).first());
  await page.getByText("1 percakapan dilaporkan sebagai spam").waitFor();
  await page.keyboard.press("z");
  await row(page, dropped).waitFor();

  const subject = "Pemeliharaan jaringan";
  await row(page, subject).getByRole("link").click();
  await page.keyboard.press("v");
  await page.getByRole("combobox", { name: "Pindahkan ke" }).fill("rapat koor");
  await page.keyboard.press("Enter");
  await page.getByText("1 percakapan dipindahkan ke Rapat Koordinasi").waitFor();
  await mailboxes(page).getByRole("link", { name: "Rapat Koordinasi" }).click();
  await row(page, subject).waitFor();
  await menuOf("Rapat Koordinasi");
  await page.getByRole("menuitem", { name: "Hapus Folder" }).click();
  const question = page.getByRole("dialog", { name: "Hapus folder “Rapat Koordinasi”?" });
  await question.getByText("dipindahkan ke Arsip").waitFor();
  await assertAccessible(page, "deleting a folder");
  await question.getByRole("button", { name: "Hapus Folder" }).click();
  await page.getByRole("heading", { name: "Kotak Masuk" }).waitFor();
  assert.equal(await mailboxes(page).getByRole("link", { name: "Rapat Koordinasi" }).count(), 0);
  await mailboxes(page).getByRole("link", { name: "Arsip" }).first().click();
  await row(page, subject).waitFor();
  assertQuiet(page);
  await page.context().close();
});

test("a phone has the menu of a folder in the drawer", async () => {
  const page = await stage.signIn({ viewport: PHONE, hasTouch: true });
  await page.getByRole("button", { name: "Buka kotak surat" }).tap();
  await mailboxes(page).getByRole("button", { name: "Buat Folder" }).first().tap();
  await page.getByRole("textbox", { name: "Nama folder" }).fill("Telepon");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Buka kotak surat" }).tap();
  await mailboxes(page).getByRole("button", { name: "Tindakan folder Telepon" }).tap();
  await page.getByRole("menuitem", { name: "Hapus Folder" }).tap();
  await page.getByRole("button", { name: "Hapus Folder" }).tap();
  await page.getByText("Folder Telepon dihapus").waitFor();
  assertQuiet(page);
  await page.context().close();
});

test("a unit's mailbox has folders of its own", async () => {
  const page = await stage.signIn();
  const unit = page.getByRole("region", { name: "Dinas Kesehatan Kota Contoh" });
  await unit.getByRole("button", { name: "Buat Folder" }).click();
  await page.getByRole("textbox", { name: "Nama folder" }).fill("Disposisi");
  await page.keyboard.press("Enter");
  await unit.getByRole("link", { name: "Disposisi" }).click();
  await page.getByRole("heading", { name: "Disposisi" }).waitFor();
  // From the menu the keys lead into the list, so that Enter opens what they point at.
  await unit.getByRole("link", { name: "Kotak Masuk" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Kotak Masuk" }).waitFor();
  await row(page, "Segera: pembaruan").waitFor();
  await page.keyboard.press("j");
  await row(page, "").locator("a:focus").waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("article").first().waitFor();
  assertQuiet(page);
  await page.context().close();
});

test("Trash is emptied whole after a question, and says then that it is empty", async () => {
  const page = await stage.signIn();
  await row(page, "Laporan Mingguan SKDR").first().getByRole("link").click();
  await page.keyboard.press("#");
  await page.getByText("1 percakapan dipindahkan ke Sampah").waitFor();
  await mailboxes(page).getByRole("link", { name: "Sampah" }).first().click();
  await page.getByRole("heading", { name: "Sampah", exact: true }).waitFor();
  const empty = page.getByRole("button", { name: "Kosongkan Sampah" });
  await empty.click();
  const dialog = page.getByRole("dialog", { name: "Kosongkan Sampah?" });
  await dialog.getByText(/percakapan dihapus permanen/).waitFor();
  await assertAccessible(page, "the question before emptying");
  await dialog.getByRole("button", { name: "Batal" }).click();
  await page.getByRole("list", { name: "Daftar percakapan" }).getByRole("listitem").first().waitFor();

  await empty.click();
  await dialog.getByRole("button", { name: "Kosongkan Sampah" }).click();
  await page.getByText("Sampah kosong.").waitFor();
  await empty.waitFor({ state: "detached" });
  await page.reload();
  await page.getByText("Sampah kosong.").waitFor();
  assertQuiet(page);
  await page.context().close();
});

test("R98: who has no label yet is told how one comes to be", async () => {
  const page = await stage.signIn({ username: "siti.rahayu" });
  await page.getByRole("list", { name: "Daftar percakapan" }).getByRole("listitem").first().getByRole("link").click();
  await page.keyboard.press("l");
  await page.getByText("Belum ada label. Ketik sebuah nama untuk membuatnya.").waitFor();
  await page.context().close();
});

test("R97: a folder that something dragged rests over is unfolded, also where it cannot be dropped itself; what is of another account takes nothing", async () => {
  const page = await stage.signIn();
  const create = async (name: string, parent: string) => {
    await mailboxes(page).getByRole("button", { name: "Buat Folder" }).first().click();
    await page.getByRole("combobox", { name: "Di dalam folder" }).selectOption({ label: parent });
    await page.getByRole("textbox", { name: "Nama folder" }).fill(name);
    await page.keyboard.press("Enter");
    await link(name).waitFor();
  };
  const link = (name: string) => mailboxes(page).getByRole("link", { name, exact: true });
  const target = mailboxes(page).locator(".is-target");
  const moveOver = async (place: Locator) => {
    const box = await place.boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + 60, box.y + box.height / 2, { steps: 4 });
    // The browser tells where a drag is only as it moves.
    await page.mouse.move(box.x + 62, box.y + box.height / 2);
  };
  await create("Bidang", "(Paling atas)");
  await create("Imunisasi", "Bidang");
  const subject = "Konfirmasi peserta Upacara";
  await row(page, subject).dragTo(link("Bidang"));
  await page.getByText("1 percakapan dipindahkan ke Bidang").waitFor();
  await mailboxes(page).getByRole("button", { name: "Subfolder Bidang" }).click();
  await link("Imunisasi").waitFor({ state: "detached" });
  await mailboxes(page)
    .getByRole("link", { name: /^Bidang/ })
    .click();

  await row(page, subject).hover();
  await page.mouse.down();
  await moveOver(mailboxes(page).getByRole("link", { name: /^Bidang/ }));
  await link("Imunisasi").waitFor();
  assert.equal(await target.count(), 0, "it is in this folder already");
  await moveOver(mailboxes(page).getByRole("link", { name: "Kotak Masuk" }).last());
  assert.equal(await target.count(), 0, "it is of another account");
  await moveOver(link("Imunisasi"));
  await target.filter({ hasText: "Imunisasi" }).waitFor();
  await page.mouse.up();
  await page.getByText("1 percakapan dipindahkan ke Imunisasi").waitFor();
  assertQuiet(page);
  await page.context().close();
});
