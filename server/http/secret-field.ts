// A field for a password.

import { html, type Html } from "./html.ts";

export interface SecretFieldTexts {
  show: string;
  hide: string;
  capsLock: string;
}

/** A password with its Caps Lock hint and a way to show it; sign-in.js brings both to life. */
export function secretField(field: {
  name: string;
  label: string;
  autocomplete: "current-password" | "new-password";
  text: SecretFieldTexts;
  invalid?: boolean;
  focus?: boolean;
  describedBy?: string;
  /** It may stay empty. */
  optional?: boolean;
}): Html {
  const { name, label, autocomplete, text, invalid, focus, describedBy, optional } = field;
  return html`<div class="field">
    <label for="${name}">${label}</label>
    <div class="secret" data-secret>
      <input
        id="${name}"
        name="${name}"
        type="password"
        ${!optional && html`required`}
        autocomplete="${autocomplete}"
        autocapitalize="none"
        autocorrect="off"
        spellcheck="false"
        enterkeyhint="go"
        aria-describedby="${describedBy && `${describedBy} `}${name}-caps"
        ${invalid && html` aria-invalid="true"`}${focus && html` autofocus`}
      />
      <button
        class="reveal"
        type="button"
        aria-pressed="false"
        aria-controls="${name}"
        data-show="${text.show}"
        data-hide="${text.hide}"
        hidden
      >
        ${text.show}
      </button>
    </div>
    <p class="caps" id="${name}-caps" role="status" hidden>${text.capsLock}</p>
  </div>`;
}
