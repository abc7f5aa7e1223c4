// Finding by words what one would otherwise look for: actions, mailboxes and people.

import { useEffect, useId, useState } from "preact/hooks";

import { mailboxWords } from "../../i18n/parts/mailboxes.ts";
import { settingsWords } from "../../i18n/parts/settings.ts";
import type { AddressSuggestion } from "../../client/types.ts";
import { useModal } from "../../ui/dialog.tsx";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { commands, keyName } from "../commands/commands.ts";
import { folderEntries, type FolderPurpose } from "../folders/folder-entries.ts";
import { composeNew } from "../shell/compose-new.ts";
import { accountName, mailboxIcon, mailboxName } from "../shell/mailbox-name.ts";
import { useMailApp, useWords, type MailApp } from "../state/mail-app.ts";
import { mailboxSlug } from "../state/view.ts";
import type { Words } from "../state/words.ts";
import { matches } from "./match-words.ts";
import { settingItems } from "./setting-items.ts";
import "./settings.css";

export type Entry = {
  key: string;
  label: string;
  /** Other words by which it is found. */
  terms?: string;
  icon: IconName;
  shortcut?: string | undefined;
  /** A label that stands on all of it already. */
  isOn?: boolean;
  run: () => void;
};

const MOST = 12;
const MOST_FOLDERS = 300;

export type CommandPaletteProps = {
  /** Only mailboxes, for what is ticked, open or at the cursor: to move it there, or as labels. */
  purpose?: FolderPurpose;
};

export function CommandPalette({ purpose }: CommandPaletteProps) {
  const app = useMailApp();
  const words = useWords();
  const id = useId();
  const dialog = useModal();
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(0);
  const [people, setPeople] = useState<readonly AddressSuggestion[]>([]);
  useEffect(() => () => void (app.actOn.value = null), []);
  useEffect(() => {
    let isCurrent = true;
    const account = app.client.accounts.peek()[0];
    if (purpose || typed.trim().length < 2) setPeople([]);
    else void account?.suggestAddresses(typed, 4).then((found) => isCurrent && setPeople(found));
    return () => {
      isCurrent = false;
    };
  }, [typed]);
  const close = () => (app.overlay.value = null);
  const name = purpose ? words.t.actions[purpose] : words.t.frame.palette;
  const found = () => [
    ...entriesOf(app, words).filter(({ label }) => matches(typed, label)),
    ...(typed.trim() === "" ? [] : settingEntries(app, words).filter((entry) => isFoundBy(typed, entry))),
    ...peopleEntries(app, words, people),
  ];
  const entries = purpose ? folderEntries(app, purpose, typed).slice(0, MOST_FOLDERS) : found().slice(0, MOST);
  const activeId = `${id}-${active}`;
  useEffect(() => document.getElementById(activeId)?.scrollIntoView({ block: "nearest" }), [activeId]);
  const choose = (entry: Entry | undefined) => {
    if (!entry) return;
    close();
    // What one sees at once is that it was chosen.
    requestAnimationFrame(() => setTimeout(entry.run));
  };
  return (
    <dialog
      ref={dialog}
      class="palette"
      aria-label={name}
      onCancel={close}
      onPointerDown={(event) => {
        if (event.target === dialog.current) close();
      }}
    >
      <input
        role="combobox"
        aria-label={name}
        aria-expanded={entries.length > 0}
        aria-controls={id}
        aria-activedescendant={entries.length > 0 ? activeId : undefined}
        placeholder={purpose ? name : settingsWords[words.locale].paletteHint}
        autofocus
        value={typed}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={(event) => {
          event.stopPropagation();
          const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
          if (by !== 0 && entries.length > 0) setActive((active + by + entries.length) % entries.length);
          else if (event.key === "Enter") choose(entries[active]);
          else return;
          event.preventDefault();
        }}
      />
      <ul id={id} role="listbox" aria-label={name}>
        {entries.map((entry, index) => (
          <li
            key={entry.key}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            onPointerMove={() => setActive(index)}
            onClick={() => choose(entry)}
          >
            <Icon name={entry.icon} size={18} />
            <span class="palette-label" dir="auto">
              {entry.label}
            </span>
            {entry.isOn && (
              <>
                <span class="visually-hidden">{settingsWords[words.locale].settings.on}</span>
                <span class="palette-on">
                  <Icon name="check" size={18} />
                </span>
              </>
            )}
            {entry.shortcut && <kbd aria-hidden="true">{entry.shortcut}</kbd>}
          </li>
        ))}
      </ul>
      {entries.length === 0 && (
        <p class="palette-none">
          {purpose === "label" && typed.trim() === ""
            ? mailboxWords[words.locale].noLabels
            : settingsWords[words.locale].settings.nothingFound}
        </p>
      )}
    </dialog>
  );
}

function entriesOf(app: MailApp, { t, locale }: Words): Entry[] {
  const actions = commands
    .filter(({ id }) => id !== "palette")
    .map(({ id, label, icon, keys, run }) => ({
      key: id,
      label: label(t, locale),
      icon,
      shortcut: keys[0] && keyName(keys[0]),
      run: () => void run(app),
    }));
  const mailboxes = app.client.accounts.peek().flatMap((account) =>
    (account.mailboxes.peek() ?? [])
      .filter(({ mailbox }) => mailbox.role === null || !account.isPersonal)
      .map(({ mailbox }) => ({
        key: `${account.id}/${mailbox.id}`,
        label: account.isPersonal ? mailboxName(mailbox, t) : `${mailboxName(mailbox, t)} · ${accountName(account)}`,
        icon: mailboxIcon(mailbox),
        run: () =>
          app.router.go({
            accountId: account.isPersonal ? null : account.id,
            mailbox: mailboxSlug(mailbox),
            search: "",
            threadId: null,
          }),
      })),
  );
  return [...actions, ...mailboxes];
}

function isFoundBy(typed: string, { label, terms = "" }: Entry): boolean {
  return matches(typed, `${label} ${terms}`);
}

function settingEntries(app: MailApp, { locale }: Words): Entry[] {
  return settingItems(app).flatMap((item): Entry[] => {
    const { id, terms } = item;
    if (item.kind === "pages") {
      return item.links.map(({ address, label }) => ({
        key: address,
        label,
        terms,
        icon: "shield",
        run: () => location.assign(address),
      }));
    }
    const run = () => {
      app.settingsAt.value = id;
      app.overlay.value = "settings";
    };
    return [{ key: `setting/${id}`, label: settingsWords[locale].setting(item.label), terms, icon: "gear", run }];
  });
}

function peopleEntries(app: MailApp, { locale }: Words, people: readonly AddressSuggestion[]): Entry[] {
  return people.map(({ address }) => ({
    key: address.email,
    label: settingsWords[locale].writeTo(address.name ? `${address.name} <${address.email}>` : address.email),
    icon: "user",
    run: () => composeNew(app, { to: [address] }),
  }));
}
