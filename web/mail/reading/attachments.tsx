// Attachments as cards: what it is, how large, one click to look into it and one to save it. Those shown inside the text are not
// listed again.

import { useState } from "preact/hooks";

import type { EmailBody, EmailPart, MailAccount } from "../../client/types.ts";
import { Button } from "../../ui/button.tsx";
import { FileCard } from "../../ui/file-card.tsx";
import { lazy } from "../../ui/lazy.tsx";
import { useMailApp, useWords } from "../state/mail-app.ts";
import { attachmentName } from "./attachment-name.ts";
import { attachmentUrl } from "./attachment-url.ts";
import { AttachmentPreview } from "./preview/lazy-preview.ts";

const EncryptedNote = lazy(async () => (await import("./encrypted-note.tsx")).EncryptedNote);

/** As S/MIME and OpenPGP name what only a key opens. */
const ENCRYPTED = /^application\/(?:(?:x-)?pkcs7-mime|pgp-encrypted)$/i;

export function Attachments({ account, body }: { account: MailAccount; body: EmailBody }) {
  const app = useMailApp();
  const { t, f } = useWords();
  // Below the subject, which is the first or the second heading of the page.
  const Heading = app.layout.value.isSplit ? "h3" : "h2";
  const [previewed, setPreviewed] = useState<number | null>(null);
  const [savedPart, setSavedPart] = useState<number | null>(null);
  const listed = body.attachments
    .filter((part) => !isShownInline(part, body) && !isTwice(part, body))
    .map((part) => ({ ...part, name: attachmentName(part, t) }));
  if (listed.length === 0) return null;
  const saveAll = async (): Promise<void> => {
    setSavedPart(0);
    try {
      const { saveAllAttachments } = await import("./save-all.ts");
      await saveAllAttachments(app, account, listed, setSavedPart);
    } finally {
      setSavedPart(null);
    }
  };
  return (
    <section class="attachments" aria-label={t.reading.attachments(listed.length)}>
      {listed.some(({ type }) => ENCRYPTED.test(type)) && <EncryptedNote />}
      <Heading>
        {t.reading.attachments(listed.length)}
        <span>{f.size(listed.reduce((sum, part) => sum + part.size, 0))}</span>
      </Heading>
      <ul role="list">
        {listed.map((part, index) => (
          <li key={part.partId ?? index}>
            <FileCard
              name={part.name}
              type={part.type}
              detail={f.size(part.size)}
              actionLabel={t.actions.download}
              href={attachmentUrl(account, part, part.name)}
              openLabel={t.actions.preview}
              onNear={() => void AttachmentPreview.preload()}
              onOpen={() => setPreviewed(index)}
            />
          </li>
        ))}
      </ul>
      {listed.length > 1 && (
        <div class="answer-bar">
          <Button variant="quiet" icon="download" disabled={savedPart !== null} onClick={() => void saveAll()}>
            {t.reading.downloadAll}
          </Button>
          {savedPart !== null && <progress max={1} value={savedPart} aria-label={t.reading.downloadAll} />}
        </div>
      )}
      {previewed !== null && (
        <AttachmentPreview account={account} parts={listed} first={previewed} onClose={() => setPreviewed(null)} />
      )}
    </section>
  );
}

/** An invitation comes as a body to be shown and again as a file to be kept; the file is enough. */
function isTwice({ name, type }: EmailPart, { attachments }: EmailBody): boolean {
  return name === null && type === "text/calendar" && attachments.some((other) => /\.ics$/i.test(other.name ?? ""));
}

function isShownInline(part: EmailPart, body: EmailBody): boolean {
  if (part.cid === null || !part.type.startsWith("image/")) return false;
  const { cid } = part;
  return Object.values(body.bodyValues).some(({ value }) => value.includes(`cid:${cid}`));
}
