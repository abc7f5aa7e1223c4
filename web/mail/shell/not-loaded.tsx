// In the place of what could not be loaded: that it could not, and the way to ask for it again.

import { Button } from "../../ui/button.tsx";
import { useWords } from "../state/mail-app.ts";

export type NotLoadedProps = { class: string; role?: "alert"; onRetry: () => void };

export function NotLoaded({ onRetry, ...place }: NotLoadedProps) {
  const { t } = useWords();
  return (
    <p {...place}>
      {t.reading.notLoaded}
      <Button variant="quiet" onClick={onRetry}>
        {t.actions.retry}
      </Button>
    </p>
  );
}
