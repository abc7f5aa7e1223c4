// Writing as one does all day: signatures, pictures, lists of recipients, drafts that survive, and the settings around it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import type { Locator, Page } from "playwright-core";

import { PATIENCE_MS } from "../support/surel-process.ts";
import { assertAccessible, assertQuiet, openStage, PHONE, pressTogether, type Stage } from "./browser.ts";

let stage: Stage;
before(async () => {
  stage = await openStage();
});
after(() => stage[Symbol.asyncDispose]());

const form = (page: Page): Locator => page.getByRole("dialog", { name: "Pesan Baru" });
const body = (page: Page): Locator => page.getByRole("textbox", { name: "Isi pesan" });
const row = (page: Page, text: string): Locator =>
  page.getByRole("list", { name: "Daftar percakapan" }).getByRole("listitem").filter({ hasText: text });

async function write(page: Page): Promise<Locator> {
  await page.keyboard.press("c");
  await body(page).waitFor();
  return form(page);
}

/** Puts files or text onto the clipboard of a paste, which headless browsers have no other way to make. */
async function paste(target: Locator, what: { html?: string; text?: string; picture?: boolean }): Promise<void> {
  await target.evaluate(async (element, { html, text, picture }) => {
    const data = new DataTransfer();
    if (html !== undefined) data.setData("text/html", html);
    if (text !== undefined) data.setData("text/plain", text);
    if (picture) {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [120, 40];
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
      if (blob) data.items.add(new File([blob], "peta.png", { type: "image/png" }));
    }
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, what);
}

test("settings are found by words, lead to the new password, and the signature made there stands in the next message", async () => {
  const page = await stage.signIn();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Cari Perintah" }).fill("ubah kata sandi");
  await page.getByRole("option", { name: "Ubah Kata Sandi" }).waitFor();
  await page.getByRole("combobox", { name: "Cari Perintah" }).fill("tanda tangan");
  await page.keyboard.press("Enter");
  const settings = page.getByRole("dialog", { name: "Pengaturan" });
  const editor = settings.getByRole("textbox", { name: "Tanda tangan email budi.santoso@contoh.go.id" });
  await editor.click();
  await page.keyboard.type("Budi Santoso, S.Kom");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Dinas Kesehatan");
  await settings.getByText("Tersimpan", { exact: true }).waitFor();
  // Alone: what the edge of the dialog cuts off would count as too small to be pressed.
  const search = settings.getByRole("searchbox", { name: "Cari pengaturan" });
  await search.fill("tanda tangan");
  await assertAccessible(page, "the settings with a signature");
  await search.fill("opsi wita");
  await settings.getByRole("radio", { name: "WITA (Makassar)" }).check();
  await settings.getByText(/WITA/).first().waitFor();
  await search.fill("kontras");
  await settings.getByRole("radio", { name: "Selalu" }).check();
  assert.equal(await page.locator("html").getAttribute("data-contrast"), "more");
  await settings.getByRole("radio", { name: "Ikuti sistem" }).check();
  await search.fill("ubah kata sandi");
  const link = settings.getByRole("link", { name: "Ubah Kata Sandi" });
  assert.equal(await link.getAttribute("href"), "/account/security/password");
  await settings.getByRole("button", { name: "Tutup" }).click();

  // The message: signed below what is written, above what is quoted, and once.
  await row(page, "Konfirmasi peserta Upacara").getByRole("link").click();
  await page.getByRole("button", { name: "Balas", exact: true }).last().click();
  await body(page).waitFor();
  await page.keyboard.type("Dua orang.");
  assert.match(await body(page).innerText(), /^Dua orang\.\s+Budi Santoso, S\.Kom\nDinas Kesehatan\s*$/);
  const reply = page.getByRole("region", { name: "Balas" });
  await reply.getByText("Draf tersimpan").waitFor();
  const sent = await draftWith(page, { text: /^Dua orang\.\n/ });
  assert.match(sent.text, /^Dua orang\.\n\n-- \nBudi Santoso, S\.Kom\nDinas Kesehatan\n\nPada .* menulis:\n> /);
  assert.equal(sent.html.split("surel-signature").length, 2);
  assert.ok(sent.html.indexOf("surel-signature") < sent.html.indexOf("surel-quote"));
  assert.doesNotMatch(sent.html, /<body/);
  await page.getByRole("button", { name: "Buang Draf" }).click();
  await page.getByText("Draf dibuang").waitFor();
  await page.getByRole("button", { name: "Urungkan" }).click();
  // Opened again, the quote is folded as before; as the unit, the signature is the unit's, which has none.
  assert.match(await body(page).innerText(), /^Dua orang\.\s+Budi Santoso, S\.Kom\nDinas Kesehatan\s*$/);
  await page.getByRole("button", { name: "Ubah Kutipan" }).waitFor();
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("a") });
  await page
    .getByRole("combobox", { name: "Dari" })
    .selectOption({ label: "Dinas Kesehatan Kota Contoh <dinkes@contoh.go.id>" });
  await body(page).getByText("S.Kom").waitFor({ state: "detached" });
  assert.match(await body(page).innerText(), /^Dua orang\.\s*$/);
  await reply.getByText("Draf tersimpan").waitFor();
  await page.getByRole("button", { name: "Simpan draf dan tutup" }).click();
  const unit = page.getByRole("region", { name: "Dinas Kesehatan Kota Contoh" });
  await unit.getByRole("link", { name: "Draf" }).click();
  await row(page, "Konfirmasi peserta Upacara").getByRole("link").click();
  await page.getByRole("listitem").filter({ hasText: "a.txt" }).waitFor();
  await page.getByRole("button", { name: "Buang Draf" }).click();
  assertQuiet(page);
  await page.context().close();
});

test("another sender brings another signature, in the place of the first", async () => {
  const page = await stage.signIn({ username: "meja.layanan" });
  await jmap(page, (accountId) => [
    [
      "Identity/set",
      {
        accountId,
        create: {
          one: { name: "Petugas", email: "meja.layanan@contoh.go.id", textSignature: "Loket 1" },
          two: { name: "Koordinator", email: "meja.layanan@contoh.go.id", htmlSignature: "<div><b>Loket 2</b></div>" },
        },
      },
      "s",
    ],
  ]);
  await page.reload();
  await page.getByRole("heading", { name: "Kotak Masuk" }).waitFor();
  const message = await write(page);
  const sender = message.getByRole("combobox", { name: "Dari" });
  await sender.selectOption({ label: "Petugas <meja.layanan@contoh.go.id>" });
  await body(page).getByText("Loket 1").waitFor();
  await sender.selectOption({ label: "Koordinator <meja.layanan@contoh.go.id>" });
  await body(page).getByText("Loket 2").waitFor();
  assert.equal(await body(page).locator(".surel-signature").count(), 1);
  assert.doesNotMatch(await body(page).innerText(), /Loket 1/);
  assertQuiet(page);
  await page.context().close();
});

type StoredDraft = { html: string; text: string; structure: string };

/** The newest draft at the server as soon as it is so. */
async function draftWith(page: Page, wanted: Partial<Record<keyof StoredDraft, RegExp>>): Promise<StoredDraft> {
  const endMs = Date.now() + PATIENCE_MS;
  for (;;) {
    const draft = await latestDraft(page);
    const isThere = Object.entries(wanted).every(([name, pattern]) => pattern.test(draft[name as keyof StoredDraft]));
    if (isThere || Date.now() > endMs) return draft;
    await page.waitForTimeout(100);
  }
}

async function latestDraft(page: Page): Promise<StoredDraft> {
  const [, [, { list }]] = (await jmap(page, (accountId) => [
    [
      "Email/query",
      { accountId, filter: { hasKeyword: "$draft" }, sort: [{ property: "receivedAt", isAscending: false }], limit: 1 },
      "q",
    ],
    [
      "Email/get",
      {
        accountId,
        "#ids": { resultOf: "q", name: "Email/query", path: "/ids" },
        properties: ["bodyStructure", "bodyValues", "htmlBody", "textBody"],
        bodyProperties: ["type", "partId", "subParts", "cid"],
        fetchAllBodyValues: true,
      },
      "g",
    ],
  ])) as [unknown, [string, { list: StoredEmail[] }]];
  const [email] = list;
  if (!email) return { html: "", text: "", structure: "" };
  const value = ([part]: Part[]) => email.bodyValues[part?.partId ?? ""]?.value ?? "";
  return { html: value(email.htmlBody), text: value(email.textBody), structure: typesOf(email.bodyStructure) };
}

type Part = { type: string; partId: string | null; subParts?: Part[] | null };
type StoredEmail = {
  bodyStructure: Part;
  bodyValues: Record<string, { value: string }>;
  htmlBody: Part[];
  textBody: Part[];
};

function typesOf({ type, subParts }: Part): string {
  return subParts ? `${type}(${subParts.map(typesOf).join(" ")})` : type;
}

/** Asks the server as the page does, with its session. */
async function jmap(page: Page, calls: (accountId: string) => unknown[]): Promise<unknown> {
  const ask = (request?: object) =>
    page.evaluate(
      async ([url, body]) => {
        const headers = { "content-type": "application/json" };
        const response = await fetch(url, body === undefined ? {} : { method: "POST", headers, body });
        return (await response.json()) as unknown;
      },
      [request ? "/jmap/api" : "/jmap/session", request && JSON.stringify(request)] as const,
    );
  const { primaryAccounts } = (await ask()) as { primaryAccounts: Record<string, string> };
  const using = ["core", "mail", "submission"].map((name) => `urn:ietf:params:jmap:${name}`);
  const methodCalls = calls(primaryAccounts["urn:ietf:params:jmap:mail"] ?? "");
  return ((await ask({ using, methodCalls })) as { methodResponses: unknown }).methodResponses;
}

test("a pasted picture stands in the text, in the draft that is opened again, and goes as a part of the text", async () => {
  const page = await stage.signIn({ username: "siti.rahayu" });
  await write(page);
  await page.keyboard.press("Escape");
  const message = await write(page);
  // The second composer of a page has the focus as the first had: what is typed is never taken for commands.
  await page.keyboard.type("c@contoh.go.id,");
  await message.getByRole("button", { name: "Hapus penerima c@contoh.go.id" }).waitFor();
  await message.getByRole("textbox", { name: "Subjek" }).fill("Denah lokasi");
  await body(page).click();
  await page.keyboard.type("Lihat: ");
  await paste(body(page), { picture: true });
  await paste(body(page), {
    html: '<b style="font-weight:normal"><p class="MsoNormal" style="color:red"><b>Tebal</b> biasa</p></b><script>x</script>',
    text: "Tebal biasa",
  });
  await body(page).getByText("Tebal").waitFor();
  const draft = await draftWith(page, { html: /Tebal/, structure: /image/ });
  assert.match(draft.structure, /multipart\/alternative\(text\/plain multipart\/related\(text\/html image\/png\)\)/);
  assert.match(draft.html, /<img[^>]* src="cid:[^"]+@surel"/);
  assert.match(draft.html, /<b>Tebal<\/b> biasa/);
  assert.doesNotMatch(draft.html, /Mso|color|script|blob:/);
  await page.keyboard.press("Escape");
  await pressTogether(page, "g", "d");
  await row(page, "Denah lokasi").getByRole("link").click();
  const picture = body(page).getByRole("img", { name: "peta.png" });
  await picture.waitFor();
  await page.waitForFunction(() => document.querySelector<HTMLImageElement>(".editor img")?.naturalWidth === 120);
  await page.getByRole("button", { name: "Buang Draf" }).click();
  await page.context().close();
});

test("a table pasted from a spreadsheet keeps its lines and cells, and a list of Word is a list; typing goes on below", async () => {
  const page = await stage.signIn({ username: "siti.rahayu" });
  const message = await write(page);
  await message.getByRole("textbox", { name: "Subjek" }).fill("Rekap kasus");
  await body(page).click();
  const cell = (text: string) => `<td class=xl65 style='border:.5pt solid windowtext;background:yellow'>${text}</td>`;
  await paste(body(page), {
    html: `<table border=0 cellpadding=0 style='width:300pt'><col width=100><tr>${cell("Puskesmas")}${cell("Kasus")}</tr></table>`,
    text: "Puskesmas\tKasus",
  });
  await page.keyboard.type("Mohon diperiksa.");
  const draft = await draftWith(page, { html: /Mohon/ });
  assert.match(draft.html, /<table border="1" cellpadding="4" cellspacing="0" style="border-collapse: collapse;">/);
  assert.match(draft.html, /<td>Kasus<\/td><\/tr><\/tbody><\/table><div>Mohon diperiksa\./);
  const item = (level: number, mark: string, text: string) =>
    `<p class=MsoListParagraph style='margin-left:.5in;text-indent:-.25in;mso-list:l0 level${level} lfo1'><![if !supportLists]>` +
    `<span style='font-family:Calibri'><span style='mso-list:Ignore'>${mark}<span style='font:7.0pt "Times New Roman"'>` +
    `&nbsp;&nbsp; </span></span></span><![endif]>${text}<o:p></o:p></p>\n`;
  const items = [item(1, "3.", "Data"), item(2, "a.", "Bayi"), item(2, "b.", "Balita"), item(1, "4.", "Dana")];
  await page.keyboard.press("Enter");
  await paste(body(page), { html: items.join(""), text: "3. Data" });
  await page.keyboard.type(" desa");
  const listed = await draftWith(page, { html: /Dana desa/ });
  const inner = '<ol type="a"><li>Bayi<\\/li><li>Balita<\\/li><\\/ol>';
  assert.match(
    listed.html,
    new RegExp(`<ol start="3"><li><div>Data<\\/div>${inner}<\\/li><li>Dana desa<\\/li><\\/ol>`),
  );
  await page.getByRole("button", { name: "Buang Draf" }).click();
  await page.context().close();
});

test("what is typed before the composer stands there is written into it and does nothing else", async () => {
  const page = await stage.signIn({ username: "siti.rahayu" });
  const held = Promise.withResolvers<void>();
  await page.context().route(/compose-dock.*\.js/, async (route) => {
    await held.promise;
    await route.continue();
  });
  await page.reload();
  await page.getByRole("heading", { name: "Kotak Masuk" }).waitFor();
  await page.keyboard.press("c");
  await page.keyboard.type("#e budi");
  assert.equal(await form(page).count(), 0);
  held.resolve();
  const to = form(page).getByRole("combobox", { name: "Kepada" });
  await to.waitFor();
  assert.equal(await to.inputValue(), "#e budi");
  assert.equal(await page.getByText(/percakapan di(?:arsipkan|pindahkan)/).count(), 0);
  await page.context().close();
});

test("lists of recipients are taken as people write them, wrong ones are told in words, and keys change them", async () => {
  const page = await stage.signIn({ username: "siti.rahayu", viewport: PHONE });
  await page.getByRole("button", { name: "Pesan Baru" }).click();
  const to = form(page).getByRole("combobox", { name: "Kepada" });
  await to.waitFor();
  await paste(to, { text: "Budi Santoso, S.Kom., M.M. <budi.santoso@contoh.go.id>\nani@\nmeja.layanan@contoh.go.id" });
  await form(page)
    .getByRole("button", { name: /^Budi Santoso, S\.Kom\., M\.M\., budi/ })
    .waitFor();
  await form(page).getByText("“ani@” bukan alamat email yang lengkap").waitFor();
  await assertAccessible(page, "a composer with a wrong recipient on a phone");
  await form(page).getByRole("textbox", { name: "Subjek" }).fill("Uji");
  await body(page).fill("Isi");
  await page.keyboard.press("Control+Enter");
  const question = page.getByRole("dialog", { name: "Sebelum dikirim" });
  await question.getByText("Ada alamat penerima yang tidak lengkap.").waitFor();
  await question.getByRole("button", { name: "Lanjutkan Menulis" }).click();
  await to.focus();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Enter");
  assert.equal(await to.inputValue(), "ani@");
  await page.keyboard.type("contoh.go.id,");
  await form(page).getByText("bukan alamat email yang lengkap").waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), PHONE.width);
  const many = Array.from({ length: 31 }, (_, index) => `p${index}@contoh.go.id`).join("\n");
  await paste(to, { text: many });
  await page.keyboard.press("Control+Enter");
  await question.getByText(/34 penerima akan saling melihat/).waitFor();
  await question.getByRole("button", { name: "Pindahkan ke Bcc" }).click();
  await form(page).getByRole("combobox", { name: "Tembusan Tersembunyi (Bcc)" }).waitFor();
  await page.getByRole("button", { name: "Buang Draf" }).click();
  assertQuiet(page);
  await page.context().close();
});

test("a draft survives a reload without a network, is offered quietly, and a second window is told of the first", async () => {
  const page = await stage.signIn({ username: "siti.rahayu" });
  const message = await write(page);
  await page.route("**/jmap/api", (route) => route.abort());
  await message.getByRole("textbox", { name: "Subjek" }).fill("Hampir hilang");
  await body(page).fill("Belum di server");
  await message.getByText("Luring: draf disimpan di peramban ini").waitFor();
  // Folding keeps what is written.
  await message.getByRole("button", { name: "Lipat" }).click();
  await page.getByRole("button", { name: "Buka lipatan" }).click();
  assert.match(await body(page).innerText(), /Belum di server/);
  await page.reload();
  await page.unroute("**/jmap/api");
  await page.getByText(/Ada draf yang belum tersimpan: “Hampir hilang”/).waitFor();
  assert.equal(await body(page).count(), 0, "nothing opens by itself");
  await assertAccessible(page, "the offer of an unsaved draft");
  await page.getByRole("button", { name: "Buka", exact: true }).click();
  assert.match(await body(page).innerText(), /Belum di server/);
  await page.getByText("Draf tersimpan").waitFor();
  const second = await page.context().newPage();
  await second.goto(new URL("/mail/drafts", page.url()).href);
  await row(second, "Hampir hilang").getByRole("link").click();
  await second.getByText(/sedang ditulis di jendela lain/).waitFor();
  await page.context().close();
});

test("hints are put away once and for all", async () => {
  const page = await stage.signIn({ username: "meja.layanan" });
  const hint = page.getByRole("complementary", { name: "Petunjuk" });
  const isKept = page.waitForResponse((response) => {
    return response.request().postData()?.includes("dismissedHints") === true && response.ok();
  });
  await hint.getByRole("button", { name: "Mengerti" }).click();
  await hint.waitFor({ state: "detached" });
  await isKept;
  const other = await stage.signIn({ username: "meja.layanan" });
  await other.getByRole("navigation", { name: "Kotak surat" }).getByRole("link").first().waitFor();
  await other.waitForLoadState("networkidle");
  assert.equal(await other.getByRole("complementary", { name: "Petunjuk" }).count(), 0);
  await Promise.all([page.context().close(), other.context().close()]);
});
