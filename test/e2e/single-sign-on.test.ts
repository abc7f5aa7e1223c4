// Signing in with the organisation's provider in a real browser: what its policies (CSP, SameSite) let through, which no other test sees.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import type { Browser, Page } from "playwright-core";

import { systemClock } from "../../server/base/clock.ts";
import { insertLink } from "../../server/store/identity-providers.ts";
import { launchChromium, openContext } from "../support/chromium.ts";
import { openTestDatabase } from "../support/database.ts";
import { openTestHttp } from "../support/http.ts";
import {
  CLIENT_SECRET,
  createSigningKey,
  openLoopbackServer,
  SECRET_KEY,
  serveOpenId,
  setProvider,
} from "../support/openid-provider.ts";
import { makeAccount, makeOrganisation } from "../support/organisation.ts";
import { freePort } from "../support/surel-process.ts";

const port = await freePort();
// Another host than the provider's, so that the browser takes the way there and back as one between sites.
const url = `http://localhost:${port}`;
const { database: db } = await openTestDatabase({ after });
const organisationId = await makeOrganisation(db);
const budi = await makeAccount(db, { address: "budi@uji.go.id", displayName: "Budi Santoso" });
const http = await openTestHttp({ after }, { db, clock: systemClock, publicUrl: url, secretKey: SECRET_KEY });
await http.app.listen({ host: "127.0.0.1", port });

const idp = await openLoopbackServer({ after });
const settings = { issuer: idp.url, clientId: "surel", plain: true };
const provider = { organisationId, kind: "openid", name: "Akun Kota Uji", settings, secret: CLIENT_SECRET } as const;
const id = await setProvider(db, provider);
const client = {
  redirect_uris: [`${url}/sign-in/single-sign-on/${id}/callback`],
  post_logout_redirect_uris: [`${url}/signed-out`],
};
serveOpenId(idp, { keys: [await createSigningKey("satu")], people: {}, client });
const link = {
  providerId: id,
  issuer: idp.url,
  subject: "s-budi",
  accountId: budi,
  linkedBy: "administrator",
} as const;
await db.write((tx) => insertLink(tx, { ...link, now: new Date() }));

let browser: Browser;
before(async () => {
  browser = await launchChromium({ flags: ["--host-resolver-rules=MAP localhost 127.0.0.1"] });
});
after(async () => browser.close());

async function logInThere(page: Page, name: string) {
  await page.getByLabel("Nama").fill(name);
  await page.getByRole("button", { name: "Lanjut" }).click();
}

describe("the organisation's provider", { concurrency: 1 }, () => {
  for (const javaScriptEnabled of [true, false]) {
    test(`R27: there and back, ${javaScriptEnabled ? "and out here and there" : "without a script"}`, async () => {
      const context = await openContext(browser, { javaScriptEnabled, viewport: { width: 360, height: 740 } });
      const page = await context.newPage();
      await page.goto(`${url}/sign-in?next=/account/security`);
      const widths = [page.locator("html"), page.getByRole("link", { name: "Masuk dengan Akun Kota Uji" })];
      for (const one of widths) assert.ok(((await one.boundingBox())?.width ?? 999) <= 360);
      await page.getByRole("link", { name: "Masuk dengan Akun Kota Uji" }).click();
      await logInThere(page, "s-budi");
      await page.getByRole("heading", { name: "Keamanan", exact: true }).waitFor();
      await page.getByText("Kata sandi Anda adalah kata sandi Akun Kota Uji").waitFor();
      assert.equal(new URL(page.url()).pathname, "/account/security", "nothing of the answer stays in the address");
      const kept = await context.cookies(url);
      const session = kept.find(({ name }) => name === "surel-session");
      assert.deepEqual([session?.httpOnly, session?.sameSite], [true, "Lax"]);
      assert.equal(
        kept.some(({ name }) => name === "surel-single-sign-on"),
        false,
      );
      if (javaScriptEnabled) await signOutOnBothSides(page);
      await context.close();
    });
  }

  test("whom nobody linked is led to the desk", async () => {
    const context = await openContext(browser, { viewport: { width: 360, height: 740 } });
    const page = await context.newPage();
    await page.goto(`${url}/sign-in`);
    await page.getByRole("link", { name: "Masuk dengan Akun Kota Uji" }).click();
    await logInThere(page, "s-orang-lain");
    await page.getByRole("heading", { name: "Akun Anda belum terhubung" }).waitFor();
    await page.getByText("s-orang-lain").waitFor();
    await context.close();
  });
});

async function signOutOnBothSides(page: Page) {
  await page.evaluate(() => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = "/sign-out";
    document.body.append(form);
    form.submit();
  });
  await page.getByRole("link", { name: "Keluar juga dari Akun Kota Uji" }).click();
  await page.waitForURL(`${idp.url}/session/end**`);
}
