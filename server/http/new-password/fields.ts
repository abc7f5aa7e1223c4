// A new password and its confirmation, wherever one is set: what the policy asks for, and (with a script) what is still missing and how
// strong it is while it is typed.

import type { NewPasswordReason } from "../../auth/new-password.ts";
import { describePasswordReason, listPolicyRules } from "../../auth/password-policy/texts.ts";
import type { PasswordPolicy } from "../../organisation/password-policy.ts";
import { html, type Html } from "../html.ts";
import type { Language } from "../language.ts";
import { pageAsset } from "../page-assets.ts";
import { secretField } from "../secret-field.ts";
import { texts } from "../sign-in/texts.ts";

export interface NewPasswordForm {
  language: Language;
  policy: PasswordPolicy;
  reasons: readonly NewPasswordReason[];
  /** With which the script asks about what is being typed (auth/password-preview.ts). */
  previewToken: string;
}

export function newPasswordFields({ language, policy, reasons, previewToken }: NewPasswordForm): Html {
  const text = texts[language];
  const unequal = reasons.some(({ reason }) => reason === "unequal");
  const unfit = reasons.some(({ reason }) => reason !== "unequal");
  const common = { autocomplete: "new-password", text } as const;
  const field = { ...common, name: "new-password", label: text.newPassword, invalid: unfit };
  return html`<div data-new-password data-preview="${previewToken}" data-unequal="${text.unequal}">
    ${secretField({ ...field, describedBy: "rules" })}
    <div class="field">
      <div class="strength" hidden>
        <span class="bar"></span>
        <p role="status"></p>
      </div>
      <ul class="rules hint" id="rules">
        ${listPolicyRules(policy, language).map(({ rule, text: words }) => html`<li data-rule="${rule}">${words}</li>`)}
      </ul>
    </div>
    ${secretField({ ...common, name: "confirm-password", label: text.confirmPassword, invalid: unequal, describedBy: "unequal" })}
    <p class="caps" id="unequal" role="status" hidden></p>
  </div>`;
}

/** For the head of a page with these fields. */
export function newPasswordScripts(): Html {
  return html`<script src="${pageAsset("sign-in.js")}" defer></script>
    <script src="${pageAsset("new-password.js")}" defer></script>`;
}

/** What is wrong with what was sent, all of it; `lead` says that nothing was changed. */
export function reasonsAlert(
  reasons: readonly NewPasswordReason[],
  { language, lead }: { language: Language; lead: string },
): Html | undefined {
  if (reasons.length === 0) return undefined;
  const sentences = reasons.map((one) =>
    one.reason === "unequal" ? texts[language].unequal : describePasswordReason(one, language),
  );
  return html`<div class="alert" role="alert">
    <p>${lead}</p>
    <ul>
      ${sentences.map((sentence) => html`<li>${sentence}</li>`)}
    </ul>
  </div>`;
}
