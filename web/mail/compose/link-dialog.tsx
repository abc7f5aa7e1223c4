// Where a link leads. What is no address of the web or of mail is not made into a link.

import { useId, useState } from "preact/hooks";

import { isRecipient } from "../../client/compose/parse-recipients.ts";
import { composeQuestionWords } from "../../i18n/parts/compose-questions.ts";
import { FormDialog, textOf } from "../../ui/form-dialog.tsx";
import { useWords } from "../state/mail-app.ts";

export function LinkDialog({ onChoose, onClose }: { onChoose: (address: string) => void; onClose: () => void }) {
  const { t, locale } = useWords();
  const words = composeQuestionWords[locale].link;
  const id = useId();
  const [isWrong, setWrong] = useState(false);
  const submit = (data: FormData) => {
    const address = linkAddress(textOf(data, "address").trim());
    if (address === undefined) setWrong(true);
    else onChoose(address);
  };
  return (
    <FormDialog
      title={words.title}
      closeLabel={t.actions.close}
      cancelLabel={t.actions.cancel}
      submitLabel={words.insert}
      onSubmit={submit}
      onClose={onClose}
    >
      <label class="field">
        <span>{words.address}</span>
        <input
          name="address"
          inputMode="url"
          autocomplete="off"
          autofocus
          aria-invalid={isWrong}
          aria-describedby={isWrong ? `${id}-wrong` : undefined}
        />
      </label>
      {isWrong && (
        <p id={`${id}-wrong`} class="field-error" role="alert">
          {words.invalid}
        </p>
      )}
    </FormDialog>
  );
}

/** As it is written into the link; undefined for what is no address. "contoh.go.id" means the web. */
function linkAddress(typed: string): string | undefined {
  if (isRecipient(typed)) return `mailto:${typed}`;
  if (/^mailto:\S+$/i.test(typed)) return typed;
  const url = URL.parse(/^https?:\/\//i.test(typed) ? typed : `https://${typed}`);
  if (!url?.hostname.includes(".") || /\s/.test(typed)) return undefined;
  return url.pathname === "/" && !typed.endsWith("/") ? url.href.replace(/\/(?=$|[?#])/, "") : url.href;
}
