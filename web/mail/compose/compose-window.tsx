// A message that is being written: to whom, about what, the text, the files; it saves itself and asks before it sends too little.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import type { SendWarning } from "../../client/compose/types.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import type { ComposeWindow as Window } from "../state/compose-windows.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";
import type { DraftCleaner } from "./clean-draft-html.ts";
import { ComposeHeader } from "./compose-header.tsx";
import { DraftFiles } from "./draft-files.tsx";
import { Editor, type EditorHandle } from "./editor.tsx";
import { FormatBar } from "./format-bar.tsx";
import { RecipientField } from "./recipient-field.tsx";
import { SaveNote } from "./save-note.tsx";
import { sendDraft } from "./send-draft.ts";
import { useDraftBody } from "./use-draft-body.ts";

export function ComposeWindow({ window: own, clean }: { window: Window; clean: DraftCleaner }) {
  const app = useMailApp();
  const { t } = useWords();
  const { composer, account, placement, key } = own;
  const draft = composer.draft.value;
  const editor = useRef<EditorHandle>(null);
  const files = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLElement>(null);
  const [, setPath] = useState(0);
  const [warnings, setWarnings] = useState<readonly SendWarning[]>([]);
  const [isDropping, setDropping] = useState(false);
  const [hasCopies, setCopies] = useState(draft.cc.length > 0 || draft.bcc.length > 0);
  const body = useDraftBody(composer, clean);
  const startsInText = useMemo(() => draft.to.length > 0, []);

  useEffect(() => {
    if (placement.kind === "inPlace") box.current?.scrollIntoView({ block: "nearest" });
  }, [placement.kind]);

  const attach = (chosen: readonly File[]) => {
    for (const file of chosen) composer.attach(file, { name: file.name });
  };
  const send = () => {
    body.complete();
    const found = composer.warnings();
    if (found.length === 0) sendDraft(app, own);
    else setWarnings(found);
  };
  const close = () => {
    app.composeWindows.drop(key);
    void composer.close();
  };
  const discard = () => {
    app.composeWindows.drop(key);
    void composer.discard();
    app.toasts.show({ text: t.compose.discarded, seconds: 4 });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      send();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
  };
  if (placement.kind === "folded") {
    return (
      <section class="compose compose-folded" aria-label={t.compose.title}>
        <ComposeHeader window={own} onClose={close} />
      </section>
    );
  }
  return (
    <section
      ref={box}
      class={`compose compose-${placement.kind} ${isDropping ? "is-dropping" : ""}`}
      role={placement.kind === "inPlace" ? "region" : "dialog"}
      aria-label={
        draft.origin ? (draft.origin.kind === "reply" ? t.actions.reply : t.actions.forward) : t.compose.title
      }
      onKeyDown={onKeyDown}
      onDragOver={(event) => {
        if (!event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={(event) => {
        if (!box.current?.contains(event.relatedTarget as Node | null)) setDropping(false);
      }}
      onDrop={(event) => {
        if (!event.dataTransfer?.files.length) return;
        event.preventDefault();
        setDropping(false);
        attach([...event.dataTransfer.files]);
      }}
    >
      <ComposeHeader window={own} onClose={close} />
      <div class="compose-scroll">
        <Sender window={own} />
        <div class="compose-to">
          <RecipientField
            label={t.compose.to}
            account={account}
            value={draft.to}
            onChange={(to) => composer.update({ to })}
            isFocused={!startsInText}
          />
          {!hasCopies && (
            <button type="button" class="compose-copies" onClick={() => setCopies(true)}>
              {t.frame.addCopies}
            </button>
          )}
        </div>
        {hasCopies && (
          <>
            <RecipientField
              label={t.compose.cc}
              account={account}
              value={draft.cc}
              onChange={(cc) => composer.update({ cc })}
            />
            <RecipientField
              label={t.compose.bcc}
              account={account}
              value={draft.bcc}
              onChange={(bcc) => composer.update({ bcc })}
            />
          </>
        )}
        <label class="compose-subject">
          <span>{t.compose.subject}</span>
          <input
            value={draft.subject}
            dir="auto"
            autocomplete="off"
            onInput={(event) => composer.update({ subject: event.currentTarget.value })}
          />
        </label>
        <Editor
          label={t.compose.body}
          initialHtml={body.initialHtml}
          clean={clean}
          handle={(handle) => {
            editor.current = handle;
            if (handle && startsInText && !body.wasFocused.current) {
              body.wasFocused.current = true;
              queueMicrotask(() => handle.focus());
            }
          }}
          onStart={body.onStart}
          onChange={body.onChange}
          onPath={() => setPath((count) => count + 1)}
          onFiles={attach}
        />
        {body.quote && (
          <div class="compose-quote">
            <button
              type="button"
              aria-label={t.frame.editQuote}
              data-tip={t.frame.editQuote}
              onClick={() => {
                const html = body.takeQuote();
                if (html) editor.current?.insertHtml(html);
              }}
            >
              •••
            </button>
          </div>
        )}
        <DraftFiles composer={composer} />
      </div>
      <FormatBar editor={() => editor.current} />
      <div class="compose-foot">
        <Button variant="primary" icon="sent" aria-keyshortcuts="Control+Enter" onClick={send}>
          {t.compose.send}
        </Button>
        <IconButton icon="attachment" label={t.compose.attach} onClick={() => files.current?.click()} />
        <input
          ref={files}
          type="file"
          multiple
          hidden
          aria-label={t.compose.attach}
          onChange={(event) => {
            attach([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = "";
          }}
        />
        <SaveNote composer={composer} />
        <IconButton icon="trash" label={t.compose.discard} onClick={discard} />
      </div>
      {isDropping && <div class="compose-drop">{t.frame.dropFiles}</div>}
      {warnings.length > 0 && (
        <WarningDialog
          warnings={warnings}
          onCancel={() => setWarnings([])}
          onSend={() => {
            setWarnings([]);
            sendDraft(app, own);
          }}
        />
      )}
    </section>
  );
}

function Sender({ window: { composer, account } }: { window: Window }) {
  const { t } = useWords();
  const identities = account.identities.value ?? [];
  if (identities.length < 2) return null;
  return (
    <label class="compose-subject">
      <span>{t.compose.from}</span>
      <select
        value={composer.draft.value.identityId ?? ""}
        onChange={(event) => composer.update({ identityId: event.currentTarget.value })}
      >
        {identities.map((identity) => (
          <option key={identity.id} value={identity.id}>
            {identity.name ? `${identity.name} <${identity.email}>` : identity.email}
          </option>
        ))}
      </select>
    </label>
  );
}

const PREVENTING: ReadonlySet<SendWarning> = new Set(["noRecipient", "invalidRecipient", "uploadFailed"]);

function WarningDialog({
  warnings,
  onCancel,
  onSend,
}: {
  warnings: readonly SendWarning[];
  onCancel: () => void;
  onSend: () => void;
}) {
  const { t } = useWords();
  const preventing = warnings.filter((warning) => PREVENTING.has(warning));
  const shown = preventing.length > 0 ? preventing : warnings;
  return (
    <Dialog
      title={t.frame.beforeSending}
      closeLabel={t.actions.close}
      onClose={onCancel}
      actions={
        <>
          <Button variant={preventing.length > 0 ? "primary" : "plain"} autofocus onClick={onCancel}>
            {t.compose.keepEditing}
          </Button>
          {preventing.length === 0 && (
            <Button variant="primary" onClick={onSend}>
              {t.compose.sendAnyway}
            </Button>
          )}
        </>
      }
    >
      <ul class="compose-warnings">
        {shown.map((warning) => (
          <li key={warning}>{t.compose.warnings[warning]}</li>
        ))}
      </ul>
    </Dialog>
  );
}
