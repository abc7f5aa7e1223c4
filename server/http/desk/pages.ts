// The service desk's pages: forms without a script, in the frame of the sign-in pages.

import { languageTags } from "../../base/language.ts";
import type { DeskView, Obstacle } from "../../auth/desk/view-account.ts";
import { nameDevice } from "../../auth/device-name.ts";
import type { Account } from "../../store/accounts.ts";
import type { AccountPage } from "../account/frame.ts";
import { html, type Html } from "../html.ts";
import { DESK, renderDesk } from "./frame.ts";
import { deskTexts, type DeskDone, type DeskTexts } from "./texts.ts";

type Frame = Pick<AccountPage, "language" | "presentation" | "person" | "formatTime">;

export function searchPage(frame: Frame, { typed, accounts }: { typed: string; accounts: readonly Account[] }): string {
  const text = deskTexts[frame.language];
  const content = html`<div class="card broad">
    <h1>${text.title}</h1>
    <p class="organisation">${text.intro}</p>
    <form method="get" action="${DESK}" role="search">
      <div class="field">
        <label for="q">${text.search}</label>
        <input
          id="q"
          name="q"
          type="search"
          value="${typed}"
          required
          minlength="2"
          maxlength="200"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          aria-describedby="q-hint"
          ${typed === "" && html` autofocus`}
        />
        <p class="hint" id="q-hint">${text.searchHint}</p>
      </div>
      <button class="button" type="submit">${text.find}</button>
    </form>
    ${frame.person.account.role === "administrator" && html`<p class="ways"><a href="${DESK}working-days">${text.workingDays}</a></p>`}
    ${
      typed !== "" &&
      html`<section class="part">
        <div role="status"><h2>${accounts.length === 0 ? text.nothing(typed) : text.found(accounts.length)}</h2></div>
        <ul class="rows">
          ${accounts.map((account) => accountRow(account, text))}
        </ul>
      </section>`
    }
  </div>`;
  return renderDesk(frame, { title: text.title, content, path: DESK });
}

function accountRow(account: Account, text: DeskTexts): Html {
  const { id, displayName, address, unitName, state, kind, role } = account;
  const facts = [address, kind === "unit" ? text.unit : text.role[role], unitName].filter(Boolean).join(" · ");
  return html`<li>
    <div class="what">
      <a href="${DESK}accounts/${id}"><strong>${displayName}</strong></a
      ><span class="quiet">${facts}</span>
    </div>
    ${state === "disabled" && html`<span class="badge">${text.state.disabled}</span>`}
  </li>`;
}

export interface DeskAccountState {
  done?: DeskDone;
  notice?: "identityMissing";
}

export function deskAccountPage(frame: Frame, view: DeskView, { done, notice }: DeskAccountState = {}): string {
  const text = deskTexts[frame.language];
  const { account, obstacles } = view;
  const facts = [
    account.kind === "unit" ? text.unit : text.role[account.role],
    account.unitName,
    text.state[account.state],
  ];
  const content = html`<div class="card broad">
    <h1>${account.displayName}</h1>
    <p class="organisation">
      ${account.address}<br />${facts.filter(Boolean).join(" · ")}
      ${account.employeeNumber && html`<br />${text.employeeNumber} ${account.employeeNumber}`}
    </p>
    ${done && html`<p class="success" role="status">${text.done[done]}</p>`}
    ${notice && html`<div class="alert" role="alert"><p>${text[notice]}</p></div>`}
    <section class="part">
      <h2>${text.why}</h2>
      ${
        obstacles.length === 0
          ? html`<p>${text.clear}</p>`
          : html`<ul class="rows">
              ${obstacles.map((obstacle) => html`<li><div class="what">${describe(obstacle, frame)}</div></li>`)}
            </ul>`
      }
      ${account.kind === "person" && knowledge(frame, view)}
    </section>
    ${account.kind === "person" && attempts(frame, view)}
    <section class="part">
      <h2>${text.help}</h2>
      ${help(frame, view)}
    </section>
    <p class="ways"><a href="${DESK}">${text.back}</a></p>
  </div>`;
  return renderDesk(frame, { title: account.displayName, content, path: `${DESK}accounts/${account.id}` });
}

function describe(obstacle: Obstacle, frame: Frame): string {
  const text = deskTexts[frame.language];
  const { formatTime } = frame;
  switch (obstacle.kind) {
    case "unit":
      return text.unitMailbox;
    case "disabled":
      return text.disabled;
    case "noPassword":
      return text.noPassword;
    case "provider":
      return text.provider(obstacle.names.join(", "), obstacle.isLinked);
    case "over":
      return text.over(formatDay(obstacle.lifetime.lastDay, frame));
    case "locked": {
      const { everywhere, networkAddress, lockedUntil } = obstacle.lock;
      const where = everywhere ? text.everywhere : text.fromNetwork(networkAddress);
      return lockedUntil instanceof Date ? text.lockedUntil(formatTime(lockedUntil), where) : text.lockedManual(where);
    }
    case "slipTooOld":
      return text.slipTooOld(formatTime(obstacle.since));
    case "mustChange":
      return obstacle.until ? text.mustChangeUntil(formatTime(obstacle.until)) : text.mustChange;
    case "expired": {
      const { lastDay, graceLastDay } = obstacle.lifetime;
      return text.expired(formatDay(lastDay, frame), formatDay(graceLastDay, frame));
    }
    case "noSecondFactor":
      return text.noSecondFactor;
  }
}

function knowledge(frame: Frame, view: DeskView): Html {
  const { passwordChangedAt, lifetime, factors, deletionRequestedAt } = view;
  const text = deskTexts[frame.language];
  const changed = passwordChangedAt && text.changedOn(frame.formatTime(passwordChangedAt));
  const until = lifetime && text.validUntil(formatDay(lifetime.lastDay, frame), lifetime.provisional);
  const password = [changed, until].filter(Boolean).join(", ") || text.never;
  return html`<p class="quiet"><strong>${text.password}:</strong> ${password}</p>
    <p class="quiet"><strong>${text.factors}:</strong> ${text.factorsAre(factors)}</p>
    ${
      deletionRequestedAt &&
      html`<p class="quiet">
        <strong>${text.deletion}:</strong> ${text.askedOn(frame.formatTime(deletionRequestedAt))}
      </p>`
    }`;
}

/** The same again and again is one line, with the last time. */
function groupAttempts(failures: DeskView["failures"]): { latest: DeskView["failures"][number]; count: number }[] {
  const groups: { latest: DeskView["failures"][number]; count: number }[] = [];
  for (const failure of failures) {
    const last = groups.at(-1);
    const isSame = (["action", "networkAddress", "device"] as const).every((key) => last?.latest[key] === failure[key]);
    if (last && isSame) last.count++;
    else groups.push({ latest: failure, count: 1 });
  }
  return groups;
}

/** R41: what was tried, from where, so that the desk can tell a forgetful owner from a stranger. */
function attempts({ language, formatTime }: Frame, { failures }: DeskView): Html {
  const text = deskTexts[language];
  const rows = groupAttempts(failures).map(
    ({ latest: { at, action, networkAddress, device }, count }) =>
      html`<li>
        <div class="what">
          <strong>${text.attempt[action] ?? action}</strong>
          ${count > 1 && html`<span class="badge">${text.times(count)}</span>`}
          <span class="quiet"
            >${formatTime(at)}${networkAddress && ` · ${text.fromNetwork(networkAddress)}`}${device && ` · ${nameDevice(device) ?? text.unknownDevice}`}</span
          >
        </div>
      </li>`,
  );
  return html`<section class="part">
    <h2>${text.attempts}</h2>
    ${
      rows.length === 0
        ? html`<p>${text.noAttempts}</p>`
        : html`<ul class="rows">
            ${rows}
          </ul>`
    }
  </section>`;
}

function help(frame: Frame, { account, obstacles, refusal }: DeskView): Html {
  const text = deskTexts[frame.language];
  if (refusal) return html`<p>${text.refusal[refusal]}</p>`;
  const path = `${DESK}accounts/${account.id}`;
  if (!frame.person.isProven) {
    return html`<p>${text.proveHint}</p>
      <a class="button" href="/account/security/prove?back=${encodeURIComponent(path)}">${text.prove}</a>`;
  }
  const isLocked = obstacles.some(({ kind }) => kind === "locked");
  const isPerson = account.kind === "person";
  return html`<ul class="rows">
      ${isPerson && action({ path: `${path}/unlock`, label: text.unlock, hint: isLocked ? text.unlockHint : text.noLock })}
      ${
        account.state === "active"
          ? action({ path: `${path}/disable`, label: text.disable, hint: text.disableHint, look: "danger" })
          : action({ path: `${path}/enable`, label: text.enable, hint: text.enableHint })
      }
    </ul>
    ${isPerson && checkedAction({ path: `${path}/reset`, label: text.reset, hint: text.resetHint, text })}
    ${isPerson && checkedAction({ path: `${path}/reset-factors`, label: text.resetFactors, hint: text.resetFactorsHint, text })}`;
}

function action(given: { path: string; label: string; hint: string; look?: "danger" }): Html {
  const { path, label, hint, look = "plain" } = given;
  return html`<li>
    <div class="what"><strong>${label}</strong><span class="quiet">${hint}</span></div>
    <form method="post" action="${path}"><button class="button small ${look}" type="submit">${label}</button></form>
  </li>`;
}

/** Asks first how the identity of who asks was checked. */
function checkedAction({
  path,
  label,
  hint,
  text,
}: {
  path: string;
  label: string;
  hint: string;
  text: DeskTexts;
}): Html {
  const id = `identity-${path.slice(path.lastIndexOf("/") + 1)}`;
  return html`<form class="part" method="post" action="${path}">
    <h3>${label}</h3>
    <p class="hint">${hint}</p>
    <div class="field">
      <label for="${id}">${text.identity}</label>
      <input
        id="${id}"
        name="identity"
        type="text"
        required
        minlength="5"
        maxlength="300"
        autocomplete="off"
        aria-describedby="${id}-hint"
      />
      <p class="hint" id="${id}-hint">${text.identityHint}</p>
    </div>
    <button class="button small danger" type="submit">${label}</button>
  </form>`;
}

/** Shown once; what is printed is the card. */
export function slipPage(frame: Frame, slip: { account: Account; code: string; expiresAt: Date }): string {
  const text = deskTexts[frame.language];
  const { account, code, expiresAt } = slip;
  const content = html`<div class="card">
      <h1>${text.slipTitle}</h1>
      <p class="organisation">${frame.presentation.name}</p>
      <p><strong>${account.displayName}</strong><br />${account.address}</p>
      <p class="hint">${text.code}</p>
      <p class="secret-text"><strong>${code}</strong></p>
      <p>${text.goodUntil(frame.formatTime(expiresAt))}</p>
      <ol class="steps">
        ${text.steps(`${frame.presentation.url}/sign-in`).map((step) => html`<li>${step}</li>`)}
      </ol>
      <p>${text.slipWarning}</p>
    </div>
    <p class="official" role="status">${text.slipHint}</p>
    <p class="ways">
      <a href="${DESK}accounts/${account.id}">${account.displayName}</a> <a href="${DESK}">${text.back}</a>
    </p>`;
  return renderDesk(frame, { title: text.slipTitle, content });
}

function formatDay(day: Temporal.PlainDate, { language }: Frame): string {
  return day.toLocaleString(languageTags[language], { dateStyle: "long" });
}
