// How a person wants it: each choice takes effect at once and is kept at the server.

import { useEffect, useRef, useState } from "preact/hooks";

import { settingsWords } from "../../i18n/parts/settings.ts";
import { Dialog } from "../../ui/dialog.tsx";
import "../../ui/field.css";
import { lazy } from "../../ui/lazy.tsx";
import { useMailApp, useWords } from "../state/mail-app.ts";
import { ChoiceSetting } from "./choice-setting.tsx";
import { NotificationDetails } from "./notification-details.tsx";
import { NotificationSetting } from "./notification-setting.tsx";
import { isFound, settingItems, settingSections, type SettingItem } from "./setting-items.ts";
import "./settings.css";

/** With the editor, which the other settings need not wait for. */
const SignatureSetting = lazy(async () => (await import("./signature-setting.tsx")).SignatureSetting);

const VacationSetting = lazy(async () => (await import("./vacation-setting.tsx")).VacationSetting);

export function SettingsDialog() {
  const app = useMailApp();
  const { t, locale } = useWords();
  const words = settingsWords[locale];
  const box = useRef<HTMLDivElement>(null);
  const [search, setSearch] = useState("");
  const found = settingItems(app).filter((item) => isFound(search, item, words.sections[item.section]));
  useEffect(() => {
    const at = app.settingsAt.peek();
    if (at === null) return;
    app.settingsAt.value = null;
    const setting = box.current?.querySelector<HTMLElement>(`#setting-${at}`);
    setting?.scrollIntoView({ block: "start" });
    setting?.querySelector<HTMLElement>("input:checked, a, button, [role=textbox]")?.focus();
  }, []);
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
        autofocus={matchMedia("(pointer: fine)").matches}
        aria-label={words.settings.search}
        placeholder={words.settings.search}
        value={search}
        onInput={(event) => setSearch(event.currentTarget.value)}
      />
      <div class="settings" ref={box}>
        {settingSections.map((section) => {
          const items = found.filter((item) => item.section === section);
          if (items.length === 0) return null;
          return (
            <section key={section} class="settings-section" aria-labelledby={`settings-${section}`}>
              <h3 id={`settings-${section}`}>{words.sections[section]}</h3>
              {items.map((item) => (
                <Setting key={item.id} item={item} />
              ))}
              {section === "notifications" && <NotificationDetails />}
            </section>
          );
        })}
        <p class="settings-none" role="status">
          {found.length === 0 && words.settings.nothingFound}
        </p>
      </div>
    </Dialog>
  );
}

function Setting({ item }: { item: SettingItem }) {
  const app = useMailApp();
  const { locale } = useWords();
  if (item.kind === "choice") {
    return (
      <>
        <ChoiceSetting choice={item} />
        {item.id === "hasShortcuts" && (
          <div class="setting-more">
            <button type="button" class="button button-plain" onClick={() => (app.overlay.value = "shortcuts")}>
              {settingsWords[locale].showShortcuts}
            </button>
          </div>
        )}
      </>
    );
  }
  return (
    <div id={`setting-${item.id}`} class="setting" role="group" aria-label={item.label}>
      <h4>{item.label}</h4>
      {item.hint && <p>{item.hint}</p>}
      {item.kind === "pages" ? (
        <div class="setting-options">
          {item.links.map(({ address, label }) => (
            <a key={address} class="button button-plain" href={address}>
              {label}
            </a>
          ))}
        </div>
      ) : item.id === "signature" ? (
        <SignatureSetting />
      ) : item.id === "vacation" ? (
        <VacationSetting />
      ) : (
        <NotificationSetting />
      )}
    </div>
  );
}
