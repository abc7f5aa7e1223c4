// What happened to the account: R109, and the audit trail that PP 71/2019 asks for, as its person sees it.

import { nameDevice } from "../../auth/device-name.ts";
import type { AuditEntry } from "../../store/audit.ts";
import { html } from "../html.ts";
import { renderAccount, SECURITY, type AccountPage } from "./frame.ts";

export function historyPage(
  page: AccountPage,
  { events, next }: { events: readonly AuditEntry[]; next?: number },
): string {
  const { text, formatTime } = page;
  const rows = events.map(
    ({ at, action, outcome, networkAddress, device, byOther, detail }) =>
      html`<li>
        <div class="what">
          <strong>${text.action[action] ?? action}</strong>
          ${outcome === "failure" && html`<span class="badge">${text.outcome.failure}</span>`}
          ${byOther && html`<span class="badge">${text.byOther}</span>`}
          ${typeof detail.provider === "string" && html`<span class="badge">${detail.provider}</span>`}
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
