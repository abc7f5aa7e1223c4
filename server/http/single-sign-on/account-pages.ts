// On one's own account: the organisation's provider and directory, and where a password is changed that is not ours.

import type { DirectoryLinkResult } from "../../auth/single-sign-on/link-identity.ts";
import type { SignInWays } from "../../auth/single-sign-on/local-sign-in.ts";
import { linkButton, renderAccount, SECURITY, type AccountPage } from "../account/frame.ts";
import { html, type Html } from "../html.ts";
import { secretField } from "../secret-field.ts";
import { alert } from "../sign-in/step-pages.ts";
import { texts } from "../sign-in/texts.ts";
import { singleSignOnTexts } from "./texts.ts";

/** The part of one's own security page; undefined where the organisation has neither provider nor directory. */
export function providersPart({ language, person }: AccountPage): Html | undefined {
  const text = singleSignOnTexts[language];
  const { providers, links } = person.ways;
  if (providers.length === 0) return undefined;
  return html`<section class="part">
    <h2>${text.section}</h2>
    <p class="hint">${text.sectionHint}</p>
    <ul class="rows">
      ${providers.map(({ id, kind, name }) => {
        const isLinked = links.some(({ providerId }) => providerId === id);
        const path = kind === "openid" ? "/single-sign-on" : "/directory";
        return html`<li>
          <div class="what">
            <strong>${name}</strong><span class="quiet">${isLinked ? text.isLinked : text.isNotLinked}</span>
          </div>
          <div class="actions">${!isLinked && linkButton(path, text.link)}</div>
        </li>`;
      })}
    </ul>
  </section>`;
}

/** Where the password is changed that is not ours; undefined when it is. */
export function passwordElsewhere({ language, person }: AccountPage): Html | undefined {
  const { local, providers } = person.ways;
  if (local) return undefined;
  const mine = linkedProviders(person.ways);
  return html`${(mine.length > 0 ? mine : providers).map(
    ({ name, settings }) => html`<p>${singleSignOnTexts[language].elsewhere(name)} ${settings.passwordHelp}</p>`,
  )}`;
}

export function passwordElsewherePage(page: AccountPage, words: Html): string {
  const { text } = page;
  const content = html`<div class="card">
    <h1>${text.changePassword}</h1>
    ${words}
  </div>`;
  return renderAccount(page, { title: text.changePassword, content, path: `${SECURITY}/password` });
}

/** On the page that asks for a proof: the way over the provider. `back` was checked. */
export function proveWithProvider({ language, person }: AccountPage, back: string): Html | undefined {
  const provider = linkedProviders(person.ways).find(({ kind }) => kind === "openid");
  if (!provider) return undefined;
  const href = `${SECURITY}/prove/single-sign-on?back=${encodeURIComponent(back)}`;
  return html`<a class="button plain wide" href="${href}">${singleSignOnTexts[language].proveWith(provider.name)}</a>`;
}

/** Whether there is a password that can be asked for: ours, or that of a directory that is linked. */
export function hasPassword(ways: SignInWays): boolean {
  return ways.local || linkedProviders(ways).some(({ kind }) => kind === "directory");
}

export function directoryPage(
  page: AccountPage,
  state: { name: string; username?: string; notice?: Exclude<DirectoryLinkResult, "linked"> },
): string {
  const { language } = page;
  const text = singleSignOnTexts[language];
  const { name, username = "", notice } = state;
  const title = text.directoryTitle(name);
  const field = { name: "password", label: text.password, text: texts[language], invalid: notice === "wrong" } as const;
  const content = html`<div class="card">
    <h1>${title}</h1>
    <p class="organisation">${text.directoryIntro}</p>
    ${notice && alert(text.linkFailed[notice])}
    <form method="post" action="${SECURITY}/directory">
      <div class="field">
        <label for="username">${text.username}</label>
        <input
          id="username"
          name="username"
          type="text"
          value="${username}"
          required
          maxlength="320"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
        />
      </div>
      ${secretField({ ...field, autocomplete: "current-password" })}
      <button class="button wide" type="submit">${text.link}</button>
    </form>
  </div>`;
  return renderAccount(page, { title, content, path: `${SECURITY}/directory` });
}

/** After a link or a proof that came to nothing. */
export function notDonePage(page: AccountPage, state: { what: "notLinked" | "notProven"; provider: string }): string {
  const text = singleSignOnTexts[page.language];
  const content = html`<div class="card">
    <h1>${text.section}</h1>
    ${alert(text[state.what](state.provider))}
    <a class="button wide" href="${SECURITY}">${page.text.toSecurity}</a>
  </div>`;
  return renderAccount(page, { title: text.section, content });
}

function linkedProviders({ providers, links }: SignInWays): SignInWays["providers"] {
  return providers.filter(({ id }) => links.some(({ providerId }) => providerId === id));
}
