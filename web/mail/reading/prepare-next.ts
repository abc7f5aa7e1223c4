// What is likely opened next is fetched and made ready: the conversation that the mouse rests at, and the one after the open one.

import { effect, untracked } from "@preact/signals";

import type { EmailBody, EmailSummary, MailAccount } from "../../client/types.ts";
import { cursorIndex } from "../commands/move-about.ts";
import { rowOf } from "../commands/target.ts";
import type { MailApp } from "../state/mail-app.ts";
import { whenIdle } from "../when-idle.ts";
import { takeFrame } from "./open-frame.ts";
import { ahead, cleanHtml, fillFrame, hasLongText, isForward, schemeOf, type HtmlSource } from "./prepare-html.ts";

/** What the pointer rests at, and what follows the open one. */
const MAX_AHEAD = 2;

export function prepareNext(app: MailApp): void {
  let end: (() => void) | undefined;
  let isDue = false;
  const look = (): void => {
    isDue = false;
    end?.();
    end = effect(() => prepareLikely(app));
  };
  // Looked for when what moved is painted, not before.
  effect(() => {
    void [app.view.value?.list?.version.value, app.router.route.value, app.cursor.value, app.pointed.value];
    if (!isDue) whenIdle(look);
    isDue = true;
  });
}

function prepareLikely(app: MailApp): void {
  const { account, list } = app.view.peek() ?? {};
  const open = app.router.route.peek().threadId === null ? null : app.cursor.peek();
  const following = open === null ? undefined : untracked(() => list?.idAt(cursorIndex(app) + 1));
  for (const emailId of new Set([following, app.pointed.peek()])) {
    if (emailId === open) continue;
    const email = account && emailId ? newestOf(app, account, emailId) : undefined;
    // Asks for it where it is not there yet.
    const body = email && account?.emailBody(email.id).value.value;
    if (body) whenIdle(() => prepareBody(app, email, body));
  }
}

/** As a conversation opens the newest that is not a draft. */
function newestOf(app: MailApp, account: MailAccount, rowEmailId: string): EmailSummary | undefined {
  const emails = (rowOf(app, rowEmailId)?.emailIds ?? []).map((id) => account.email(id).peek().value);
  return emails.findLast((email) => email && !email.keywords["$draft"]);
}

function prepareBody({ wordStore, preferences }: MailApp, { subject }: EmailSummary, body: EmailBody): void {
  const foldLabel = wordStore.words.peek().t.reading.showQuoted;
  const scheme = schemeOf(preferences.value.peek());
  for (const { partId, type } of body.htmlBody) {
    const html = type === "text/html" && partId !== null ? body.bodyValues[partId]?.value : undefined;
    if (html !== undefined) prepareAhead({ html, isForward: isForward(subject), foldLabel, scheme });
  }
}

/** Nothing is done where no frame stands ready. */
function prepareAhead(source: HtmlSource): void {
  const { html } = source;
  const frame = ahead.has(html) || hasLongText(html) ? undefined : takeFrame();
  if (!frame) return;
  ahead.set(html, { ...source, filled: fillFrame(frame, source, cleanHtml(source, frame)) });
  whenIdle(() => void frame.document.body.offsetHeight);
  for (const [key, { filled }] of [...ahead].slice(0, -MAX_AHEAD)) {
    filled.frame.element.remove();
    ahead.delete(key);
  }
}
