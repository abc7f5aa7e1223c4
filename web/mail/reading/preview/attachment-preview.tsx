// Attachments one after the other in a dialog. What can be shown without running anything is shown; of the rest, what it is.

import { useEffect, useState } from "preact/hooks";

import type { EmailPart, MailAccount } from "../../../client/types.ts";
import { readingWords } from "../../../i18n/parts/reading.ts";
import { IconButton } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { useWords } from "../../state/mail-app.ts";
import { attachmentUrl } from "../attachment-url.ts";
import { MessagePreview } from "./message-preview.tsx";
import { PicturePreview } from "./picture-preview.tsx";
import "./preview.css";
import { previewKind } from "./preview-kind.ts";
import { TextPreview } from "./text-preview.tsx";

export type AttachmentPreviewProps = {
  account: MailAccount;
  parts: readonly EmailPart[];
  first: number;
  onClose: () => void;
};

export function AttachmentPreview({ account, parts, first, onClose }: AttachmentPreviewProps) {
  const { t, f, locale } = useWords();
  const words = readingWords[locale];
  const [index, setIndex] = useState(first);
  const part = parts[index];
  useEffect(() => {
    const step = (event: KeyboardEvent): void => {
      const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
      const isScrolling = event.target instanceof Element && event.target.closest(".preview-text") !== null;
      if (by === 0 || isScrolling) return;
      setIndex((now) => Math.min(parts.length - 1, Math.max(0, now + by)));
    };
    window.addEventListener("keydown", step, true);
    return () => window.removeEventListener("keydown", step, true);
  }, [parts.length]);
  if (!part) return null;
  const name = part.name ?? t.frame.unnamedFile;
  const href = attachmentUrl(account, part, t.frame.unnamedFile);
  return (
    <Dialog
      title={name}
      closeLabel={t.actions.close}
      onClose={onClose}
      size="full"
      actions={
        <div class="preview-tools">
          <span class="preview-detail" role="status">
            {parts.length > 1 && `${words.position(index + 1, parts.length)} · `}
            {f.size(part.size)}
          </span>
          {parts.length > 1 && (
            <>
              <IconButton
                icon="back"
                label={words.previous}
                shortcut="←"
                disabled={index === 0}
                onClick={() => setIndex(index - 1)}
              />
              <IconButton
                icon="right"
                label={words.next}
                shortcut="→"
                disabled={index === parts.length - 1}
                onClick={() => setIndex(index + 1)}
              />
            </>
          )}
          {href && (
            <a class="button button-primary" href={href} download={name}>
              <Icon name="download" size={18} />
              <span>{t.actions.download}</span>
            </a>
          )}
        </div>
      }
    >
      <Preview key={index} account={account} part={part} href={href} />
    </Dialog>
  );
}

function Preview({ account, part, href }: { account: MailAccount; part: EmailPart; href: string | undefined }) {
  const words = readingWords[useWords().locale];
  const kind = previewKind(part);
  if (href === undefined || part.blobId === null || kind === "none" || kind === "pdf") {
    return (
      <div class="preview-card">
        <Icon name={kind === "pdf" ? "shield" : "file"} size={40} />
        <p>{kind === "pdf" ? words.pdf : words.noPreview}</p>
        <p class="preview-hint">{kind === "pdf" ? words.pdfHint : words.noPreviewHint}</p>
      </div>
    );
  }
  if (kind === "picture") return <PicturePreview href={href} name={part.name ?? ""} />;
  if (kind === "text") return <TextPreview href={href} part={part} />;
  return <MessagePreview account={account} blobId={part.blobId} />;
}
