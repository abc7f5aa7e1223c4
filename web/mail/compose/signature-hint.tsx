// Tells who writes without a signature where to make one, until it is put away once and for all.

import { Button, IconButton } from "../../ui/button.tsx";
import { dismissHint, isHintShown } from "../hints/hints.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";
import { useComposeWords } from "./use-compose-words.ts";

export function SignatureHint() {
  const app = useMailApp();
  const { t } = useWords();
  const words = useComposeWords();
  if (!isHintShown(app, "signature")) return null;
  return (
    <p class="compose-hint">
      <span>{words.noSignature}</span>
      <Button
        variant="quiet"
        onClick={() => {
          app.settingsAt.value = "signature";
          app.overlay.value = "settings";
        }}
      >
        {words.makeSignature}
      </Button>
      <IconButton icon="close" size={16} label={t.actions.close} onClick={() => dismissHint(app, "signature")} />
    </p>
  );
}
