// Making a folder, or changing one: its name, and under which folder it stands.

import { useState } from "preact/hooks";

import type { Failure, MailAccount, Mailbox, Outcome } from "../../client/types.ts";
import { mailboxWords } from "../../i18n/parts/mailboxes.ts";
import { FormDialog, textOf } from "../../ui/form-dialog.tsx";
import { failureText } from "../state/failure-text.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";
import { mailboxPath } from "./mailbox-path.ts";

/** With a mailbox at hand, a new one stands in it, or it is changed. */
export function MailboxDialog({ isNew }: { isNew: boolean }) {
  const { overlay, client, mailboxAt } = useMailApp();
  const { t, locale } = useWords();
  const words = mailboxWords[locale];
  const [at] = useState(() => mailboxAt.peek());
  const account = at?.account ?? client.accounts.value[0];
  const [failure, setFailure] = useState<Failure | null>(null);
  const close = () => (overlay.value = null);
  const changed = isNew ? undefined : at?.mailbox;
  const save = async (data: FormData) => {
    const name = textOf(data, "name").trim();
    if (!account || name === "") return;
    const parentId = textOf(data, "parent") || null;
    const outcome = changed
      ? await change(account, changed, { name, parentId })
      : await account.mailboxActions.create({ name, parentId });
    if (outcome.ok) close();
    else setFailure(outcome.failure);
  };
  const nodes = account?.mailboxes.value ?? [];
  const parent = changed ? changed.parentId : (at?.mailbox?.id ?? null);
  const title = changed ? words.edit : at?.mailbox ? words.createChild : t.mailboxes.create;
  return (
    <FormDialog
      title={title}
      closeLabel={t.actions.close}
      cancelLabel={t.actions.cancel}
      submitLabel={t.actions.save}
      onSubmit={(data) => void save(data)}
      onClose={close}
    >
      <label class="field">
        <span>{words.folderName}</span>
        <input name="name" required maxLength={200} autocomplete="off" autofocus defaultValue={changed?.name ?? ""} />
      </label>
      <label class="field">
        <span>{words.parentFolder}</span>
        <select name="parent">
          <option value="">{words.noParentFolder}</option>
          {nodes
            .filter(({ mailbox }) => mailbox.role === null && mailbox.myRights.mayCreateChild)
            .filter(({ mailbox }) => !changed || !standsIn(mailbox, changed.id, nodes))
            .map(({ mailbox }) => (
              <option key={mailbox.id} value={mailbox.id} selected={mailbox.id === parent}>
                {mailboxPath(mailbox, nodes, t)}
              </option>
            ))}
        </select>
      </label>
      {failure && (
        <p class="field-error" role="alert">
          {failureText(failure, locale)}
        </p>
      )}
    </FormDialog>
  );
}

async function change(
  { mailboxActions }: MailAccount,
  before: Mailbox,
  { name, parentId }: Pick<Mailbox, "name" | "parentId">,
): Promise<Outcome> {
  if (parentId !== before.parentId) {
    const outcome = await mailboxActions.reparent(before.id, parentId);
    if (!outcome.ok) return outcome;
  }
  return name === before.name ? { ok: true, value: undefined } : mailboxActions.rename(before.id, name);
}

/** Itself or below it: a folder cannot stand there. */
function standsIn(mailbox: Mailbox, id: string, nodes: readonly { mailbox: Mailbox }[]): boolean {
  if (mailbox.id === id) return true;
  const parent = nodes.find((node) => node.mailbox.id === mailbox.parentId)?.mailbox;
  return parent !== undefined && standsIn(parent, id, nodes);
}
