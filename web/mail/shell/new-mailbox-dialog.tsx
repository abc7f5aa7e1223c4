// Making a folder: a name, and under which folder it stands.

import { useId, useState } from "preact/hooks";

import type { Failure } from "../../client/types.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import "../../ui/field.css";
import { failureText } from "../state/failure-text.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";
import { mailboxName } from "./mailbox-name.ts";

export function NewMailboxDialog() {
  const { overlay, client } = useMailApp();
  const { t } = useWords();
  const id = useId();
  const account = client.accounts.value[0];
  const [failure, setFailure] = useState<Failure | null>(null);
  const close = () => (overlay.value = null);
  const create = async (form: HTMLFormElement) => {
    const data = new FormData(form);
    const name = textOf(data, "name").trim();
    if (!account || name === "") return;
    const outcome = await account.mailboxActions.create({ name, parentId: textOf(data, "parent") || null });
    if (outcome.ok) close();
    else setFailure(outcome.failure);
  };
  return (
    <Dialog
      title={t.mailboxes.create}
      closeLabel={t.actions.close}
      onClose={close}
      actions={
        <>
          <Button variant="quiet" onClick={close}>
            {t.actions.cancel}
          </Button>
          <Button variant="primary" type="submit" form={id}>
            {t.actions.save}
          </Button>
        </>
      }
    >
      <form
        id={id}
        class="fields"
        onSubmit={(event) => {
          event.preventDefault();
          void create(event.currentTarget);
        }}
      >
        <label class="field">
          <span>{t.mailboxes.folderName}</span>
          <input name="name" required maxLength={200} autocomplete="off" autofocus />
        </label>
        <label class="field">
          <span>{t.frame.parentFolder}</span>
          <select name="parent">
            <option value="">{t.frame.noParentFolder}</option>
            {(account?.mailboxes.value ?? [])
              .filter(({ mailbox }) => mailbox.role === null && mailbox.myRights.mayCreateChild)
              .map(({ mailbox, depth }) => (
                <option key={mailbox.id} value={mailbox.id}>
                  {"  ".repeat(depth) + mailboxName(mailbox, t)}
                </option>
              ))}
          </select>
        </label>
        {failure && (
          <p class="field-error" role="alert">
            {failureText(failure, t)}
          </p>
        )}
      </form>
    </Dialog>
  );
}

function textOf(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === "string" ? value : "";
}
