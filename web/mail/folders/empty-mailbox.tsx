// Emptying Trash or Spam: all that is in it, however much of it the list has loaded.

import { useState } from "preact/hooks";

import type { MailAccount, Mailbox } from "../../client/types.ts";
import { mailboxWords } from "../../i18n/parts/mailboxes.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { mailboxName } from "../shell/mailbox-name.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";

export function EmptyMailbox({ account, mailbox }: { account: MailAccount; mailbox: Mailbox }) {
  const { performer } = useMailApp();
  const { t, f, locale } = useWords();
  const [isAsking, setAsking] = useState(false);
  const words = mailboxWords[locale];
  const name = mailboxName(mailbox, t);
  const close = () => setAsking(false);
  const empty = () => {
    close();
    const selection = {
      kind: "matching" as const,
      query: { filter: { inMailbox: mailbox.id } },
      mailboxId: mailbox.id,
    };
    performer.perform(account, "destroy", selection, { count: mailbox.totalThreads });
  };
  return (
    <>
      <button type="button" class="list-all" onClick={() => setAsking(true)}>
        {words.empty(name)}
      </button>
      {isAsking && (
        <Dialog
          title={words.emptyQuestion(name)}
          closeLabel={t.actions.close}
          onClose={close}
          actions={
            <>
              <Button variant="quiet" onClick={close}>
                {t.actions.cancel}
              </Button>
              <Button variant="danger" onClick={empty}>
                {words.empty(name)}
              </Button>
            </>
          }
        >
          <p>{words.emptyHint(f.number(mailbox.totalThreads))}</p>
        </Dialog>
      )}
    </>
  );
}
