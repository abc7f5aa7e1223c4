// The administrator's page of working days: forms without a script, in the frame of the desk.

import { languageTags, wholeDay } from "../../base/language.ts";
import type { DayProblem, DaysView, TypedDay } from "../../auth/desk/organisation-days.ts";
import type { CalendarPreview } from "../../auth/preview-calendar-change.ts";
import { ENTRY_KINDS } from "../../organisation/working-days/resolve-calendar.ts";
import type { CalendarEntry } from "../../store/calendar.ts";
import type { AccountPage } from "../account/frame.ts";
import { DESK, renderDesk } from "../desk/frame.ts";
import { deskTexts } from "../desk/texts.ts";
import { html, type Html } from "../html.ts";
import { dayTexts } from "./texts.ts";

export const DAYS = `${DESK}working-days`;

type Frame = Pick<AccountPage, "language" | "presentation" | "person">;
/** Many enough for a year; the command shows all. */
const MOST_ROWS = 40;

export interface DaysState {
  typed?: TypedDay;
  problems?: readonly DayProblem[];
  done?: "saved" | "withdrawn";
}

export function daysPage(frame: Frame, { entries, undecreedYears }: DaysView, state: DaysState = {}): string {
  const text = dayTexts[frame.language];
  const { problems = [], done } = state;
  const rows = entries.slice(0, MOST_ROWS).map((entry) => dayRow(frame, entry));
  const content = html`<div class="card broad">
    <h1>${text.title}</h1>
    <p class="organisation">${text.intro}</p>
    ${done && html`<p class="success" role="status">${text[done]}</p>`}
    ${undecreedYears.length > 0 && html`<p>${text.undecreed(undecreedYears.join(", "))}</p>`}
    ${
      problems.length > 0 &&
      html`<div class="alert" role="alert">
        <ul>
          ${problems.map((problem) => html`<li>${text.problems[problem]}</li>`)}
        </ul>
      </div>`
    }
    <section class="part">
      <h2>${text.add}</h2>
      ${frame.person.isProven ? dayForm(frame, state) : proofFirst(frame)}
    </section>
    <section class="part">
      <h2>${text.coming}</h2>
      ${
        rows.length === 0
          ? html`<p>${text.none}</p>`
          : html`<ul class="rows">
              ${rows}
            </ul>`
      }
    </section>
    <p class="ways"><a href="${DESK}">${text.toDesk}</a></p>
  </div>`;
  return renderDesk(frame, { title: text.title, content, path: DAYS });
}

/** Before anything is typed, so that nothing typed is lost. */
function proofFirst({ language }: Frame): Html {
  const { prove, proveHint } = deskTexts[language];
  return html`<p>${proveHint}</p>
    <a class="button" href="/account/security/prove?back=${encodeURIComponent(DAYS)}">${prove}</a>`;
}

function dayForm({ language }: Frame, { typed, problems = [] }: DaysState): Html {
  const text = dayTexts[language];
  const invalid = (name: DayProblem) => problems.includes(name) && html` aria-invalid="true"`;
  const line = (name: "name" | "basis", hint: string) =>
    html`<div class="field">
      <label for="${name}">${text[name]}</label>
      <input
        id="${name}"
        name="${name}"
        type="text"
        value="${typed?.[name] ?? ""}"
        required
        maxlength="200"
        autocomplete="off"
        aria-describedby="${name}-hint"
        ${invalid(name)}
      />
      <p class="hint" id="${name}-hint">${hint}</p>
    </div>`;
  return html`<form method="post" action="${DAYS}/preview">
    <div class="field">
      <label for="day">${text.day}</label>
      <input id="day" name="day" type="date" value="${typed?.day ?? ""}" required ${invalid("day")} />
    </div>
    <div class="field">
      <label for="kind">${text.kind}</label>
      <select id="kind" name="kind">
        ${orderedKinds.map((kind) => html`<option value="${kind}" ${kind === typed?.kind && html` selected`}>${text.kinds[kind]}</option>`)}
      </select>
    </div>
    ${line("name", text.nameHint)} ${line("basis", text.basisHint)}
    <button class="button" type="submit">${text.look}</button>
  </form>`;
}

/** What is added in the middle of a year is collective leave as a rule. */
const orderedKinds = ENTRY_KINDS.toSorted(
  (one, other) => Number(other === "collective-leave") - Number(one === "collective-leave"),
);

function dayRow(frame: Frame, entry: CalendarEntry): Html {
  const text = dayTexts[frame.language];
  const { id, kind, name, basis, organisationId, unitName } = entry;
  return html`<li>
    <div class="what">
      <strong>${formatDay(entry, frame)}</strong> ${name}
      ${organisationId === null && html`<span class="badge">${text.ofCountry}</span>`}
      <span class="quiet">${[text.kinds[kind], unitName, basis].filter(Boolean).join(" · ")}</span>
    </div>
    ${organisationId !== null && html`<a class="button small plain" href="${DAYS}/withdraw?id=${id}">${text.withdraw}</a>`}
  </li>`;
}

/** Before it is saved: what it moves. */
export function previewPage(frame: Frame, { typed, preview }: { typed: TypedDay; preview: CalendarPreview }): string {
  const text = dayTexts[frame.language];
  const fields = Object.entries(typed).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );
  const what = [formatDay(typed, frame), typed.name, typed.basis].join(" · ");
  const content = html`<div class="card">
    <h1>${text.effectTitle}</h1>
    <p class="organisation">${what}</p>
    ${effect(frame, preview)}
    <form method="post" action="${DAYS}">
      ${fields}
      <button class="button wide" type="submit">${text.save}</button>
    </form>
    <p class="ways"><a href="${DAYS}">${text.cancel}</a></p>
  </div>`;
  return renderDesk(frame, { title: text.effectTitle, content });
}

export function withdrawPage(
  frame: Frame,
  { entry, preview, isMissing }: { entry: CalendarEntry; preview: CalendarPreview; isMissing: boolean },
): string {
  const text = dayTexts[frame.language];
  const content = html`<div class="card">
    <h1>${text.withdrawTitle}</h1>
    <p class="organisation">${[formatDay(entry, frame), entry.name, entry.basis].join(" · ")}</p>
    ${isMissing && html`<div class="alert" role="alert"><p>${text.problems.basis}</p></div>`} ${effect(frame, preview)}
    <form method="post" action="${DAYS}/withdraw">
      <input type="hidden" name="id" value="${entry.id}" />
      <div class="field">
        <label for="basis">${text.withdrawBasis}</label>
        <input id="basis" name="basis" type="text" required maxlength="200" autocomplete="off" />
      </div>
      <button class="button wide" type="submit">${text.withdraw}</button>
    </form>
    <p class="ways"><a href="${DAYS}">${text.toDays}</a></p>
  </div>`;
  return renderDesk(frame, { title: text.withdrawTitle, content });
}

function effect({ language }: Frame, { passwords, later, earlier, held }: CalendarPreview): Html {
  const text = dayTexts[language];
  return html`<p>${text.passwords(passwords)}</p>
    <ul>
      <li>${text.later(later)}</li>
      <li>${text.earlier(earlier)}</li>
      <li>${text.held(held)}</li>
    </ul>`;
}

function formatDay({ day }: { day: string }, { language }: Frame): string {
  return Temporal.PlainDate.from(day).toLocaleString(languageTags[language], wholeDay);
}
