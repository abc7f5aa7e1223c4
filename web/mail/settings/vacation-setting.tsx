// The automatic answer while one is away: on or off, from the first to the last day, and what it says. Saved by its button, for half
// of it would be wrong.

import { useEffect, useState } from "preact/hooks";

import type { Failure, MailAccount } from "../../client/types.ts";
import type { Vacation } from "../../client/compose/vacation.ts";
import { settingsWords } from "../../i18n/parts/settings.ts";
import { failureText } from "../state/failure-text.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";
import { midnight } from "../state/search-context.ts";
import "./vacation-setting.css";

const DAY_MS = 86_400_000;

export function VacationSetting() {
  const { client } = useMailApp();
  const { locale } = useWords();
  const [chosen, setChosen] = useState(0);
  const accounts = client.accounts.value.filter((account) => !account.isReadOnly);
  const account = accounts[chosen] ?? accounts[0];
  if (!account) return null;
  return (
    <div class="vacation">
      {accounts.length > 1 && (
        <label class="field">
          <span>{settingsWords[locale].vacation.mailbox}</span>
          <select value={chosen} onChange={(event) => setChosen(Number(event.currentTarget.value))}>
            {accounts.map(({ id, name }, index) => (
              <option key={id} value={index}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <VacationForm key={account.id} account={account} />
    </div>
  );
}

/** What the form holds: days as the person counts them, texts that may be empty. */
type Fields = { isEnabled: boolean; firstDay: string; lastDay: string; subject: string; text: string };
type State = { at: "loading" | "ready" | "saving" | "saved" } | { at: "failed"; failure: Failure };

function VacationForm({ account }: { account: MailAccount }) {
  const { start, preferences } = useMailApp();
  const { locale } = useWords();
  const words = settingsWords[locale].vacation;
  const zone = preferences.value.value.timeZone ?? start.timeZone;
  const [fields, setFields] = useState<Fields>();
  const [state, setState] = useState<State>({ at: "loading" });
  useEffect(() => {
    void (async () => {
      const outcome = await (await vacationOf(account)).load();
      if (outcome.ok) setFields(fieldsOf(outcome.value, zone));
      setState(outcome.ok ? { at: "ready" } : { at: "failed", failure: outcome.failure });
    })();
  }, [account]);
  if (!fields) {
    if (state.at !== "failed") return <div class="vacation-form" aria-busy="true" />;
    return (
      <p class="vacation-note is-failed" role="alert">
        {failureText(state.failure, locale)}
      </p>
    );
  }
  const isBackwards = fields.firstDay !== "" && fields.lastDay !== "" && fields.lastDay < fields.firstDay;
  const change = (changed: Partial<Fields>) => {
    setFields({ ...fields, ...changed });
    setState({ at: "ready" });
  };
  const save = async (next: Fields) => {
    setState({ at: "saving" });
    const outcome = await (await vacationOf(account)).save(valuesOf(next, zone));
    setState(outcome.ok ? { at: "saved" } : { at: "failed", failure: outcome.failure });
  };
  const note = () => {
    if (isBackwards) return words.backwards;
    if (state.at === "failed") return words.failed(failureText(state.failure, locale));
    if (state.at === "saving") return words.saving;
    if (state.at !== "saved") return "";
    return fields.isEnabled ? words.savedOn : words.savedOff;
  };
  return (
    <form
      class="vacation-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBackwards) void save(fields);
      }}
    >
      <div class="setting-options" role="radiogroup" aria-label={words.heading}>
        {[true, false].map((value) => (
          <label key={String(value)}>
            <input
              type="radio"
              name={`vacation-${account.id}`}
              checked={fields.isEnabled === value}
              onChange={() => change({ isEnabled: value })}
            />
            <span>{settingsWords[locale].settings[value ? "on" : "off"]}</span>
          </label>
        ))}
      </div>
      {fields.isEnabled && (
        <>
          <div class="vacation-days">
            <label class="field">
              <span>{words.firstDay}</span>
              <input
                type="date"
                value={fields.firstDay}
                onInput={(event) => change({ firstDay: event.currentTarget.value })}
              />
            </label>
            <label class="field">
              <span>{words.lastDay}</span>
              <input
                type="date"
                min={fields.firstDay}
                value={fields.lastDay}
                onInput={(event) => change({ lastDay: event.currentTarget.value })}
              />
            </label>
          </div>
          <label class="field">
            <span>{words.subject}</span>
            <input
              maxLength={200}
              placeholder={words.subjectDefault}
              value={fields.subject}
              onInput={(event) => change({ subject: event.currentTarget.value })}
            />
          </label>
          <label class="field">
            <span>{words.text}</span>
            <textarea
              rows={5}
              maxLength={20_000}
              placeholder={words.textDefault}
              value={fields.text}
              onInput={(event) => change({ text: event.currentTarget.value })}
            />
          </label>
        </>
      )}
      <div class="vacation-end">
        <button type="submit" class="button button-primary" disabled={state.at === "saving" || isBackwards}>
          {words.save}
        </button>
        <p class={isBackwards || state.at === "failed" ? "vacation-note is-failed" : "vacation-note"} role="status">
          {note()}
        </p>
      </div>
    </form>
  );
}

const vacationOf = async (account: MailAccount) => (await account.compose()).vacation();

function fieldsOf({ isEnabled, fromDate, toDate, subject, textBody }: Vacation, timeZone: string): Fields {
  const day = (at: number) => new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(at);
  return {
    isEnabled,
    firstDay: fromDate === null ? "" : day(Date.parse(fromDate)),
    // It ends with the last day: the moment before the end lies in it.
    lastDay: toDate === null ? "" : day(Date.parse(toDate) - 1),
    subject: subject ?? "",
    text: textBody ?? "",
  };
}

function valuesOf({ isEnabled, firstDay, lastDay, subject, text }: Fields, timeZone: string): Vacation {
  const startOf = (day: string, more = 0) =>
    midnight(timeZone, Date.parse(`${day}T00:00:00Z`) + more)
      .toISOString()
      .replace(".000Z", "Z");
  return {
    isEnabled,
    fromDate: firstDay === "" ? null : startOf(firstDay),
    toDate: lastDay === "" ? null : startOf(lastDay, DAY_MS),
    subject: subject.trim() || null,
    textBody: text.trim() || null,
    htmlBody: null,
  };
}
