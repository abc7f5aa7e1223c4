// Messages on paper: each with its heads, its number and the digest of its original, then its text. The page is made in a frame of
// its own with the walls of any other message; that it may ask to print is all that it may do more. Every message stands in a
// shadow tree, so that its styles reach neither its heads nor the next one.

import type { EmailAddress, EmailBody, EmailSummary, MailAccount } from "../../../client/types.ts";
import { readingWords } from "../../../i18n/parts/reading.ts";
import type { MailApp } from "../../state/mail-app.ts";
import { FRAME_SANDBOX, openFrame, type OpenFrame } from "../open-frame.ts";
import { loadInline } from "../pictures.ts";
import { sanitizeHtml } from "../sanitize-html.ts";
import { digestOf } from "./digest.ts";
import { printStyles } from "./print-styles.ts";
import { printText, type MakeElement } from "./print-text.ts";

/** As long as pictures within the messages are waited for. */
const PICTURES_MS = 1500;
const BOX_CLASS = "print-box";

export type Printed = { readonly email: EmailSummary; readonly body: EmailBody };

/** Opens the browser's print dialog. The frame stays until the next one, because browsers print at leisure. */
export async function printEmails(app: MailApp, account: MailAccount, emails: readonly Printed[]): Promise<void> {
  const { t, f, locale } = app.wordStore.words.peek();
  const words = readingWords[locale];
  document.querySelector(`.${BOX_CLASS}`)?.remove();
  const box = document.createElement("div");
  box.className = `${BOX_CLASS} visually-hidden`;
  box.ariaHidden = "true";
  box.inert = true;
  document.body.append(box);
  const frame = await openFrame(box, words.printFrame, `${FRAME_SANDBOX} allow-modals`);
  const make = builderOf(frame);
  const page = frame.document;
  page.documentElement.dataset["scheme"] = "light";
  page.documentElement.lang = locale;
  page.title = emails[0]?.email.subject?.trim() || t.list.noSubject;
  page.head.append(make("style", "", printStyles));
  page.body.append(make("p", "organisation", app.start.organisation.name), make("h1", "", page.title));
  const digests = await Promise.all(emails.map(({ body }) => digestOf(account, body.blobId)));
  const ending = AbortSignal.timeout(PICTURES_MS);
  emails.forEach(({ email, body }, index) => {
    const heads = make("dl", "");
    for (const [name, value] of [
      [t.reading.from, addressText(email.from)],
      [t.reading.to, addressText(email.to)],
      [t.reading.cc, addressText(body.cc)],
      [t.reading.subject, email.subject ?? ""],
      [t.reading.date, f.fullDate(new Date(body.sentAt ?? email.receivedAt))],
      [words.received, f.fullDate(new Date(email.receivedAt))],
      [
        t.reading.attachments(body.attachments.length),
        body.attachments.map(({ name: file }) => file ?? "-").join(", "),
      ],
      [words.messageId, (body.messageId ?? []).map((id) => `<${id}>`).join(" ")],
      [words.digest, digests[index] ?? ""],
    ] as const) {
      if (value !== "") heads.append(make("dt", "", name), make("dd", "", value));
    }
    const text = make("div", "text");
    fillText(text.attachShadow({ mode: "open" }), { account, body, frame, signal: ending });
    const article = make("article", "");
    article.append(heads, text);
    page.body.append(article);
  });
  const foot = make("footer", "");
  if (digests.some((digest) => digest !== undefined)) foot.append(make("p", "", words.evidence));
  foot.append(make("p", "", words.printedBy(app.start.user.name, f.fullDate(new Date()))));
  page.body.append(foot);
  await picturesIn(page, ending);
  frame.window.print();
}

function fillText(
  root: ShadowRoot,
  { account, body, frame, signal }: { account: MailAccount; body: EmailBody; frame: OpenFrame; signal: AbortSignal },
): void {
  const make = builderOf(frame);
  for (const part of body.htmlBody) {
    const value = part.partId === null ? undefined : body.bodyValues[part.partId]?.value;
    if (value === undefined) continue;
    if (part.type !== "text/html") {
      root.append(...printText(value, make));
      continue;
    }
    const sanitized = sanitizeHtml(value, frame.window);
    for (const image of sanitized.content.querySelectorAll("img")) image.style.maxWidth = "100%";
    root.append(sanitized.content);
    loadInline(sanitized.inlinePictures, { account, body, signal });
  }
}

function builderOf({ document: page }: OpenFrame): MakeElement {
  return (tag, className, text) => {
    const element = page.createElement(tag);
    if (className !== "") element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  };
}

/** Resolves when the pictures that came with the messages are there, or their time is over. */
function picturesIn(page: Document, ending: AbortSignal): Promise<void> {
  const hasAny = [...page.querySelectorAll(".text")].some((text) => text.shadowRoot?.querySelector("img"));
  if (!hasAny || ending.aborted) return Promise.resolve();
  return new Promise((resolve) => ending.addEventListener("abort", () => resolve(), { once: true }));
}

function addressText(people: readonly EmailAddress[] | null): string {
  return (people ?? []).map(({ name, email }) => (name ? `${name} <${email}>` : email)).join(", ");
}
