// Emptying Trash or Spam: all that is in it, however much of it the list has loaded.

import { useState } from "preact/hooks";

import type { MailAccount, Mailbox } from "../../client/types.ts";
import { mailboxWords } from "../../i18n/parts/mailboxes.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
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
        <FormDialog
          title={words.emptyQuestion(name)}
          closeLabel={t.actions.close}
          cancelLabel={t.actions.cancel}
          submitLabel={words.empty(name)}
          variant="danger"
          onSubmit={empty}
          onClose={close}
        >
          <p>{words.emptyHint(f.number(mailbox.totalThreads))}</p>
        </FormDialog>
      )}
    </>
  );
}
