// The title of a composer, and how large it stands.

import { IconButton } from "../../ui/button.tsx";
import type { ComposeWindow } from "../state/compose-windows.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";
import { useComposeWords } from "./use-compose-words.ts";

export function ComposeHeader({ window: own, onClose }: { window: ComposeWindow; onClose: () => void }) {
  const { composeWindows, layout } = useMailApp();
  const { t } = useWords();
  const words = useComposeWords();
  const { placement, key, composer } = own;
  const isFolded = placement.kind === "folded";
  const isLarge = placement.kind === "large";
  const isPhone = layout.value.room === "phone";
  return (
    <div class="compose-head">
      <h2 class="truncate">{composer.draft.value.subject.trim() || t.compose.title}</h2>
      {!isPhone && (
        <>
          {placement.kind !== "inPlace" && (
            <IconButton
              icon={isFolded ? "up" : "minus"}
              size={18}
              label={isFolded ? words.unfold : words.fold}
              onClick={() => composeWindows.place(key, { kind: isFolded ? "docked" : "folded" })}
            />
          )}
          <IconButton
            icon="expand"
            size={18}
            label={isLarge ? words.makeSmall : words.makeLarge}
            aria-pressed={isLarge}
            onClick={() => composeWindows.place(key, { kind: isLarge ? "docked" : "large" })}
          />
        </>
      )}
      <IconButton icon="close" size={18} label={words.saveAndClose} shortcut="Esc" onClick={onClose} />
    </div>
  );
}
