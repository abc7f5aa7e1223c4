// How new mail is told: with or without sound, when no window is open, and of which mailboxes.

import { useEffect, useState } from "preact/hooks";

import type { MailAccount } from "../../client/types.ts";
import { settingsWords } from "../../i18n/parts/settings.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";
import { mailboxName } from "../shell/mailbox-name.ts";
import { readPushState, turnOffPush, turnOnPush, type PushState } from "../told/push-device.ts";

export function NotificationDetails() {
  const app = useMailApp();
  const { locale } = useWords();
  const { hasNotifications, hasNotificationSound } = app.preferences.value.value;
  if (!hasNotifications || !("Notification" in window) || Notification.permission !== "granted") return null;
  return (
    <>
      <YesNo
        name="notificationSound"
        label={settingsWords[locale].notices.sound}
        value={hasNotificationSound}
        onChoose={(value) => app.preferences.set({ hasNotificationSound: value })}
      />
      <WhenClosed />
      <Mailboxes />
    </>
  );
}

function YesNo(props: {
  name: string;
  label: string;
  hint?: string;
  value: boolean;
  isDisabled?: boolean;
  onChoose: (value: boolean) => void;
}) {
  const { settings } = settingsWords[useWords().locale];
  const { name, label, hint, value, isDisabled = false, onChoose } = props;
  return (
    <fieldset class="setting" disabled={isDisabled}>
      <legend>{label}</legend>
      {hint && <p>{hint}</p>}
      <div class="setting-options">
        {[true, false].map((option) => (
          <label key={String(option)}>
            <input type="radio" name={name} checked={value === option} onChange={() => onChoose(option)} />
            <span>{option ? settings.on : settings.off}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function WhenClosed() {
  const { start, toasts } = useMailApp();
  const { locale } = useWords();
  const words = settingsWords[locale].notices;
  const [state, setState] = useState<PushState>();
  const read = () => readPushState(start).then(setState, () => setState("unsupported"));
  useEffect(() => void read(), []);
  if (state === undefined) return null;
  const choose = async (isOn: boolean) => {
    setState(isOn ? "on" : "off");
    try {
      await (isOn ? turnOnPush(start) : turnOffPush());
    } catch {
      toasts.show({ text: words.closedFailed, isError: true });
    }
    await read();
  };
  const isPossible = state === "on" || state === "off";
  return (
    <YesNo
      name="notificationsClosed"
      label={words.closed}
      hint={isPossible ? words.closedHint : words.closedNot[state]}
      value={state === "on"}
      isDisabled={!isPossible}
      onChoose={(value) => void choose(value)}
    />
  );
}

function Mailboxes() {
  const { client } = useMailApp();
  const { locale } = useWords();
  return (
    <fieldset class="setting">
      <legend>{settingsWords[locale].notices.mailboxes}</legend>
      {client.accounts.value.map((account) => (
        <AccountMailboxes key={account.id} account={account} />
      ))}
    </fieldset>
  );
}

// What nobody waits for.
const quietRoles: ReadonlySet<string | null> = new Set(["drafts", "sent", "trash", "junk"]);

function AccountMailboxes({ account }: { account: MailAccount }) {
  const { client, preferences } = useMailApp();
  const { t } = useWords();
  const chosen = preferences.value.value.notifiedMailboxes ?? inboxes(client.accounts.value);
  const toggle = (path: string) => {
    const isChosen = chosen.includes(path);
    preferences.set({ notifiedMailboxes: isChosen ? chosen.filter((one) => one !== path) : [...chosen, path] });
  };
  return (
    <div class="setting-options">
      {(account.mailboxes.value ?? []).map(({ mailbox }) => {
        const path = `${account.id}/${mailbox.id}`;
        const isChosen = chosen.includes(path);
        if (quietRoles.has(mailbox.role) && !isChosen) return null;
        const name = mailboxName(mailbox, t);
        return (
          <label key={path}>
            <input type="checkbox" checked={isChosen} onChange={() => toggle(path)} />
            <span>{account.isPersonal ? name : `${account.name}: ${name}`}</span>
          </label>
        );
      })}
    </div>
  );
}

function inboxes(accounts: readonly MailAccount[]): string[] {
  return accounts.flatMap((account) => {
    const inbox = account.mailboxByRole("inbox").value;
    return inbox ? [`${account.id}/${inbox.id}`] : [];
  });
}
