// Where a link leads. What is no address of the web or of mail is not made into a link.

import { useId, useState } from "preact/hooks";

import { isRecipient } from "../../client/compose/parse-recipients.ts";
import { composeQuestionWords } from "../../i18n/parts/compose-questions.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import "../../ui/field.css";
import { useWords } from "../state/mail-app.ts";

export function LinkDialog({ onChoose, onClose }: { onChoose: (address: string) => void; onClose: () => void }) {
  const { t, locale } = useWords();
  const words = composeQuestionWords[locale].link;
  const id = useId();
  const [isWrong, setWrong] = useState(false);
  const submit = (typed: string) => {
    const address = linkAddress(typed.trim());
    if (address === undefined) setWrong(true);
    else onChoose(address);
  };
  return (
    <Dialog
      title={words.title}
      closeLabel={t.actions.close}
      onClose={onClose}
      actions={
        <>
          <Button variant="quiet" onClick={onClose}>
            {t.actions.cancel}
          </Button>
          <Button variant="primary" type="submit" form={id}>
            {words.insert}
          </Button>
        </>
      }
    >
      <form
        id={id}
        class="fields"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const typed = new FormData(event.currentTarget).get("address");
          submit(typeof typed === "string" ? typed : "");
        }}
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
      </form>
    </Dialog>
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
