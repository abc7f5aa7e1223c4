// One quiet line when the server cannot be reached, and a way on when the session has ended.

import { Icon } from "../../ui/icon.tsx";
import { useMailApp, useWords } from "../state/mail-app.ts";
import "./connection-line.css";

export function ConnectionLine() {
  const { client } = useMailApp();
  const { t } = useWords();
  const connection = client.connection.value;
  return (
    <div role="status" class="connection-live">
      {connection !== "online" && (
        <p class={`connection-line connection-${connection}`}>
          <Icon name={connection === "signedOut" ? "warning" : "offline"} size={16} />
          {t.connection[connection]}
          {connection === "signedOut" && <a href="/sign-in">{t.connection.signIn}</a>}
        </p>
      )}
    </div>
  );
}
