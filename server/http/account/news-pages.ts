// What a person is told between signing in and the page they asked for.

import { languageTags, wholeDay } from "../../base/language.ts";
import type { PasswordLifetime } from "../../auth/password-lifetime.ts";
import type { SignInLock } from "../../store/sign-in-attempts.ts";
import { html } from "../html.ts";
import { renderAccount, SECURITY, type AccountPage } from "./frame.ts";

/** D2: told at the next sign-in. `next` is one that `safeNext` gave. */
export function newsPage(page: AccountPage, { locks, next }: { locks: readonly SignInLock[]; next: string }): string {
  const { text, formatTime } = page;
  const content = html`<div class="card">
    <h1>${text.newsTitle}</h1>
    <p>${text.newsIntro}</p>
    <ul>
      ${locks.map(({ lockedAt, networkAddress }) => html`<li>${text.newsLock(formatTime(lockedAt), networkAddress)}</li>`)}
    </ul>
    <p>${text.newsHint}</p>
    <div class="actions">
      <a class="button" href="${next}">${text.newsMine}</a>
      <a class="button plain" href="${SECURITY}">${text.newsNotMine}</a>
    </div>
  </div>`;
  return renderAccount(page, { title: text.newsTitle, content });
}

/** R65: the last days of a password. */
export function reminderPage(
  page: AccountPage,
  { lifetime, next }: { lifetime: PasswordLifetime; next: string },
): string {
  const { text, language } = page;
  const { lastDay, graceLastDay, workingDaysLeft } = lifetime;
  const formatDay = (day: Temporal.PlainDate) => day.toLocaleString(languageTags[language], wholeDay);
  const title = text.endTitle(formatDay(lastDay));
  const content = html`<div class="card">
    <h1>${title}</h1>
    <p>${text.endLeft(workingDaysLeft)}</p>
    <p>${text.endThen(formatDay(graceLastDay))}</p>
    <div class="actions">
      <a class="button" href="${SECURITY}/password">${text.changePassword}</a>
      <a class="button plain" href="${next}">${text.endLater}</a>
    </div>
  </div>`;
  return renderAccount(page, { title, content });
}
