// One thing to choose; the choice takes effect at once and is kept at the server.

import type { Locale, Preferences } from "../../../standards/jmap/preferences.ts";
import { useMailApp } from "../state/mail-app.ts";
import type { Choice } from "./setting-items.ts";

export function ChoiceSetting({ choice }: { choice: Choice }) {
  const app = useMailApp();
  const chosen = effective(app.preferences.value.value, app.start)[choice.id];
  const choose = async (value: Choice["options"][number]["value"]) => {
    // What the organisation has anyway is not a choice of one's own.
    const isDefault = choice.id === "timeZone" && value === app.start.timeZone;
    app.preferences.set({ [choice.id]: isDefault ? null : value });
    // The pages outside the application keep the language in a cookie that only they can set.
    // Where this fails, the next page of the application puts it right.
    if (choice.id === "locale") await Promise.allSettled([fetch(`/signed-out?language=${String(value)}`)]);
  };
  return (
    <fieldset id={`setting-${choice.id}`} class="setting">
      <legend>{choice.label}</legend>
      {choice.hint && <p>{choice.hint}</p>}
      <div class="setting-options">
        {choice.options.map(({ value, label }) => (
          <label key={String(value)}>
            <input type="radio" name={choice.id} checked={chosen === value} onChange={() => void choose(value)} />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function effective(preferences: Preferences, start: { locale: Locale; timeZone: string }): Preferences {
  return {
    ...preferences,
    locale: preferences.locale ?? start.locale,
    timeZone: preferences.timeZone ?? start.timeZone,
  };
}
