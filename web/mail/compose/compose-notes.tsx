// What a composer has to tell above the message: that it was not sent, or that it is another draft than the one opened.

import type { Composer } from "../../client/compose/types.ts";
import { Icon } from "../../ui/icon.tsx";
import { failureText } from "../state/failure-text.ts";
import { useWords } from "../state/mail-app.ts";
import { useComposeWords } from "./use-compose-words.ts";

export function ComposeNotes({ composer }: { composer: Composer }) {
  const { locale } = useWords();
  const words = useComposeWords();
  const failure = composer.sendFailure.value;
  const conflict = composer.conflict.value;
  return (
    <div role="status">
      {failure && (
        <p class="compose-note is-failed">
          <Icon name="warning" size={18} />
          <span>{words.sendFailed(failureText(failure, locale))}</span>
        </p>
      )}
      {conflict && (
        <p class="compose-note">
          <Icon name="draft" size={18} />
          <span>{words.conflict[conflict]}</span>
        </p>
      )}
    </div>
  );
}
