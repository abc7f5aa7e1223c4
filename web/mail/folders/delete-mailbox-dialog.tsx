// Deleting a folder. The mail in it is kept: the folder leaves each message first, and a message of that folder alone goes to Archive.

import { useState } from "preact/hooks";

import type { Failure, MailAccount, Mailbox, Outcome } from "../../client/types.ts";
import { mailboxWords } from "../../i18n/parts/mailboxes.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { failureText } from "../state/failure-text.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";
import { home } from "../state/routes.ts";

export function DeleteMailboxDialog() {
  const app = useMailApp();
  const { t, locale } = useWords();
  const words = mailboxWords[locale];
  const [at] = useState(() => app.mailboxAt.peek());
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  if (!at?.mailbox) return null;
  const { account, mailbox } = at;
  const close = () => (app.overlay.value = null);
  const remove = async () => {
    setBusy(true);
    const wasShown = app.view.peek()?.mailbox?.id === mailbox.id;
    const outcome = await emptyAndDestroy(account, mailbox);
    setBusy(false);
    if (!outcome.ok) return setFailure(outcome.failure);
    close();
    if (wasShown) app.router.go({ ...home, accountId: account.isPersonal ? null : account.id });
    app.toasts.show({ text: words.deleted(mailbox.name) });
  };
  return (
    <FormDialog
      title={words.deleteQuestion(mailbox.name)}
      closeLabel={t.actions.close}
      cancelLabel={t.actions.cancel}
      submitLabel={isBusy ? words.deleting : words.delete}
      variant="danger"
      isBusy={isBusy}
      onSubmit={() => void remove()}
      onClose={close}
    >
      {mailbox.totalEmails > 0 && <p>{words.deleteHint}</p>}
      {failure && (
        <p class="field-error" role="alert">
          {failureText(failure, locale)}
        </p>
      )}
    </FormDialog>
  );
}

/** The server deletes what is in a folder with it; so it is emptied first, and mail that comes meanwhile stops the deletion. */
async function emptyAndDestroy(account: MailAccount, mailbox: Mailbox): Promise<Outcome> {
  const hasChild = account.mailboxes.peek()?.some((node) => node.mailbox.parentId === mailbox.id);
  if (mailbox.totalEmails > 0 && !hasChild) {
    const query = { filter: { inMailbox: mailbox.id } };
    const emptied = account.actions.unlabel({ kind: "matching", query, mailboxId: mailbox.id }, mailbox.id);
    const outcome = await emptied.done;
    if (!outcome.ok) return outcome;
  }
  return account.mailboxActions.destroy(mailbox.id, { withEmails: false });
}
