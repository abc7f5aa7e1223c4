// The page that replaces a password before the session: the first one, or one whose time is over.

import type { NewPasswordReason } from "../../auth/new-password.ts";
import type { ChangeCause } from "../../auth/sign-in.ts";
import type { PasswordPolicy } from "../../organisation/password-policy.ts";
import type { Presentation } from "../../organisation/presentation.ts";
import { html, renderHtml } from "../html.ts";
import type { Language } from "../language.ts";
import { layout } from "../layout.ts";
import { newPasswordFields, newPasswordScripts, reasonsAlert } from "../new-password/fields.ts";
import { secretField } from "../secret-field.ts";
import { contact, nextField, official } from "./page.ts";
import { alert } from "./step-pages.ts";
import { texts } from "./texts.ts";

export interface ChangePageState {
  language: Language;
  presentation: Presentation;
  /** After the second step, or in one with the old password. */
  action: "/sign-in/new-password" | "/sign-in";
  /** What the person chose at the first form; after the second step it is kept with the step. */
  next?: string;
  isPublicComputer?: boolean;
  username: string;
  policy: PasswordPolicy;
  reasons: readonly NewPasswordReason[];
  previewToken: string;
  cause: ChangeCause;
  isOldWrong?: boolean;
}

/** R48: the username shown, the old password, the new one and its confirmation; one submit changes and signs in. */
export function changePage(state: ChangePageState): string {
  const { language, presentation, action, username, reasons, cause, isOldWrong } = state;
  const text = texts[language];
  const old = { name: "password", label: text.oldPassword, autocomplete: "current-password", text } as const;
  const content = html`<div class="card">
      <h1>${text.changeTitle[cause]}</h1>
      <p class="organisation">${text.changeReason[cause]}</p>
      ${isOldWrong && alert(text.wrongOld)} ${reasonsAlert(reasons, { language, lead: text.unfit })}
      <form method="post" action="${action}">
        ${nextField(state)}
        ${state.isPublicComputer && html`<input type="hidden" name="public-computer" value="yes" />`}
        <div class="field">
          <label for="username">${text.username}</label>
          <input id="username" name="username" type="text" value="${username}" readonly autocomplete="username" />
        </div>
        ${secretField({ ...old, focus: true, invalid: isOldWrong })} ${newPasswordFields(state)}
        <p class="hint">${text.remember}</p>
        <button class="button wide" type="submit">${text.signIn}</button>
      </form>
    </div>
    ${official(presentation, text)}`;
  return renderHtml(
    layout({
      language,
      organisation: presentation.name,
      title: `${text.changeTitle[cause]} — ${presentation.name}`,
      content,
      head: newPasswordScripts(),
      footer: contact(presentation, text),
      // What was sent to /sign-in is not sent again for another language.
      languageLink: (to) => `${action}?language=${to}`,
    }),
  );
}
