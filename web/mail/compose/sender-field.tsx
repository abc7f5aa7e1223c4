// In whose name one writes, where there is a choice.

import type { Composer } from "../../client/compose/types.ts";
import type { Identity } from "../../client/types.ts";
import { useWords } from "../state/mail-app.ts";

export function SenderField({ composer, identities }: { composer: Composer; identities: readonly Identity[] }) {
  const { t } = useWords();
  return (
    <label class="compose-subject">
      <span>{t.compose.from}</span>
      <select
        value={composer.draft.value.identityId ?? ""}
        onChange={(event) => composer.update({ identityId: event.currentTarget.value })}
      >
        {identities.map((identity) => (
          <option key={identity.id} value={identity.id}>
            {identity.name ? `${identity.name} <${identity.email}>` : identity.email}
          </option>
        ))}
      </select>
    </label>
  );
}
