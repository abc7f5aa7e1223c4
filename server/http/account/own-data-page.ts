// The person's own data: a copy to keep, and the wish that it be deleted.

import { html } from "../html.ts";
import { actionButton, renderAccount, SECURITY, type AccountPage } from "./frame.ts";

export interface OwnDataState {
  /** When the person asked last for deletion. */
  requestedAt: Date | undefined;
  notice?: "tooManyExports" | "requested" | "alreadyRequested";
}

export function ownDataPage(page: AccountPage, { requestedAt, notice }: OwnDataState): string {
  const { text, formatTime } = page;
  const { ownData } = text;
  const content = html`<div class="card broad">
    <h1>${ownData.title}</h1>
    <p class="organisation">${ownData.intro}</p>
    ${notice === "requested" && html`<p class="success" role="status">${ownData.requested}</p>`}
    ${
      (notice === "tooManyExports" || notice === "alreadyRequested") &&
      html`<div class="alert" role="alert"><p>${ownData[notice]}</p></div>`
    }
    <section class="part">
      <h2>${ownData.copy}</h2>
      <p class="hint">${ownData.copyHint}</p>
      <ul class="rows">
        <li>
          <div class="what"><strong>${ownData.mail}</strong><span class="quiet">${ownData.mailHint}</span></div>
          <div class="actions">${actionButton({ path: "/data/mail", label: ownData.download, of: ownData.mail })}</div>
        </li>
        <li>
          <div class="what"><strong>${ownData.account}</strong><span class="quiet">${ownData.accountHint}</span></div>
          <div class="actions">
            ${actionButton({ path: "/data/account", label: ownData.download, of: ownData.account })}
          </div>
        </li>
      </ul>
    </section>
    <section class="part">
      <h2>${ownData.deletion}</h2>
      <p class="hint">${ownData.deletionHint}</p>
      ${requestedAt && html`<p>${ownData.requestedAt(formatTime(requestedAt))}</p>`}
      <div class="actions">${actionButton({ path: "/data/deletion", label: ownData.ask, look: "danger" })}</div>
    </section>
  </div>`;
  return renderAccount(page, { title: ownData.title, content, path: `${SECURITY}/data` });
}
