// At the foot of the menu: that nearly everything can be done by keys.

import { hintWords } from "../../i18n/parts/hints.ts";
import { Button } from "../../ui/button.tsx";
import { useMailApp, useWords } from "../state/mail-app.ts";
import "./hints.css";
import { dismissHint } from "./hints.ts";

export function KeysHint() {
  const app = useMailApp();
  const { locale } = useWords();
  const words = hintWords[locale];
  // Without a mouse or a trackpad there is mostly no keyboard either.
  if (!matchMedia("(hover: hover) and (pointer: fine)").matches) return null;
  return (
    <aside class="hint" aria-label={words.label}>
      <p>{words.keys}</p>
      <Button variant="quiet" onClick={() => dismissHint(app, "keys")}>
        {words.understood}
      </Button>
    </aside>
  );
}
