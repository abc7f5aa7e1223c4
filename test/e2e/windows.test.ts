// What happens between windows, and when none is open: one connection for all of them, news by the service worker, no network, no
// session any more, and browsers that cannot show the mail.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import type { Page } from "playwright-core";

import { openContext } from "../support/chromium.ts";
import { PATIENCE_MS } from "../support/surel-process.ts";
import { assertQuiet, openStage, PASSWORD, type Stage } from "./browser.ts";

let stage: Stage;
before(async () => {
  stage = await openStage({ isWhole: true });
});
after(() => stage[Symbol.asyncDispose]());

/** For as long as a busy machine may take. */
async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  const endMs = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > endMs) throw new Error(`Waited in vain until ${what}`);
    await sleep(50);
  }
}

/** How many browsers and programs listen for changes at the server. */
async function countSources(): Promise<number> {
  const metrics = await (await fetch(`${stage.surel.url}/metrics`)).text();
  return Number(/^surel_event_sources (\d+)/m.exec(metrics)?.[1]);
}

const untilSources = (count: number) =>
  until(async () => (await countSources()) === count, `${count} windows listen at the server`);

/** Puts a letter into the person's inbox, as another program of theirs would. */
async function receive(page: Page, subject: string): Promise<void> {
  await page.evaluate(async (text) => {
    const call = async (...methodCalls: unknown[]) => {
      const using = ["urn:ietf:params:jmap:core", "urn:ietf:params:jmap:mail"];
      const headers = { "content-type": "application/json" };
      const init = { method: "POST", headers, body: JSON.stringify({ using, methodCalls }) };
      return (await (await fetch("/jmap/api", init)).json()) as {
        methodResponses: [string, Record<string, unknown>][];
      };
    };
    const session = (await (await fetch("/jmap/session")).json()) as { primaryAccounts: Record<string, string> };
    const accountId = session.primaryAccounts["urn:ietf:params:jmap:mail"];
    const found = await call(["Mailbox/query", { accountId, filter: { role: "inbox" } }, "0"]);
    const [inbox] = found.methodResponses[0]![1]["ids"] as string[];
    const email = {
      mailboxIds: { [inbox!]: true },
      from: [{ name: "Wulan", email: "wulan@example.org" }],
      subject: text,
      bodyStructure: { type: "text/plain", partId: "1" },
      bodyValues: { 1: { value: "Isi." } },
    };
    await call(["Email/set", { accountId, create: { k: email } }, "0"]);
  }, subject);
}

const openAnother = async (page: Page): Promise<Page> => {
  const other = await page.context().newPage();
  await other.goto(`${stage.surel.url}/mail/`);
  await other.getByRole("heading", { name: "Kotak Masuk" }).waitFor();
  return other;
};

test("several windows listen by one connection, stay in step, and go on when the one that leads is closed", async () => {
  await untilSources(0);
  const first = await stage.signIn();
  await untilSources(1);
  const second = await openAnother(first);
  const third = await openAnother(first);
  await receive(first, "Untuk tiga jendela");
  for (const page of [first, second, third]) await page.getByText("Untuk tiga jendela").first().waitFor();
  assert.equal(await countSources(), 1);
  assertQuiet(first);
  await first.close();
  await untilSources(1);
  await receive(second, "Setelah serah terima");
  for (const page of [second, third]) await page.getByText("Setelah serah terima").first().waitFor();
  assert.equal(await countSources(), 1);
  await second.context().close();
});

test("a window that is frozen hands over, and stands behind the others when it thaws", async () => {
  await untilSources(0);
  const first = await stage.signIn({ username: "siti.rahayu" });
  await untilSources(1);
  const second = await openAnother(first);
  await first.evaluate(() => document.dispatchEvent(new Event("freeze")));
  await receive(second, "Saat membeku");
  await second.getByText("Saat membeku").first().waitFor();
  await untilSources(1);
  await first.evaluate(() => document.dispatchEvent(new Event("resume")));
  await second.close();
  await untilSources(1);
  await receive(first, "Setelah mencair");
  await first.getByText("Setelah mencair").first().waitFor();
  await first.context().close();
});

test("a push is shown as a notice when nobody looks, and a click on it opens the conversation", async () => {
  const page = await stage.signIn();
  const { url } = stage.surel;
  await page.context().grantPermissions(["notifications"], { origin: url });
  const registrationId = await registrationOf(page, url);
  // A page of ours that is not the mail: there is nobody who looks at it.
  await page.goto(`${url}/signed-out`);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("ServiceWorker.enable");
  const notice = {
    "@type": "MailNotice",
    notices: [{ title: "Wulan", body: "Undangan", tag: "a1/e1", path: "/mail/archive" }],
    isSilent: true,
    locale: "id",
  };
  await cdp.send("ServiceWorker.deliverPushMessage", { origin: url, registrationId, data: JSON.stringify(notice) });
  const shown = () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration("/mail/");
      return (await registration!.getNotifications()).map(({ title, body, silent, tag }) => ({
        title,
        body,
        silent,
        tag,
      }));
    });
  await until(async () => (await shown()).length === 1, "the notice is shown");
  assert.deepEqual(await shown(), [{ title: "Wulan", body: "Undangan", silent: true, tag: "a1/e1" }]);
  await page.goto(`${url}/mail/`);
  await page.getByRole("heading", { name: "Kotak Masuk" }).waitFor();
  // What waits for the first paint has begun, with it the hearing of the worker.
  await page.locator("link[rel=icon][href*=unread]").waitFor({ state: "attached" });
  const [worker] = page.context().serviceWorkers();
  await worker!.evaluate(async () => {
    const scope = self as unknown as { registration: ServiceWorkerRegistration };
    const [notification] = await scope.registration.getNotifications();
    const Click = (self as unknown as { NotificationEvent: new (type: string, init: object) => Event })
      .NotificationEvent;
    dispatchEvent(new Click("notificationclick", { notification }));
  });
  await page.getByRole("heading", { name: "Arsip" }).waitFor();
  assert.deepEqual(await shown(), []);
  // Ended elsewhere: what was on its way is shown to nobody.
  await page.context().clearCookies();
  await page.goto(`${url}/signed-out`);
  await cdp.send("ServiceWorker.deliverPushMessage", { origin: url, registrationId, data: JSON.stringify(notice) });
  await worker!.evaluate(() => fetch("/mail/presence"));
  assert.deepEqual(await shown(), []);
  await page.context().close();
});

test("without a network the application says what is up, and comes back by itself", async () => {
  const page = await stage.signIn();
  // What does not come is told, and does not take the keys away; moving, answering and attaching need nothing more.
  await page.getByRole("list", { name: "Daftar percakapan" }).getByRole("listitem").first().getByRole("link").click();
  await page.getByRole("region", { name: "Isi percakapan" }).locator(".message-body").first().waitFor();
  await untilFetched(page, ["command-palette", "compose-dock", "use-compose-words", "create-compose", "reply"]);
  await page.context().setOffline(true);
  await page.keyboard.press("?");
  await page.getByText("Tidak ada sambungan ke server.").waitFor();
  await page.keyboard.press("v");
  await page.getByRole("combobox", { name: "Pindahkan ke" }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("r");
  const reply = page.getByRole("region", { name: "Balas" });
  await reply.getByRole("textbox", { name: "Isi pesan" }).waitFor();
  await reply.getByRole("button", { name: "Buang Draf" }).click();
  await page.keyboard.press("c");
  const form = page.getByRole("dialog", { name: "Pesan Baru" });
  await form
    .locator("input[type=file]")
    .setInputFiles({ name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("a") });
  await form.getByRole("listitem").filter({ hasText: "a.txt" }).waitFor();
  await page.context().setOffline(false);
  await form.getByRole("button", { name: "Buang Draf" }).click();
  await registrationOf(page, stage.surel.url);
  await page.context().setOffline(true);
  await page.goto(`${stage.surel.url}/mail/inbox`);
  await page.getByRole("heading", { name: "Tidak ada sambungan" }).waitFor();
  const kept = await page.evaluate(async () => {
    const names = await caches.keys();
    const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return all.flat().map((request) => new URL(request.url).pathname);
  });
  assert.deepEqual(kept, ["/mail/offline"]);
  await page.context().setOffline(false);
  await page.getByRole("heading", { name: "Kotak Masuk" }).waitFor();
  await page.context().close();
});

test("R108: signing out in one window leaves no mail in another, and nothing in the browser", async () => {
  const page = await stage.signIn();
  const other = await openAnother(page);
  await registrationOf(page, stage.surel.url);
  await page.getByRole("button", { name: /Budi Santoso/ }).click();
  await page.getByRole("menuitem", { name: "Keluar" }).click();
  await Promise.all([page, other].map((each) => each.waitForURL("**/signed-out")));
  const left = await page.evaluate(async () => [
    (await navigator.serviceWorker.getRegistrations()).length,
    (await caches.keys()).length,
    localStorage.length,
  ]);
  assert.deepEqual(left, [0, 0, 0]);
  await page.context().close();
});

test("R22 R107: a browser that lacks what is needed is told what to do, in the person's language", async () => {
  const page = await stage.signIn();
  await page.addInitScript("delete Array.prototype.toSorted");
  await page.goto(`${stage.surel.url}/mail/`);
  await page.waitForURL("**/unsupported");
  await page.getByRole("heading", { name: "Peramban ini terlalu lama" }).waitFor();
  await page.getByRole("link", { name: "English" }).click();
  await page.getByRole("heading", { name: "This browser is too old" }).waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/signed-out");
  await page.context().close();
});

test("R22: without JavaScript one is told so, and can sign out", async () => {
  const context = await openContext(stage.browser, { javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${stage.surel.url}/sign-in`);
  await page.locator("[name=username]").fill("budi.santoso");
  await page.locator("[name=password]").fill(PASSWORD);
  await page.locator("[name=password]").press("Enter");
  await page.getByRole("heading", { name: "JavaScript tidak aktif" }).waitFor();
  await page.getByRole("button", { name: "Keluar" }).click();
  await page.waitForURL("**/signed-out");
  await context.close();
});

/** What is fetched while nothing else is to be done has come: these parts, and nothing more for a second. */
async function untilFetched(page: Page, parts: readonly string[]): Promise<void> {
  await page.waitForFunction(
    (names) => {
      const scope = window as unknown as { countBefore?: number };
      const files = performance.getEntriesByType("resource").map(({ name }) => name);
      const isQuiet = files.length === scope.countBefore;
      scope.countBefore = files.length;
      return isQuiet && names.every((name) => files.some((file) => file.includes(`/assets/${name}`)));
    },
    parts,
    { polling: 1_000 },
  );
}

/** Waits until the service worker runs; its registration as the debugger calls it. */
async function registrationOf(page: Page, url: string): Promise<string> {
  const cdp = await page.context().newCDPSession(page);
  const found = new Promise<string>((resolve) => {
    cdp.on("ServiceWorker.workerVersionUpdated", ({ versions }) => {
      const version = versions.find((one) => one.scriptURL.startsWith(url) && one.status === "activated");
      if (version) resolve(version.registrationId);
    });
  });
  await cdp.send("ServiceWorker.enable");
  return found;
}
