// Making a password for another program.

import { SCOPES } from "../../auth/principal.ts";
import { html } from "../html.ts";
import { alert } from "../sign-in/step-pages.ts";
import { renderAccount, SECURITY, type AccountPage } from "./frame.ts";

export function newAppPasswordPage(page: AccountPage, isInvalid: boolean): string {
  const { text } = page;
  const content = html`<div class="card">
    <h1>${text.addAppPassword}</h1>
    <p class="organisation">${text.appPasswordsHint}</p>
    ${isInvalid && alert(text.invalidAppPassword)}
    <form method="post" action="${SECURITY}/app-passwords">
      <div class="field">
        <label for="name">${text.appName}</label>
        <input
          id="name"
          name="name"
          type="text"
          required
          maxlength="60"
          autocomplete="off"
          aria-describedby="name-hint"
        />
        <p class="hint" id="name-hint">${text.appNameHint}</p>
      </div>
      <fieldset>
        <legend>${text.scopes}</legend>
        ${SCOPES.map(
          (scope) =>
            html`<label class="check" for="${scope}"
              ><input id="${scope}" name="${scope}" type="checkbox" value="yes" /> ${text.scope[scope]}</label
            >`,
        )}
      </fieldset>
      <div class="field">
        <label for="days">${text.expiry}</label>
        <select id="days" name="days">
          ${text.expiries.map(([days, label]) => html`<option value="${days}">${label}</option>`)}
        </select>
      </div>
      <button class="button wide" type="submit">${text.addAppPassword}</button>
    </form>
  </div>`;
  return renderAccount(page, { title: text.addAppPassword, content, path: `${SECURITY}/app-passwords` });
}

/** Shown once. */
export function appPasswordPage(page: AccountPage, { name, secret }: { name: string; secret: string }): string {
  const { text } = page;
  const content = html`<div class="card">
    <h1>${text.appPasswordTitle}</h1>
    <p>${text.appPasswordShown(name)}</p>
    <p class="secret-text">${secret}</p>
  </div>`;
  return renderAccount(page, { title: text.appPasswordTitle, content });
}
