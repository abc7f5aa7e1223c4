// What can be done with the conversations that are ticked.

import { IconButton } from "../../ui/button.tsx";
import { MenuButton } from "../../ui/menu-button.tsx";
import { act, actionsOf } from "../commands/act.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";

export function SelectionBar() {
  const app = useMailApp();
  const { t, f } = useWords();
  const mailbox = app.view.value?.mailbox ?? null;
  const offered = actionsOf(mailbox);
  return (
    <div class="list-bar" role="toolbar" aria-label={t.frame.selectionActions}>
      <span class="list-selected" role="status">
        {t.list.selected(f.number(app.selection.count.value))}
      </span>
      {offered.archive && (
        <IconButton icon="archive" label={t.actions.archive} shortcut="e" onClick={() => act(app, "archive")} />
      )}
      <IconButton icon="trash" label={t.actions[offered.trash]} shortcut="#" onClick={() => act(app, offered.trash)} />
      <IconButton icon="read" label={t.actions.markRead} shortcut="⇧I" onClick={() => act(app, "markRead")} />
      <IconButton icon="move" label={t.actions.move} shortcut="v" onClick={() => (app.overlay.value = "move")} />
      <MenuButton
        label={t.actions.more}
        items={[
          { label: t.actions.markUnread, icon: "unread", shortcut: "⇧U", onSelect: () => act(app, "markUnread") },
          { label: t.actions.star, icon: "star", shortcut: "s", onSelect: () => act(app, "star") },
          { label: t.actions.unstar, icon: "star", onSelect: () => act(app, "unstar") },
          {
            label: t.actions.label,
            icon: "label" as const,
            shortcut: "l",
            onSelect: () => void (app.overlay.value = "label"),
          },
          ...(offered.spam
            ? [
                {
                  label: t.actions[offered.spam],
                  icon: "spam" as const,
                  shortcut: "!",
                  onSelect: () => act(app, offered.spam ?? "spam"),
                },
              ]
            : []),
        ]}
      />
      <IconButton icon="close" label={t.list.clearSelection} shortcut="Esc" onClick={() => app.selection.clear()} />
    </div>
  );
}
