// The signature of each identity, as rich text. It is saved by itself and stands in the next message that one begins.

import { useEffect, useRef, useState } from "preact/hooks";

import { settingsWords } from "../../i18n/parts/settings.ts";
import type { Failure, Identity, MailAccount } from "../../client/types.ts";
import { draftCleaner, type DraftCleaner } from "../compose/clean-draft-html.ts";
import { Editor, type EditorHandle } from "../compose/editor.tsx";
import { FormatBar } from "../compose/format-bar.tsx";
import { LinkDialog } from "../compose/lazy-parts.ts";
import { signatureOf } from "../compose/signature.ts";
import type { DraftContent } from "../compose/use-draft-body.ts";
import { failureText } from "../state/failure-text.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";

type Choice = { account: MailAccount; identity: Identity };

export function SignatureSetting() {
  const { client } = useMailApp();
  const { t } = useWords();
  const [clean, setClean] = useState<DraftCleaner | null>(null);
  const [chosen, setChosen] = useState(0);
  useEffect(() => void draftCleaner(document).then((cleaner) => setClean(() => cleaner)), []);
  const choices: Choice[] = client.accounts.value
    .filter((account) => !account.isReadOnly)
    .flatMap((account) => (account.identities.value ?? []).map((identity) => ({ account, identity })));
  const choice = choices[chosen] ?? choices[0];
  if (!clean || !choice) return <div class="signature-box" aria-busy="true" />;
  return (
    <div class="signature-box">
      {choices.length > 1 && (
        <label class="signature-identity">
          <span>{t.compose.from}</span>
          <select value={chosen} onChange={(event) => setChosen(Number(event.currentTarget.value))}>
            {choices.map(({ identity }, index) => (
              <option key={identity.id} value={index}>
                {identity.name ? `${identity.name} <${identity.email}>` : identity.email}
              </option>
            ))}
          </select>
        </label>
      )}
      <SignatureEditor key={`${choice.account.id}/${choice.identity.id}`} clean={clean} {...choice} />
    </div>
  );
}

type Saving = { state: "idle" | "saving" | "saved" } | { state: "failed"; failure: Failure };

const SAVE_DELAY_MS = 700;
/** The server's limit, less what cleaning may add. */
const MAX_LENGTH = 200_000;

function SignatureEditor({ account, identity, clean }: Choice & { clean: DraftCleaner }) {
  const { toasts } = useMailApp();
  const { locale } = useWords();
  const words = settingsWords[locale].signature;
  const editor = useRef<EditorHandle>(null);
  const [isLinking, setLinking] = useState(false);
  const [, setPath] = useState(0);
  const { saving, change } = useSaving(account, identity.id);
  const [initialHtml] = useState(() => signatureOf(identity, clean));
  const written = useRef("");
  const text = () => {
    if (saving.state === "saving") return words.saving;
    if (saving.state === "saved") return words.saved;
    return saving.state === "failed" ? words.failed(failureText(saving.failure, locale)) : "";
  };
  return (
    <>
      <div class="signature-editor">
        <Editor
          label={words.edit(identity.email)}
          initialHtml={initialHtml}
          clean={clean}
          handle={editor}
          onStart={({ html }) => (written.current = html)}
          onChange={(content) => {
            if (content.html === written.current) return;
            written.current = content.html;
            if (content.html.length > MAX_LENGTH) toasts.show({ text: words.tooLong, isError: true });
            else change(content);
          }}
          onPath={() => setPath((count) => count + 1)}
          onFiles={() => toasts.show({ text: words.noPictures })}
          onLink={() => setLinking(true)}
        />
        <FormatBar editor={() => editor.current} onLink={() => setLinking(true)} />
      </div>
      <p class={saving.state === "failed" ? "signature-note is-failed" : "signature-note"} role="status">
        {text()}
      </p>
      {isLinking && (
        <LinkDialog
          onClose={() => setLinking(false)}
          onChoose={(address) => {
            setLinking(false);
            queueMicrotask(() => editor.current?.makeLink(address));
          }}
        />
      )}
    </>
  );
}

/** Saves a moment after the last change, and at once when the settings are closed. */
function useSaving(
  account: MailAccount,
  identityId: string,
): { saving: Saving; change: (content: DraftContent) => void } {
  const [saving, setSaving] = useState<Saving>({ state: "idle" });
  const pending = useRef<{ content: DraftContent; timer: ReturnType<typeof setTimeout> } | null>(null);
  const save = async (): Promise<void> => {
    const next = pending.current;
    if (!next) return;
    clearTimeout(next.timer);
    pending.current = null;
    setSaving({ state: "saving" });
    const text = next.content.text.trim();
    const signature = text === "" ? { html: "", text: "" } : { html: next.content.html, text };
    const outcome = await (await account.compose()).setSignature(identityId, signature);
    if (pending.current) return;
    setSaving(outcome.ok ? { state: "saved" } : { state: "failed", failure: outcome.failure });
  };
  useEffect(() => () => void save(), []);
  return {
    saving,
    change(content) {
      if (pending.current) clearTimeout(pending.current.timer);
      pending.current = { content, timer: setTimeout(() => void save(), SAVE_DELAY_MS) };
      setSaving({ state: "saving" });
    },
  };
}
