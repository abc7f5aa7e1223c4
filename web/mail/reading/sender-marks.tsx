// What one should know about where a message came from: outside the organisation, or not proven to be from whom it says.

import type { EmailBody, EmailSummary } from "../../client/types.ts";
import { Icon } from "../../ui/icon.tsx";
import { useMailApp, useWords } from "../state/mail-app.ts";
import { hasFailedAuthentication, isExternal } from "./sender-origin.ts";

export function SenderMarks({ email, body }: { email: EmailSummary; body: EmailBody }) {
  const { start } = useMailApp();
  const { t } = useWords();
  if (email.keywords["$draft"]) return null;
  const external = isExternal(email.from?.[0]?.email ?? "", start.organisation.domain);
  const failed = hasFailedAuthentication(body["header:Authentication-Results:asText:all"]);
  if (!external && !failed) return null;
  return (
    <p class="sender-marks">
      {external && (
        <span class="sender-mark">
          <Icon name="external" size={14} />
          {t.reading.external}
        </span>
      )}
      {failed && (
        <span class="sender-mark sender-mark-failed">
          <Icon name="warning" size={14} />
          {t.reading.notAuthenticated}
        </span>
      )}
    </p>
  );
}
