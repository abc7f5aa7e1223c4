// In whose name one writes, where there is a choice: as oneself, or as a unit that one acts for.

import { useState } from "preact/hooks";

import { useMailApp, useWords } from "../state/mail-app.ts";
import type { ComposeWindow } from "../state/compose-windows.ts";
import type { DraftCleaner } from "./clean-draft-html.ts";
import { writeAs } from "./write-as.ts";

export type SenderFieldProps = {
  window: ComposeWindow;
  clean: DraftCleaner;
  /** Puts into the draft what is only shown as yet. */
  complete: () => void;
};

export function SenderField({ window: own, clean, complete }: SenderFieldProps) {
  const app = useMailApp();
  const { t } = useWords();
  const [isMoving, setMoving] = useState(false);
  const { account: current, composer } = own;
  const { identityId, attachments } = composer.draft.value;
  const names = app.client.accounts.value
    .filter((account) => account === current || !account.isReadOnly)
    .flatMap((account) => (account.identities.value ?? []).map((identity) => ({ account, identity })));
  const isUploading = attachments.some(({ blobId }) => blobId === null);
  const choose = async (chosen: (typeof names)[number]) => {
    if (chosen.account === current) return composer.update({ identityId: chosen.identity.id });
    complete();
    setMoving(true);
    await writeAs(app, own, chosen, clean);
    setMoving(false);
  };
  const at = names.findIndex(({ account, identity }) => account === current && identity.id === identityId);
  return (
    <label class="compose-subject">
      <span>{t.compose.from}</span>
      <select
        value={at}
        disabled={isMoving}
        onChange={(event) => {
          const chosen = names[Number(event.currentTarget.value)];
          if (chosen) void choose(chosen);
        }}
      >
        {names.map(({ account, identity: { name, email } }, index) => (
          // The files of one account are moved to another when they are all there.
          <option key={index} value={index} disabled={account !== current && isUploading}>
            {name ? `${name} <${email}>` : email}
          </option>
        ))}
      </select>
    </label>
  );
}
