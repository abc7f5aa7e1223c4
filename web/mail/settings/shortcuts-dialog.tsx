// The keys, by what they are for.

import { settingsWords } from "../../i18n/parts/settings.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { commands, keyName, type CommandGroup } from "../commands/commands.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";
import "./settings.css";

const GROUPS: readonly CommandGroup[] = ["move", "act", "write", "other"];

export function ShortcutsDialog() {
  const { overlay } = useMailApp();
  const { t, locale } = useWords();
  return (
    <Dialog title={t.frame.shortcuts} closeLabel={t.actions.close} size="large" onClose={() => (overlay.value = null)}>
      <div class="shortcut-groups" role="group" aria-label={t.frame.shortcuts} tabIndex={0}>
        {GROUPS.map((group) => (
          <section key={group} class="shortcut-group">
            <h3>{settingsWords[locale].commandGroups[group]}</h3>
            <dl>
              {commands
                .filter((command) => command.group === group && command.keys.length > 0)
                .map(({ id, label, keys }) => (
                  <Keys key={id} label={label(t, locale)} keys={keyName(keys[0] ?? "")} />
                ))}
              {/* The composer's own, which does nothing outside of it. */}
              {group === "write" && <Keys label={t.compose.send} keys="Ctrl Enter" />}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function Keys({ label, keys }: { label: string; keys: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {keys.split(" ").map((key) => (
          <kbd key={key} class="key">
            {key}
          </kbd>
        ))}
      </dd>
    </div>
  );
}
