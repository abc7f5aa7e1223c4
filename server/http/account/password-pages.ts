// Proving who one is once more, and changing the password.

import type { NewPasswordReason } from "../../auth/new-password.ts";
import { readPasswordPolicy } from "../../organisation/password-policy.ts";
import { html, type Html } from "../html.ts";
import { newPasswordFields, newPasswordScripts, reasonsAlert } from "../new-password/fields.ts";
import { secretField } from "../secret-field.ts";
import { hasPassword, proveWithProvider } from "../single-sign-on/account-pages.ts";
import { singleSignOnTexts } from "../single-sign-on/texts.ts";
import { alert } from "../sign-in/step-pages.ts";
import { texts } from "../sign-in/texts.ts";
import { renderAccount, SECURITY, type AccountPage } from "./frame.ts";

/** Step-up. `back` is a path under SECURITY that was checked. */
export function provePage(
  page: AccountPage,
  state: { back: string; hasTotp: boolean; notice?: "wrong" | "tooMany" | "unavailable" },
): string {
  const { text, language } = page;
  const { back, hasTotp, notice } = state;
  const takesPassword = hasPassword(page.person.ways);
  const words = { wrong: text.proveWrong, tooMany: text.tooMany, unavailable: singleSignOnTexts[language].proveDown };
  const field = { name: "password", label: text.provePassword, text: texts[language], focus: true } as const;
  const content = html`<div class="card">
    <h1>${text.proveTitle}</h1>
    <p class="organisation">${text.proveHint}</p>
    ${notice && alert(words[notice])} ${proveWithProvider(page, back)} ${(takesPassword || hasTotp) && form()}
  </div>`;
  return renderAccount(page, { title: text.proveTitle, content });

  function form(): Html {
    return html`<form method="post" action="${SECURITY}/prove">
      <input type="hidden" name="back" value="${back}" />
      ${usernameField(page)}
      ${takesPassword && secretField({ ...field, autocomplete: "current-password", optional: hasTotp })}
      ${
        hasTotp &&
        html`<div class="field">
          <label for="code">${text.proveCode}</label>
          <input
            class="code-input"
            id="code"
            name="code"
            type="text"
            inputmode="numeric"
            maxlength="10"
            autocomplete="one-time-code"
          />
        </div>`
      }
      <button class="button wide" type="submit">${text.proveSubmit}</button>
    </form>`;
  }
}

/** R55: old, new, confirmation, Simpan. */
export function passwordPage(
  page: AccountPage,
  state: { previewToken: string; reasons?: readonly NewPasswordReason[]; notice?: "wrong" | "tooMany" },
): string {
  const { text, language, person } = page;
  const { previewToken, reasons = [], notice } = state;
  const policy = readPasswordPolicy(person.organisation.settings);
  const old = { name: "password", label: text.oldPassword, text: texts[language], invalid: notice === "wrong" };
  const content = html`<div class="card">
    <h1>${text.changePassword}</h1>
    ${notice && alert(notice === "wrong" ? text.wrongPassword : text.tooMany)}
    ${reasonsAlert(reasons, { language, lead: text.unfit })}
    <form method="post" action="${SECURITY}/password">
      ${usernameField(page)} ${secretField({ ...old, autocomplete: "current-password", focus: true })}
      ${newPasswordFields({ language, policy, reasons, previewToken })}
      <div class="field">
        <label class="check" for="revoke"
          ><input id="revoke" name="revoke" type="checkbox" value="yes" /> ${text.alsoRevoke}</label
        >
        <p class="hint">${text.alsoRevokeHint}</p>
      </div>
      <p class="hint">${text.othersEnd}</p>
      <button class="button wide" type="submit">${text.save}</button>
    </form>
  </div>`;
  return renderAccount(page, {
    title: text.changePassword,
    content,
    path: `${SECURITY}/password`,
    scripts: newPasswordScripts(),
  });
}

/** So that password managers know whose password it is. */
function usernameField({ person, language }: AccountPage): Html {
  return html`<div class="field">
    <label for="username">${texts[language].username}</label>
    <input
      id="username"
      name="username"
      type="text"
      value="${person.account.address}"
      readonly
      autocomplete="username"
    />
  </div>`;
}
