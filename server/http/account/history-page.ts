// What happened to the account: R109, and the audit trail that PP 71/2019 asks for, as its person sees it.

import { nameDevice } from "../../auth/device-name.ts";
import type { AuditEntry, AuditFilter } from "../../store/audit.ts";
import { html, type Html } from "../html.ts";
import { renderAccount, SECURITY, type AccountPage } from "./frame.ts";
import type { AccountTexts } from "./texts.ts";

export const HISTORY_FILTERS: readonly AuditFilter[] = ["sign-ins", "changes", "failures"];

export function historyPage(
  page: AccountPage,
  state: { events: readonly AuditEntry[]; next?: number; only?: AuditFilter; isFirst: boolean },
): string {
  const { text, formatTime } = page;
  const { events, next, only, isFirst } = state;
  const pathOf = (filter: AuditFilter | undefined, before?: number) => {
    const query = new URLSearchParams({ ...(filter && { show: filter }), ...(before && { before: `${before}` }) });
    return `${SECURITY}/history${query.size > 0 ? `?${query.toString()}` : ""}`;
  };
  const choices = [undefined, ...HISTORY_FILTERS].map((filter) =>
    filter === only
      ? html`<strong aria-current="page">${text.filter[filter ?? "all"]}</strong>`
      : html`<a href="${pathOf(filter)}">${text.filter[filter ?? "all"]}</a>`,
  );
  const rows = events.map(
    ({ at, action, outcome, networkAddress, device, detail, byOther }) =>
      html`<li>
        <div class="what">
          <strong>${text.action[action] ?? action}</strong>
          ${outcome === "failure" && html`<span class="badge">${text.outcome.failure}</span>`}
          ${byOther && html`<span class="badge">${text.byOther}</span>`}
          ${typeof detail.provider === "string" && html`<span class="badge">${detail.provider}</span>`}
          ${describeDetail(detail, text)}
          <span class="quiet"
            >${formatTime(at)}${networkAddress && ` · ${text.from(networkAddress)}`}${device && ` · ${nameDevice(device) ?? text.unknownDevice}`}</span
          >
        </div>
      </li>`,
  );
  const content = html`<div class="card broad">
    <h1>${text.history}</h1>
    <p class="organisation">${text.historyHint}</p>
    <nav class="filters" aria-label="${text.filterLabel}">${choices}</nav>
    ${events.length === 0 && html`<p>${text.noEvents}</p>`}
    <ul class="rows">
      ${rows}
    </ul>
    <div class="actions">
      ${!isFirst && html`<a class="button small plain" href="${pathOf(only)}">${text.newest}</a>`}
      ${next && html`<a class="button small plain" href="${pathOf(only, next)}">${text.older}</a>`}
    </div>
  </div>`;
  return renderAccount(page, { title: text.history, content, path: `${SECURITY}/history` });
}

/** What exactly, in the words of the person; nothing for what the trail keeps for investigations. */
function describeDetail(detail: Readonly<Record<string, unknown>>, text: AccountTexts): Html | undefined {
  const { added, removed, name, method, state, kind } = detail;
  const words = [
    typeof method === "string" && text.method[method],
    typeof added === "string" && text.added(text.thing[added] ?? added),
    typeof removed === "string" && text.removed(text.thing[removed] ?? removed),
    typeof name === "string" && `“${name}”`,
    (state === "active" || state === "disabled") && text.state[state],
    (kind === "email" || kind === "phone") && text[kind],
  ].filter((one) => typeof one === "string");
  return words.length === 0 ? undefined : html`<span class="detail">${words.join(" · ")}</span>`;
}
