// The ways to answer a message, at the foot of its conversation.

import type { EmailSummary, MailAccount } from "../../client/types.ts";
import { Button } from "../../ui/button.tsx";
import { answer } from "../commands/answer.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";
import { hasOthers } from "./has-others.ts";

export function AnswerBar({ account, email }: { account: MailAccount; email: EmailSummary }) {
  const app = useMailApp();
  const { t } = useWords();
  return (
    <div class="answer-bar">
      <Button icon="reply" aria-keyshortcuts="r" onClick={() => answer(app, account, email, "reply")}>
        {t.actions.reply}
      </Button>
      {hasOthers(app, account, email) && (
        <Button icon="reply-all" aria-keyshortcuts="a" onClick={() => answer(app, account, email, "replyAll")}>
          {t.actions.replyAll}
        </Button>
      )}
      <Button icon="forward" aria-keyshortcuts="f" onClick={() => answer(app, account, email, "forward")}>
        {t.actions.forward}
      </Button>
    </div>
  );
}
