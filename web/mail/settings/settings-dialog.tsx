// How a person wants it: each choice takes effect at once and is kept at the server.

import { useState } from "preact/hooks";

import { languages } from "../../i18n/catalogue.ts";
import { Dialog } from "../../ui/dialog.tsx";
import "../../ui/field.css";
import { useMailApp, useWords } from "../state/mail-app.ts";
import { swipeActions, type Preferences } from "../../../standards/jmap/preferences.ts";
import { matches } from "./match-words.ts";
import "./settings.css";

type Choice = {
  [K in keyof Preferences]: {
    key: K;
    label: string;
    hint?: string;
    options: readonly { value: Preferences[K]; label: string }[];
  };
}[keyof Preferences];

export function SettingsDialog() {
  const app = useMailApp();
  const { t } = useWords();
  const [search, setSearch] = useState("");
  const { locale, hasNotifications, ...rest } = app.preferences.value.value;
  const preferences: Preferences = {
    ...rest,
    locale: locale ?? app.start.locale,
    // Another browser may have been allowed to tell, and this one not.
    hasNotifications: hasNotifications && "Notification" in window && Notification.permission === "granted",
  };
  const choices = choicesOf(app.start.timeZone, t).filter(({ label, hint, options }) =>
    matches(search, [label, hint ?? "", ...options.map((option) => option.label)].join(" ")),
  );
  const choose = async (patch: Partial<Preferences>) => {
    if (patch.hasNotifications && (await Notification.requestPermission()) !== "granted") {
      app.toasts.show({ text: t.settings.notificationsRefused, isError: true });
      return;
    }
    app.preferences.set(patch);
    // The pages outside the application keep the language in a cookie that only they can set.
    // Where this fails, the next page of the application puts it right.
    if (patch.locale) await Promise.allSettled([fetch(`/signed-out?language=${patch.locale}`)]);
  };
  return (
    <Dialog
      title={t.account.settings}
      closeLabel={t.actions.close}
      size="large"
      onClose={() => (app.overlay.value = null)}
    >
      <input
        class="settings-search"
        type="search"
        aria-label={t.settings.search}
        placeholder={t.settings.search}
        value={search}
        onInput={(event) => setSearch(event.currentTarget.value)}
      />
      <SecurityLinks search={search} />
      <div class="settings">
        {choices.map((choice) => (
          <fieldset key={choice.key} class="setting">
            <legend>{choice.label}</legend>
            {choice.hint && <p>{choice.hint}</p>}
            <div class="setting-options">
              {choice.options.map(({ value, label }) => (
                <label key={String(value)}>
                  <input
                    type="radio"
                    name={choice.key}
                    checked={preferences[choice.key] === value}
                    onChange={() => void choose({ [choice.key]: value })}
                  />
                  <span>{label}</span>
                </label>
              ))}
            </div>
          </fieldset>
        ))}
        {choices.length === 0 && <p class="settings-none">{t.settings.nothingFound}</p>}
      </div>
    </Dialog>
  );
}

/** R54: the way to a new password that manuals teach begins at the gear. */
function SecurityLinks({ search }: { search: string }) {
  const { t } = useWords();
  const { changePassword, security } = t.account;
  if (!matches(search, `${changePassword} ${security}`)) return null;
  return (
    <p class="settings-links">
      <a href="/account/security/password">{changePassword}</a>
      <a href="/account/security">{security}</a>
    </p>
  );
}

function choicesOf(timeZone: string, t: ReturnType<typeof useWords>["t"]): Choice[] {
  const { settings } = t;
  const yesNo = [
    { value: true, label: settings.on },
    { value: false, label: settings.off },
  ];
  const swipes = swipeActions.map((value) => ({ value, label: settings.swipes[value] }));
  const zones = ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"];
  return [
    {
      key: "locale",
      label: t.account.language,
      options: languages.map(({ locale: value, name }) => ({ value, label: name })),
    },
    {
      key: "timeZone",
      label: settings.timeZone,
      options: [...zones, ...(zones.includes(timeZone) ? [] : [timeZone])].map((zone) => ({
        value: zone === timeZone ? null : zone,
        label: settings.zones[zone as keyof typeof settings.zones] ?? zone,
      })),
    },
    {
      key: "theme",
      label: settings.theme,
      options: [
        { value: "system", label: settings.themes.system },
        { value: "light", label: settings.themes.light },
        { value: "dark", label: settings.themes.dark },
      ],
    },
    {
      key: "density",
      label: settings.density,
      options: [
        { value: "comfortable", label: settings.densities.comfortable },
        { value: "standard", label: settings.densities.standard },
        { value: "compact", label: settings.densities.compact },
      ],
    },
    {
      key: "readingPane",
      label: settings.readingPane,
      options: [
        { value: "right", label: settings.readingPanes.right },
        { value: "none", label: settings.readingPanes.none },
      ],
    },
    { key: "groupsByDay", label: settings.groupsByDay, hint: settings.groupsByDayHint, options: yesNo },
    { key: "swipeRight", label: settings.swipeRight, hint: settings.swipeHint, options: swipes },
    { key: "swipeLeft", label: settings.swipeLeft, hint: settings.swipeHint, options: swipes },
    {
      key: "undoSeconds",
      label: settings.undoSend,
      options: ([5, 10, 20, 30] as const).map((value) => ({ value, label: settings.seconds(value) })),
    },
    { key: "hasNotifications", label: settings.notifications, hint: settings.notificationsHint, options: yesNo },
    { key: "hasShortcuts", label: t.frame.shortcuts, hint: settings.shortcutsHint, options: yesNo },
  ];
}
