// The labels that can be put on mail or taken off it, as the items of a menu.

import { targetOf, type Target } from "../commands/target.ts";
import type { MenuItem } from "../../ui/menu.tsx";
import type { MailApp } from "../state/mail-app.ts";
import { hasLabel, labelsOf, toggleLabel } from "./label.ts";

export function labelItems(app: MailApp, target: Target | null = targetOf(app)): MenuItem[] {
  if (!target) return [];
  const { t } = app.wordStore.words.peek();
  return [
    ...labelsOf(target).map(({ mailbox, depth }) => ({
      label: mailbox.name,
      depth,
      isTicked: hasLabel(target, mailbox.id),
      onSelect: () => toggleLabel(app, mailbox, target),
    })),
    {
      label: t.mailboxes.create,
      icon: "plus",
      onSelect: () => {
        app.actOn.value = target;
        app.overlay.value = "label";
      },
    },
  ];
}
