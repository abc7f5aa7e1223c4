// Telling of new mail while the window is not looked at.

import { settingsWords } from "../../i18n/parts/settings.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";

export function NotificationSetting() {
  const app = useMailApp();
  const { settings } = settingsWords[useWords().locale];
  const { hasNotifications } = app.preferences.value.value;
  // Another browser may have been allowed to tell, and this one not.
  const isOn = hasNotifications && "Notification" in window && Notification.permission === "granted";
  const choose = async (wanted: boolean) => {
    if (wanted && (!("Notification" in window) || (await Notification.requestPermission()) !== "granted")) {
      app.toasts.show({ text: settings.notificationsRefused, isError: true });
      return;
    }
    app.preferences.set({ hasNotifications: wanted });
  };
  return (
    <div class="setting-options">
      {[true, false].map((value) => (
        <label key={String(value)}>
          <input type="radio" name="hasNotifications" checked={isOn === value} onChange={() => void choose(value)} />
          <span>{value ? settings.on : settings.off}</span>
        </label>
      ))}
    </div>
  );
}
