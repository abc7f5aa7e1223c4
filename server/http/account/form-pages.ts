// The pages of one change each.

import type { PublicKeyCredentialCreationOptionsJSON } from "../../auth/second-step/passkeys.ts";
import type { ChannelRefusal } from "../../auth/account-security/channels.ts";
import { SCOPES } from "../../auth/principal.ts";
import type { AuditEntry } from "../../store/audit.ts";
import type { ChannelKind } from "../../store/recovery.ts";
import type { SignInLock } from "../../store/sign-in-attempts.ts";
import type { NewPasswordReason } from "../../auth/new-password.ts";
import type { PasswordLifetime } from "../../auth/password-lifetime.ts";
import { readPasswordPolicy } from "../../organisation/password-policy.ts";
import { newPasswordFields, reasonsAlert } from "../forgot-password/pages.ts";
import { html, type Html } from "../html.ts";
import { secretField } from "../sign-in/page.ts";
import { alert, codeInput, passkeyForm } from "../sign-in/step-pages.ts";
import { texts } from "../sign-in/texts.ts";
import { nameDevice } from "./device-name.ts";
import { renderAccount, SECURITY, type AccountPage } from "./frame.ts";
import { qrCode } from "./qr-code.ts";

/** Step-up. `back` is a path under SECURITY that was checked. */
export function provePage(
  page: AccountPage,
  state: { back: string; hasTotp: boolean; notice?: "wrong" | "tooMany" },
): string {
  const { text, language } = page;
  const { back, hasTotp, notice } = state;
  const field = { name: "password", label: text.provePassword, text: texts[language], focus: true } as const;
  const content = html`<div class="card">
    <h1>${text.proveTitle}</h1>
    <p class="organisation">${text.proveHint}</p>
    ${notice && alert(notice === "wrong" ? text.proveWrong : text.tooMany)}
    <form method="post" action="${SECURITY}/prove">
      <input type="hidden" name="back" value="${back}" />
      ${usernameField(page)} ${secretField({ ...field, autocomplete: "current-password", optional: hasTotp })}
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
    </form>
  </div>`;
  return renderAccount(page, { title: text.proveTitle, content });
}

/** R55: old, new, confirmation, Simpan. */
export function passwordPage(
  page: AccountPage,
  state: { reasons?: readonly NewPasswordReason[]; notice?: "wrong" | "tooMany" } = {},
): string {
  const { text, language, person } = page;
  const { reasons = [], notice } = state;
  const policy = readPasswordPolicy(person.organisation.settings);
  const old = { name: "password", label: text.oldPassword, text: texts[language], invalid: notice === "wrong" };
  const content = html`<div class="card">
    <h1>${text.changePassword}</h1>
    ${notice && alert(notice === "wrong" ? text.wrongPassword : text.tooMany)} ${reasonsAlert(reasons, language)}
    <form method="post" action="${SECURITY}/password">
      ${usernameField(page)} ${secretField({ ...old, autocomplete: "current-password", focus: true })}
      ${newPasswordFields({ language, policy, reasons })}
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
  return renderAccount(page, { title: text.changePassword, content, path: `${SECURITY}/password` });
}

export function channelPage(
  page: AccountPage,
  state: { kind: ChannelKind; typed?: string; awaited?: string; notice?: ChannelRefusal | "wrongCode" },
): string {
  const { text } = page;
  const { kind, typed = "", awaited, notice } = state;
  const type = kind === "email" ? "email" : "tel";
  const content = html`<div class="card">
    <h1>${text[kind]}</h1>
    <p class="organisation">${text.channelsHint}</p>
    ${notice && alert(notice === "wrongCode" ? text.wrongCode : text.refusal[notice])}
    ${
      awaited &&
      html`<form method="post" action="${SECURITY}/recovery/${kind}/confirm">
        <p role="status">${text.codeSentTo(awaited)}</p>
        <div class="field">
          <label for="code">${text.code}</label>
          ${codeInput(notice === "wrongCode")}
          <p class="hint" id="code-hint"></p>
        </div>
        <button class="button wide" type="submit">${text.confirm}</button>
      </form>`
    }
    <form class="${awaited ? "part" : ""}" method="post" action="${SECURITY}/recovery/${kind}">
      <div class="field">
        <label for="target">${text[kind]}</label>
        <input
          id="target"
          name="target"
          type="${type}"
          value="${typed}"
          required
          maxlength="254"
          autocomplete="${type}"
        />
        ${kind === "phone" && html`<p class="hint">${text.phoneHint}</p>`}
      </div>
      <button class="button ${awaited ? "plain " : ""}wide" type="submit">${text.sendCode}</button>
    </form>
  </div>`;
  return renderAccount(page, { title: text[kind], content, path: `${SECURITY}/recovery/${kind}` });
}

export function authenticatorPage(
  page: AccountPage,
  { secret, isWrong }: { secret: { text: string; uri: string }; isWrong: boolean },
): string {
  const { text } = page;
  const [install, scan, type] = text.totpSteps;
  const content = html`<div class="card">
    <h1>${text.totp}</h1>
    ${isWrong && alert(text.wrongCode)}
    <form method="post" action="${SECURITY}/authenticator">
      <ol class="steps">
        <li>${install}</li>
        <li>
          ${scan} ${qrCode(secret.uri, text.qr)}
          <p class="secret-text">${secret.text}</p>
        </li>
        <li>
          <label for="code">${type}</label>
          ${codeInput(isWrong)}
          <p class="hint" id="code-hint"></p>
        </li>
      </ol>
      <button class="button wide" type="submit">${text.save}</button>
    </form>
  </div>`;
  return renderAccount(page, { title: text.totp, content, path: `${SECURITY}/authenticator` });
}

export function newPasskeyPage(
  page: AccountPage,
  { options, isWrong }: { options: PublicKeyCredentialCreationOptionsJSON; isWrong: boolean },
): string {
  const { text, person } = page;
  const name = nameDevice(person.visitor.device) ?? "";
  const fields = html`<div class="field">
    <label for="name">${text.passkeyName}</label>
    <input id="name" name="name" type="text" value="${name}" maxlength="60" autocomplete="off" />
  </div>`;
  const form = { action: `${SECURITY}/passkeys`, mode: "make", options, fields } as const;
  const content = html`<div class="card">
    <h1>${text.addPasskey}</h1>
    <p class="organisation">${text.passkeysHint}</p>
    ${isWrong && alert(text.passkeyFailed)}
    ${passkeyForm({ ...form, label: text.addPasskey, failed: text.passkeyFailed })}
    <noscript><p>${text.passkeyScript}</p></noscript>
  </div>`;
  return renderAccount(page, { title: text.addPasskey, content, path: `${SECURITY}/passkeys`, hasPasskey: true });
}

/** Shown once. */
export function codesPage(page: AccountPage, codes: readonly string[]): string {
  const { text } = page;
  const content = html`<div class="card">
    <h1>${text.codesTitle}</h1>
    <p>${text.codesHint}</p>
    <ul class="codes">
      ${codes.map((code) => html`<li>${code}</li>`)}
    </ul>
  </div>`;
  return renderAccount(page, { title: text.codesTitle, content });
}

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

export function historyPage(
  page: AccountPage,
  { events, next }: { events: readonly AuditEntry[]; next?: number },
): string {
  const { text, formatTime } = page;
  const rows = events.map(
    ({ at, action, outcome, networkAddress, device, byOther }) =>
      html`<li>
        <div class="what">
          <strong>${text.action[action] ?? action}</strong>
          ${outcome === "failure" && html`<span class="badge">${text.outcome.failure}</span>`}
          ${byOther && html`<span class="badge">${text.byOther}</span>`}
          <span class="quiet"
            >${formatTime(at)}${networkAddress && ` · ${text.from(networkAddress)}`}${device && ` · ${nameDevice(device) ?? text.unknownDevice}`}</span
          >
        </div>
      </li>`,
  );
  const content = html`<div class="card broad">
    <h1>${text.history}</h1>
    <p class="organisation">${text.historyHint}</p>
    <ul class="rows">
      ${rows}
    </ul>
    ${next && html`<a class="button small plain" href="${SECURITY}/history?before=${next}">${text.older}</a>`}
  </div>`;
  return renderAccount(page, { title: text.history, content, path: `${SECURITY}/history` });
}

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
  const formatDay = (day: Temporal.PlainDate) =>
    day.toLocaleString(language === "id" ? "id-ID" : "en-GB", { dateStyle: "full" });
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
