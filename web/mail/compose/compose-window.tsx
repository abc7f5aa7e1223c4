// A message that is being written: to whom, about what, the text, the files; it saves itself and asks before it sends too little.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import type { SendWarning } from "../../client/compose/types.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import type { ComposeWindow as Window } from "../state/compose-windows.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";
import type { DraftCleaner } from "./clean-draft-html.ts";
import { ComposeHeader } from "./compose-header.tsx";
import { Editor, type EditorHandle } from "./editor.tsx";
import { FormatBar } from "./format-bar.tsx";
import { ComposeNotes, DraftFiles, LinkDialog, SenderField, SendQuestions, SignatureHint } from "./lazy-parts.ts";
import { RecipientField } from "./recipient-field.tsx";
import { SaveNote } from "./save-note.tsx";
import { sendDraft } from "./send-draft.ts";
import { signatureOf } from "./signature.ts";
import { useComposeWords } from "./use-compose-words.ts";
import { useDraftBody } from "./use-draft-body.ts";
import { usePictures } from "./use-pictures.ts";

export function ComposeWindow({ window: own, clean }: { window: Window; clean: DraftCleaner }) {
  const app = useMailApp();
  const { t } = useWords();
  const words = useComposeWords();
  const { composer, account, placement, key } = own;
  const draft = composer.draft.value;
  const editor = useRef<EditorHandle>(null);
  const files = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLElement>(null);
  const [, setPath] = useState(0);
  const [warnings, setWarnings] = useState<readonly SendWarning[]>([]);
  const [isDropping, setDropping] = useState(false);
  const [isLinking, setLinking] = useState(false);
  const [hasCopies, setCopies] = useState(draft.cc.length > 0 || draft.bcc.length > 0);
  const identities = account.identities.value ?? [];
  const identity = identities.find(({ id }) => id === draft.identityId) ?? identities[0];
  const body = useDraftBody(composer, identity, clean);
  const pictures = usePictures(composer, account);
  const signature = useMemo(() => signatureOf(identity, clean), [identity]);
  const shownSignature = useRef(signature);
  const startsInText = useMemo(() => draft.to.length > 0, []);

  useEffect(() => {
    if (placement.kind === "inPlace") box.current?.scrollIntoView({ block: "nearest" });
  }, [placement.kind]);

  useEffect(() => {
    const hadOne = shownSignature.current !== "";
    if (shownSignature.current === signature) return;
    shownSignature.current = signature;
    editor.current?.setSignature(signature, { hadOne });
  }, [signature]);

  const attach = (chosen: readonly File[]) => {
    for (const file of chosen) composer.attach(file, { name: file.name });
  };
  const send = () => {
    body.complete();
    const found = composer.warnings();
    if (found.length === 0) sendDraft(app, own, words);
    else setWarnings(found);
  };
  const close = () => {
    app.composeWindows.drop(key);
    void composer.close();
  };
  const discard = () => {
    const isUntouched = composer.emailId.peek() === null && composer.saveState.peek() === "new";
    app.composeWindows.drop(key);
    const discarded = composer.discard();
    if (isUntouched) return;
    const toast = app.toasts.show({
      text: t.compose.discarded,
      seconds: 8,
      action: { label: t.actions.undo, run: () => void restore() },
    });
    const restore = async () => {
      app.toasts.close(toast);
      await discarded;
      const compose = await account.compose();
      app.composeWindows.open(account, compose.restore(composer.draft.peek()), placement);
    };
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented && event.key === "Escape") return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      send();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
  };
  return (
    <section
      ref={box}
      class={`compose compose-${placement.kind} ${isDropping ? "is-dropping" : ""}`}
      role={placement.kind === "inPlace" ? "region" : "dialog"}
      aria-label={
        draft.origin?.kind === "forward" ? t.actions.forward : draft.inReplyTo ? t.actions.reply : t.compose.title
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
        const dropped = [...event.dataTransfer.files];
        const isOnText = editor.current?.contains(event.target) === true;
        const at = { x: event.clientX, y: event.clientY };
        attach(isOnText ? (editor.current?.insertPictures(dropped, at) ?? dropped) : dropped);
      }}
    >
      <ComposeHeader window={own} onClose={close} />
      <div class="compose-scroll">
        {(composer.sendFailure.value ?? composer.conflict.value) && <ComposeNotes composer={composer} />}
        {identities.length + app.client.accounts.value.length > 2 && (
          <SenderField window={own} clean={clean} complete={body.complete} />
        )}
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
          pictures={pictures}
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
          onLink={() => setLinking(true)}
        />
        {body.quote && (
          <div class="compose-quote">
            <button
              type="button"
              aria-label={t.frame.editQuote}
              data-tip={t.frame.editQuote}
              onClick={() => {
                const html = body.takeQuote();
                if (html) editor.current?.append(html);
              }}
            >
              •••
            </button>
          </div>
        )}
        {signature === "" && composer.isFresh && account.isPersonal && <SignatureHint />}
        {draft.attachments.length > 0 && <DraftFiles composer={composer} />}
      </div>
      <FormatBar editor={() => editor.current} onLink={() => setLinking(true)} />
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
      {isDropping && <div class="compose-drop">{words.dropFiles}</div>}
      {isLinking && (
        <LinkDialog
          onClose={() => setLinking(false)}
          onChoose={(address) => {
            setLinking(false);
            // After the dialog has given the focus back.
            queueMicrotask(() => editor.current?.makeLink(address));
          }}
        />
      )}
      {warnings.length > 0 && (
        <SendQuestions
          composer={composer}
          warnings={warnings}
          onCancel={() => setWarnings([])}
          onMoveToBcc={() => {
            setWarnings([]);
            setCopies(true);
          }}
          onSend={() => {
            setWarnings([]);
            sendDraft(app, own, words);
          }}
        />
      )}
    </section>
  );
}
