// The worst mail in the real web client: every message is opened as a person opens it, and nothing of it runs, fetches, moves the
// page or keeps it from answering.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import type { Frame, Page, Request } from "playwright-core";

import { openSender } from "../support/send-mail.ts";
import { hostileMessages } from "../load/hostile-messages.ts";
import { openStage, type Stage } from "./browser.ts";
import { hostileHtml, hostileLinks, hostileMail } from "./hostile-mail.ts";

const letter = (subject: string, body: string, type = "text/html") =>
  `From: Penyerang <a@penyerang.example>\r\nTo: Budi <budi.santoso@contoh.go.id>\r\nSubject: ${subject}\r\n` +
  `MIME-Version: 1.0\r\nContent-Type: ${type}; charset=utf-8\r\n\r\n${body.replaceAll("\n", "\r\n")}\r\n`;

/** Of those that are hard to read, the ones that reach the browser whole. */
const heavy = Object.entries(hostileMessages).filter(([name]) =>
  /^(HTML (200|of (tables|fonts|quotes|opening|comments|spaces))|one |lines of|dots|100,000 events|a zone|10,000 parts|surrogates|a file called .(slip|<img))/.test(
    name,
  ),
);

let stage: Stage;
let page: Page;
const attacks: string[] = [];
const fetched: string[] = [];

before(async () => {
  stage = await openStage();
  using sender = await openSender(stage.surel.ports.smtp);
  const to = "budi.santoso@contoh.go.id";
  const html = Object.entries({ ...hostileMail, ...hostileHtml, links: hostileLinks });
  for (const [name, body] of html) {
    const { code } = await sender.send({ to, data: letter(name, body) });
    assert.equal(code, 250, name);
  }
  for (const [, { data }] of heavy) assert.equal((await sender.send({ to, data })).code, 250);
  page = await stage.signIn();
  page.setDefaultTimeout(90_000);
  await page.exposeFunction("attack", (what: string) => void attacks.push(what));
  page.on("dialog", (dialog) => {
    attacks.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("popup", (popup) => attacks.push(`popup: ${popup.url()}`));
  page.on("download", (download) => attacks.push(`download: ${download.url()}`));
  page.on("request", (request: Request) => {
    const { host, pathname } = new URL(request.url());
    const isOurs = host === new URL(stage.surel.url).host || /^(data|blob):/.test(request.url());
    if (!isOurs || pathname.includes("stolen") || pathname.startsWith("/proxy/")) fetched.push(request.url());
  });
});
after(() => stage[Symbol.asyncDispose]());

test("R106: no message runs, fetches, opens or moves anything when it is read", async () => {
  const count = Object.keys(hostileMail).length + Object.keys(hostileHtml).length + 1 + heavy.length;
  const threads = await listThreads(count);
  assert.equal(threads.length, count);
  const broken: string[] = [];
  for (const { threadId, subject } of threads) {
    // As a link within the application does it: the page stays.
    await page.evaluate((path) => {
      history.pushState(null, "", path);
      dispatchEvent(new PopStateEvent("popstate"));
    }, `/mail/inbox/${threadId}`);
    const reading = page.getByRole("region", { name: "Isi percakapan" });
    await reading.getByRole("article").last().waitFor();
    const body = reading.locator(".message-body").last();
    await body.waitFor({ state: "attached" });
    const paper = body.locator(".message-paper");
    if ((await paper.count()) > 0) await body.locator('.message-paper[data-ready="true"]').first().waitFor();
    broken.push(...(await lookAround(subject)));
  }
  assert.deepEqual(broken, []);
  assert.deepEqual(attacks, []);
  assert.deepEqual(fetched, []);
  assert.match(page.url(), /\/mail\/inbox\//);
});

test("R105: what remains to click leads to the web and to the composer, and nowhere else", async () => {
  const [links] = await listThreads(1, "links");
  assert.ok(links);
  await page.goto(`${stage.surel.url}/mail/inbox/${links.threadId}`);
  const frame = page.frameLocator(".message-frame");
  await frame.locator("body").waitFor();
  await page.locator('.message-paper[data-ready="true"]').waitFor();
  const left = await frame
    .locator("a[href], form, button, input, area, [formaction], [ping]")
    .evaluateAll((elements) => elements.map((element) => element.getAttribute("href") ?? element.outerHTML));
  assert.deepEqual(
    left.filter((href) => !/^(https?:|mailto:|tel:|#)/.test(href)),
    [],
  );
  assert.deepEqual(attacks, []);
});

async function listThreads(limit: number, subject?: string): Promise<{ threadId: string; subject: string }[]> {
  return page.evaluate(
    async ([size, words]) => {
      const api = async (methodCalls: unknown[]) => {
        const using = ["urn:ietf:params:jmap:core", "urn:ietf:params:jmap:mail"];
        const headers = { "content-type": "application/json" };
        const response = await fetch("/jmap/api", {
          method: "POST",
          headers,
          body: JSON.stringify({ using, methodCalls }),
        });
        return (await response.json()) as {
          methodResponses: [string, { list: { threadId: string; subject: string }[] }][];
        };
      };
      const session = (await (await fetch("/.well-known/jmap")).json()) as { primaryAccounts: Record<string, string> };
      const accountId = session.primaryAccounts["urn:ietf:params:jmap:mail"];
      const filter = { from: "penyerang", ...(words === undefined ? {} : { subject: words }) };
      const sort = [{ property: "receivedAt", isAscending: false }];
      const { methodResponses } = await api([
        ["Email/query", { accountId, filter, sort, limit: size }, "q"],
        [
          "Email/get",
          {
            accountId,
            "#ids": { resultOf: "q", name: "Email/query", path: "/ids" },
            properties: ["threadId", "subject"],
          },
          "g",
        ],
      ]);
      return methodResponses[1]?.[1].list ?? [];
    },
    [limit, subject] as const,
  );
}

/** What stands in the page that should not, in every frame. */
async function lookAround(subject: string): Promise<string[]> {
  const found: string[] = [];
  for (const frame of page.frames().slice(1)) {
    // One that is being made ready has not come anywhere yet.
    if (!/^(?:about:blank)?$|\/assets\/message-frame[\w.-]*\.html$/.test(frame.url()))
      found.push(`${subject}: a frame at ${frame.url()}`);
    const left = await lookInto(frame).catch((error: unknown) => {
      // That of the message before ends when the browser has nothing else to do.
      if (frame.isDetached()) return [];
      throw error;
    });
    found.push(...left.map((html) => `${subject}: ${html}`));
  }
  return found;
}

function lookInto(frame: Frame): Promise<string[]> {
  return frame
    .locator(
      "script, iframe, object, embed, form, input, link, meta[http-equiv], base, svg, math, video, audio, [onerror], [onload]",
    )
    .evaluateAll((elements) =>
      elements.filter((one) => one.closest("body")).map(({ outerHTML }) => outerHTML.slice(0, 80)),
    );
}
