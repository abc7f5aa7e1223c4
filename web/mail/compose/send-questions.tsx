// What is asked before a message leaves, and what must be put right first.

import type { Composer, SendWarning } from "../../client/compose/types.ts";
import { composeQuestionWords } from "../../i18n/parts/compose-questions.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useMailApp, useWords } from "../state/mail-app.ts";

const PREVENTING: ReadonlySet<SendWarning> = new Set(["noRecipient", "invalidRecipient", "uploadFailed", "tooLarge"]);

export type SendQuestionsProps = {
  composer: Composer;
  warnings: readonly SendWarning[];
  onCancel: () => void;
  onSend: () => void;
  /** Shows the field that recipients were moved to. */
  onMoveToBcc: () => void;
};

export function SendQuestions({ composer, warnings, onCancel, onSend, onMoveToBcc }: SendQuestionsProps) {
  const { t, locale } = useWords();
  const words = composeQuestionWords[locale];
  const tell = useWarningText(composer);
  const preventing = warnings.filter((warning) => PREVENTING.has(warning));
  const isPrevented = preventing.length > 0;
  const shown = isPrevented ? preventing : warnings;
  return (
    <Dialog
      title={words.beforeSending}
      closeLabel={t.actions.close}
      onClose={onCancel}
      actions={
        <>
          <Button variant={isPrevented ? "primary" : "plain"} autofocus onClick={onCancel}>
            {words.keepEditing}
          </Button>
          {!isPrevented && shown.includes("manyRecipients") && (
            <Button
              onClick={() => {
                const { to, cc, bcc } = composer.draft.peek();
                composer.update({ to: [], cc: [], bcc: [...bcc, ...to, ...cc].filter(isFirst) });
                onMoveToBcc();
              }}
            >
              {words.moveToBcc}
            </Button>
          )}
          {!isPrevented && (
            <Button variant="primary" onClick={onSend}>
              {words.sendAnyway}
            </Button>
          )}
        </>
      }
    >
      <ul class="compose-warnings">
        {shown.map((warning) => (
          <li key={warning}>{tell(warning)}</li>
        ))}
      </ul>
    </Dialog>
  );
}

function useWarningText(composer: Composer): (warning: SendWarning) => string {
  const { start } = useMailApp();
  const { f, locale } = useWords();
  const words = composeQuestionWords[locale];
  const draft = composer.draft.value;
  return (warning) => {
    if (warning === "manyRecipients") return words.warnings.manyRecipients(draft.to.length + draft.cc.length);
    if (warning !== "tooLarge") return words.warnings[warning];
    const totalBytes = draft.attachments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const mail = start.session.accounts[draft.accountId]?.accountCapabilities["urn:ietf:params:jmap:mail"];
    return words.warnings.tooLarge(f.size(totalBytes), f.size(mail?.maxSizeAttachmentsPerEmail ?? 0));
  };
}

function isFirst(address: { email: string }, index: number, all: readonly { email: string }[]): boolean {
  return all.findIndex(({ email }) => email.toLowerCase() === address.email.toLowerCase()) === index;
}
