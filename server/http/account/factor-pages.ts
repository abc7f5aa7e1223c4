// Recovery channels, authenticator app, passkeys, recovery codes: a page for setting up each.

import type { ChannelRefusal } from "../../auth/account-security/channels.ts";
import { nameDevice } from "../../auth/device-name.ts";
import type { PublicKeyCredentialCreationOptionsJSON } from "../../auth/second-step/passkeys.ts";
import type { ChannelKind } from "../../store/recovery.ts";
import { html } from "../html.ts";
import { alert, codeInput, passkeyForm } from "../sign-in/step-pages.ts";
import { renderAccount, SECURITY, type AccountPage } from "./frame.ts";
import { qrCode } from "./qr-code.ts";

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
