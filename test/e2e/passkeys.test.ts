// Passkeys in a real browser with a virtual authenticator (Chrome DevTools Protocol, domain WebAuthn).

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import type { Browser, BrowserContext, Page } from "playwright-core";

import { openTestSecurity, PASSWORD } from "../support/account-security.ts";
import { launchChromium, openContext } from "../support/chromium.ts";
import { freePort } from "../support/surel-process.ts";

const port = await freePort();
const url = `http://localhost:${port}`;
const security = await openTestSecurity({ after }, {}, url);
await security.app.listen({ host: "127.0.0.1", port });

let browser: Browser;
let context: BrowserContext;
let page: Page;
before(async () => {
  browser = await launchChromium({ flags: ["--host-resolver-rules=MAP localhost 127.0.0.1"] });
  context = await openContext(browser);
  page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
});
after(async () => browser.close());

async function typePassword() {
  await page.goto(`${url}/sign-in?next=/account/security`);
  await page.getByLabel("Nama Pengguna").fill("budi.santoso");
  await page.getByLabel("Kata Sandi", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Masuk", exact: true }).click();
}

describe("passkeys", () => {
  test("R37, D4: is added on the page of one's own security, and the recovery codes come with it", async () => {
    await typePassword();
    await page.getByRole("link", { name: "Tambah Passkey" }).click();
    await page.getByLabel("Nama perangkat").fill("Laptop kantor");
    await page.getByRole("button", { name: "Tambah Passkey" }).click();
    await page.getByRole("heading", { name: "Simpan kode pemulihan Anda" }).waitFor();
    await page.getByRole("link", { name: "Kembali ke Keamanan" }).click();
    await page.getByText("Laptop kantor").waitFor();
  });

  test("R38, D4: as second factor", async () => {
    await context.clearCookies();
    await typePassword();
    await page.getByRole("heading", { name: "Langkah kedua" }).waitFor();
    await page.getByRole("button", { name: "Gunakan passkey" }).click();
    await page.getByRole("heading", { name: "Keamanan", exact: true }).waitFor();
  });

  test("D4: as the only step; an answer that was used is worth nothing", async () => {
    await context.clearCookies();
    await page.goto(`${url}/sign-in?next=/account/security`);
    await page.getByRole("link", { name: "Masuk dengan passkey" }).click();
    const sent = page.waitForRequest((request) => request.method() === "POST");
    await page.getByRole("button", { name: "Masuk dengan passkey" }).click();
    await page.getByRole("heading", { name: "Keamanan", exact: true }).waitFor();
    const request = await sent;
    const thief = security.browser({ host: `localhost:${port}`, cookie: (await request.allHeaders()).cookie ?? "" });
    const form = Object.fromEntries(new URLSearchParams(request.postData() ?? ""));
    assert.notEqual(form.passkey, "");
    assert.equal((await thief.post("/sign-in/passkey", form)).status, 403);
    const fresh = security.browser({ host: `localhost:${port}` });
    await fresh.get("/sign-in/passkey");
    assert.equal((await fresh.post("/sign-in/passkey", form)).status, 403, "nor to another challenge");
  });

  test("R62, R63: past its time the password is replaced first, and past the grace nobody comes in", async () => {
    const tryAlone = async () => {
      await context.clearCookies();
      await page.goto(`${url}/sign-in/passkey?next=/account/security`);
      await page.getByRole("button", { name: "Masuk dengan passkey" }).click();
    };
    // Set on 2 March 2026, without decreed days in this database: good to the end of 6 July, with grace to the end of 13 July.
    security.clock.set("2026-07-07T09:00:00+07:00");
    await tryAlone();
    await page.getByRole("heading", { name: "Kata sandi Anda sudah kedaluwarsa" }).waitFor();
    assert.ok(page.url().endsWith("/sign-in/new-password"));
    security.clock.set("2026-07-14T00:00:10+07:00");
    await tryAlone();
    await page.getByText("Passkey tidak terbaca").first().waitFor();
    security.clock.set("2026-03-02T08:30:00+07:00");
  });

  test("a browser without a passkey of ours is told what else to do", async () => {
    const apart = await openContext(browser);
    const other = await apart.newPage();
    const devtools = await apart.newCDPSession(other);
    await devtools.send("WebAuthn.enable");
    await devtools.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
      },
    });
    await other.goto(`${url}/sign-in/passkey`);
    await other.getByRole("button", { name: "Masuk dengan passkey" }).click();
    await other.getByText("Passkey tidak terbaca").waitFor();
    await apart.close();
  });
});
