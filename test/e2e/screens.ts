// Every screen of Surel and how one comes to it, by keys, addresses and classes, so that it works in each language and width. Used to
// take their pictures (tools/screenshots.ts) and to check them (accessibility.test.ts).

import type { Page } from "playwright-core";

export type Screen = {
  name: string;
  /** Who looks at it; null: nobody is signed in. */
  as: "budi.santoso" | "meja.layanan" | "admin" | null;
  /** From any address of the person, with nothing open. `password` is that of the sample accounts. */
  go(page: Page, url: string, password: string): Promise<unknown>;
  /** Not on every width: the drawer of a phone, for example. */
  isFor?: (width: number) => boolean;
};

const at = (name: string, address: string, as: Screen["as"]): Screen => ({
  name,
  as,
  go: (page, url) => page.goto(url + address),
});

const inList = (name: string, go: (page: Page) => Promise<unknown>, isFor?: Screen["isFor"]): Screen => ({
  name,
  as: "budi.santoso",
  isFor,
  async go(page, url) {
    await openList(page, url);
    await go(page);
  },
});

export const screens: readonly Screen[] = [
  at("sign-in", "/sign-in", null),
  {
    name: "sign-in-refused",
    as: null,
    async go(page, url) {
      await page.goto(`${url}/sign-in`);
      await page.locator("[name=username]").fill("tidak.ada");
      await page.locator("[name=password]").fill("Salah-Sekali-2026");
      await page.locator("[name=password]").press("Enter");
      await page.locator("[role=alert]").waitFor();
    },
  },
  {
    name: "first-sign-in",
    as: null,
    async go(page, url, password) {
      await page.goto(`${url}/sign-in`);
      await page.locator("[name=username]").fill("pegawai.baru");
      await page.locator("[name=password]").fill(password);
      await page.locator("[name=password]").press("Enter");
      await page.locator("[name=new-password]").waitFor();
    },
  },
  at("forgot-password", "/forgot-password", null),
  {
    name: "forgot-password-sent",
    as: null,
    async go(page, url) {
      await page.goto(`${url}/forgot-password`);
      await page.locator("main form input:not([type=hidden])").first().fill("tidak.ada");
      await page.locator("main form button[type=submit]").click();
      await page.waitForLoadState();
    },
  },
  at("reset-link-ended", "/reset-password?token=lama", null),
  at("signed-out", "/signed-out", null),
  at("not-found", "/tidak/ada", null),

  inList("list", async () => undefined),
  inList("list-ticked", async (page) => {
    for (const key of ["j", "x", "j", "x"]) await page.keyboard.press(key);
    await page.getByRole("toolbar").first().waitFor();
  }),
  inList(
    "list-pointed-at",
    (page) => page.locator(".row").nth(2).hover(),
    (width) => width > 700,
  ),
  inList("conversation", (page) => openRow(page, "Permohonan Data Capaian Imunisasi")),
  inList("conversation-html", (page) => openRow(page, "Buletin Kesmas")),
  inList("conversation-attachments", async (page) => {
    await page.locator(".row:has(use[href*=attachment]) a").nth(1).click();
    await page.locator(".message-body").first().waitFor();
  }),
  inList("conversation-menu", async (page) => {
    await openRow(page, "Permohonan Data Capaian Imunisasi");
    await page.locator(".message-tools button[aria-haspopup]").last().click();
  }),
  inList("reply", async (page) => {
    await openRow(page, "Permohonan Data Capaian Imunisasi");
    await page.keyboard.press("r");
    await page.locator("[contenteditable=true]").waitFor();
  }),
  inList("composer", async (page) => {
    await page.keyboard.press("c");
    await page.locator("[contenteditable=true]").waitFor();
  }),
  inList("settings", async (page) => {
    await Promise.all(["g", ","].map((key) => page.keyboard.press(key)));
    await page.locator("dialog[open]").waitFor();
  }),
  inList("shortcuts", async (page) => {
    await page.keyboard.press("?");
    await page.locator("dialog[open]").waitFor();
  }),
  inList("palette", async (page) => {
    await page.keyboard.press("Control+k");
    await page.locator("dialog[open] [role=combobox]").waitFor();
  }),
  inList("account-menu", async (page) => {
    await page.locator(".account-button").click();
    await page.locator("[role=menu]").first().waitFor();
  }),
  inList("row-menu", (page) => page.locator(".row-link").nth(2).click({ button: "right" })),
  inList(
    "mailboxes",
    async (page) => {
      await page.locator(".top-bar button").first().click();
      await page.locator("dialog[open]").waitFor();
    },
    (width) => width < 700,
  ),
  at("search", "/mail/search?q=imunisasi", "budi.santoso"),
  at("search-nothing", "/mail/search?q=xyzzyx", "budi.santoso"),
  at("mailbox-empty", "/mail/trash", "budi.santoso"),
  at("archive", "/mail/archive", "budi.santoso"),
  at("mailbox-missing", "/mail/m99999", "budi.santoso"),
  at("sent", "/mail/sent", "budi.santoso"),
  at("drafts", "/mail/drafts", "budi.santoso"),
  at("junk", "/mail/junk", "budi.santoso"),

  at("security", "/account/security", "budi.santoso"),
  at("security-password", "/account/security/password", "budi.santoso"),
  at("security-history", "/account/security/history", "budi.santoso"),
  at("desk", "/admin/", "meja.layanan"),
  {
    name: "desk-account",
    as: "meja.layanan",
    async go(page, url) {
      await page.goto(`${url}/admin/?q=budi`);
      await page.locator("main a[href*='/admin/accounts/']").first().click();
      await page.waitForLoadState();
    },
  },
  at("console", "/admin/", "admin"),
];

/** The inbox with its rows, and nothing open. */
async function openList(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/mail/`);
  await page.locator(".row-link").first().waitFor();
}

async function openRow(page: Page, subject: string): Promise<void> {
  await page.locator(".row-link").filter({ hasText: subject }).first().click();
  await page.locator(".message-body").first().waitFor();
  await page.locator(".message-paper:not([data-ready=true])").first().waitFor({ state: "detached" });
}

/** Closes what is open, so that nothing is asked when the page is left. */
export async function leave(page: Page): Promise<void> {
  page.once("dialog", (dialog) => void dialog.accept());
  for (let time = 0; time < 2; time++) await page.keyboard.press("Escape");
}
