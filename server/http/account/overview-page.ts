// /account/security: everything that opens the account, each with what can be done about it.

import { maskTarget } from "../../auth/recovery/mask-target.ts";
import type { Overview } from "../../auth/account-security/access.ts";
import type { ChannelKind } from "../../store/recovery.ts";
import { html, type Html } from "../html.ts";
import { passwordElsewhere, providersPart } from "../single-sign-on/account-pages.ts";
import { nameDevice } from "../../auth/device-name.ts";
import { actionButton, linkButton, renderAccount, SECURITY, type AccountPage } from "./frame.ts";

export interface OverviewState {
  overview: Overview;
  hasTextMessages: boolean;
  done?: keyof AccountPage["text"]["done"];
}

export function overviewPage(page: AccountPage, state: OverviewState): string {
  const { text, person } = page;
  const content = html`<div class="card broad">
    <h1>${text.title}</h1>
    <p class="organisation">${text.intro(person.account.address)}</p>
    ${state.done && html`<p class="success" role="status">${text.done[state.done]}</p>`} ${passwordPart(page)}
    ${providersPart(page)} ${factors(page, state)} ${channels(page, state)} ${sessions(page, state)}
    ${devices(page, state)} ${appPasswords(page, state)}
    ${part(text.history, text.historyHint, html`<div class="actions">${linkButton("/history", text.showHistory)}</div>`)}
    ${part(text.ownData.title, text.ownData.intro, html`<div class="actions">${linkButton("/data", text.ownData.open)}</div>`)}
  </div>`;
  return renderAccount(page, { title: text.title, content, path: SECURITY });
}

function part(title: string, hint: string, content: Html): Html {
  return html`<section class="part">
    <h2>${title}</h2>
    <p class="hint">${hint}</p>
    ${content}
  </section>`;
}

function passwordPart(page: AccountPage): Html {
  const { text } = page;
  const elsewhere = passwordElsewhere(page);
  if (elsewhere) return part(text.password, "", elsewhere);
  const button = html`<div class="actions">${linkButton("/password", text.changePassword)}</div>`;
  return part(text.password, text.passwordHint, button);
}

function row(what: Html, actions: Html | readonly Html[]): Html {
  return html`<li>
    <div class="what">${what}</div>
    <div class="actions">${actions}</div>
  </li>`;
}

function factors(page: AccountPage, { overview }: OverviewState): Html {
  const { text, person, formatTime } = page;
  const { factors: count, passkeys } = overview;
  const rule = person.security.secondFactor[person.account.role];
  if (rule === "off") return part(text.factors, text.factorsOff, html``);
  const hint = rule === "required" ? `${text.factorsHint} ${text.required}` : text.factorsHint;
  return part(
    text.factors,
    hint,
    html`<ul class="rows">
      ${row(
        html`<strong>${text.totp}</strong><span class="quiet">${count.hasTotp ? text.totpOn : text.none}</span>`,
        count.hasTotp
          ? [
              linkButton("/authenticator", text.replace),
              actionButton({ path: "/authenticator/remove", label: text.remove, of: text.totp, look: "danger" }),
            ]
          : linkButton("/authenticator", text.setUp),
      )}
      ${row(
        html`<strong>${text.passkeys}</strong><span class="quiet">${text.passkeysHint}</span>`,
        linkButton("/passkeys", text.addPasskey),
      )}
      ${passkeys.map(({ id, name, createdAt, lastUsedAt }) =>
        row(
          html`${name}<span class="quiet"
              >${lastUsedAt ? text.lastUsed(formatTime(lastUsedAt)) : text.since(formatTime(createdAt))}</span
            >`,
          actionButton({ path: "/passkeys/remove", label: text.remove, of: name, fields: { id }, look: "danger" }),
        ),
      )}
      ${row(
        html`<strong>${text.recoveryCodes}</strong
          ><span class="quiet">${text.codesLeft(count.recoveryCodes)} ${text.makeCodesHint}</span>`,
        actionButton({ path: "/recovery-codes", label: text.makeCodes }),
      )}
    </ul>`,
  );
}

function channels(page: AccountPage, { overview, hasTextMessages }: OverviewState): Html {
  const { text, person } = page;
  const asksForSecond = person.security.secondFactor[person.account.role] !== "off";
  const kinds: ChannelKind[] = hasTextMessages ? ["email", "phone"] : ["email"];
  const rows = kinds.map((kind) => {
    const known = overview.channels.find((channel) => channel.kind === kind);
    const name = html`<strong>${text[kind]}</strong>`;
    if (!known)
      return row(html`${name}<span class="quiet">${text.none}</span>`, linkButton(`/recovery/${kind}`, text.setUp));
    const { target, forSignIn } = known;
    const fields = { kind, "for-sign-in": forSignIn ? "no" : "yes" };
    const use = forSignIn ? text.notForSignIn : text.forSignIn;
    return row(
      html`${name}<span class="quiet"
          >${maskTarget(kind, target)} ${forSignIn && html`<span class="badge">${text.usedForSignIn}</span>`}</span
        >`,
      [
        ...(asksForSecond ? [actionButton({ path: "/recovery/use", label: use, of: text[kind], fields })] : []),
        linkButton(`/recovery/${kind}`, text.replace),
        actionButton({
          path: "/recovery/remove",
          label: text.remove,
          of: text[kind],
          fields: { kind },
          look: "danger",
        }),
      ],
    );
  });
  return part(
    text.channels,
    text.channelsHint,
    html`<ul class="rows">
      ${rows}
    </ul>`,
  );
}

function sessions(page: AccountPage, { overview }: OverviewState): Html {
  const { text, formatTime } = page;
  const rows = overview.sessions.map(({ id, device, networkAddress, lastUsedAt, isPresent, isPublicComputer }) => {
    const name = nameDevice(device) ?? text.unknownDevice;
    return row(
      html`<strong>${name}</strong> ${isPresent && html`<span class="badge">${text.thisSession}</span>`}
        ${isPublicComputer && html`<span class="badge">${text.publicComputer}</span>`}<span class="quiet"
          >${text.from(networkAddress)} · ${text.lastUsed(formatTime(lastUsedAt))}</span
        >`,
      isPresent ? html`` : actionButton({ path: "/sessions/end", label: text.end, of: name, fields: { id } }),
    );
  });
  const all =
    overview.sessions.length > 1 && actionButton({ path: "/sessions/end", label: text.endAll, look: "danger" });
  return part(
    text.sessions,
    text.sessionsHint,
    html`<ul class="rows">
        ${rows}
      </ul>
      <div class="actions">${all}</div>`,
  );
}

function devices(page: AccountPage, { overview }: OverviewState): Html {
  const { text, formatTime } = page;
  const rows = overview.devices.map(({ id, device, networkAddress, lastUsedAt, trustedUntil }) => {
    const name = nameDevice(device) ?? text.unknownDevice;
    const trust = trustedUntil && trustedUntil > lastUsedAt && ` · ${text.trusted(formatTime(trustedUntil))}`;
    return row(
      html`<strong>${name}</strong
        ><span class="quiet">${text.from(networkAddress)} · ${text.lastUsed(formatTime(lastUsedAt))}${trust}</span>`,
      actionButton({ path: "/devices/forget", label: text.forget, of: name, fields: { id } }),
    );
  });
  const all = rows.length > 1 && actionButton({ path: "/devices/forget", label: text.forgetAll, look: "danger" });
  return part(
    text.devices,
    text.devicesHint,
    html`<ul class="rows">
        ${rows}
      </ul>
      <div class="actions">${all}</div>`,
  );
}

function appPasswords(page: AccountPage, { overview }: OverviewState): Html {
  const { text, formatTime } = page;
  const rows = overview.appPasswords.map(({ id, name, scopes, lastUsedAt, expiresAt }) =>
    row(
      html`<strong>${name}</strong
        ><span class="quiet"
          >${scopes.join(", ").toUpperCase()} ·
          ${lastUsedAt ? text.lastUsed(formatTime(lastUsedAt)) : text.neverUsed}${expiresAt && ` · ${text.expires(formatTime(expiresAt))}`}</span
        >`,
      actionButton({ path: "/app-passwords/revoke", label: text.revoke, of: name, fields: { id }, look: "danger" }),
    ),
  );
  const all = rows.length > 1 && actionButton({ path: "/app-passwords/revoke", label: text.revokeAll, look: "danger" });
  return part(
    text.appPasswords,
    text.appPasswordsHint,
    html`<ul class="rows">
        ${rows}
      </ul>
      <div class="actions">${linkButton("/app-passwords", text.addAppPassword)} ${all}</div>`,
  );
}
