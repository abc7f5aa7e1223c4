// The files of a draft: how far each is, how large they are together, and away with one.

import { useEffect, useRef } from "preact/hooks";

import type { Composer } from "../../client/compose/types.ts";
import type { Failure } from "../../client/types.ts";
import { isInUse } from "../../client/compose/draft-email.ts";
import { draftFileWords } from "../../i18n/parts/draft-files.ts";
import { IconButton } from "../../ui/button.tsx";
import { FileCard } from "../../ui/file-card.tsx";
import { attachmentName } from "../reading/attachment-name.ts";
import { failureText } from "../state/failure-text.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";

/** From this on it is said that large files fill the recipients' mailboxes. */
const LARGE_BYTES = 10 * 1024 * 1024;

export function DraftFiles({ composer }: { composer: Composer }) {
  const { start } = useMailApp();
  const { t, f, locale } = useWords();
  const words = draftFileWords[locale];
  const { attachments: all, accountId, html } = composer.draft.value;
  // What stands in the text is seen there, unless it does not get to the server.
  const attachments = all.filter((one) => one.cid === null || (one.failure !== null && isInUse(one, html)));
  const list = useRef<HTMLUListElement>(null);
  const last = attachments.at(-1)?.key;
  const shown = useRef(last);
  // What was just attached is seen; a draft that is opened with files begins at its text.
  useEffect(() => {
    if (last !== undefined && last !== shown.current)
      list.current?.lastElementChild?.scrollIntoView({ block: "nearest" });
    shown.current = last;
  }, [last]);
  if (attachments.length === 0) return null;
  const core = start.session.capabilities["urn:ietf:params:jmap:core"];
  const tellFailure = (failure: Failure) => {
    const type = failure.kind === "refused" ? failure.type : "";
    if (type === "tooLarge") return words.fileTooLarge(f.size(core.maxSizeUpload));
    return type === "blobNotFound" ? words.fileGone : failureText(failure, locale);
  };
  const isFinal = (failure: Failure) => failure.kind === "refused";
  const totalBytes = attachments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const mail = start.session.accounts[accountId]?.accountCapabilities["urn:ietf:params:jmap:mail"];
  const limitBytes = mail?.maxSizeAttachmentsPerEmail ?? Number.POSITIVE_INFINITY;
  return (
    <section class="draft-files" aria-label={t.reading.attachments(attachments.length)}>
      <ul ref={list} role="list">
        {attachments.map(({ key, name: given, type, sizeBytes, progress, failure }) => {
          const name = attachmentName({ name: given, type }, t);
          return (
            <li key={key}>
              <FileCard
                name={name}
                type={type}
                detail={failure ? tellFailure(failure) : f.size(sizeBytes)}
                progress={failure ? undefined : progress}
                isFailed={failure !== null}
              >
                {failure && !isFinal(failure) && (
                  <IconButton
                    icon="refresh"
                    size={16}
                    label={t.actions.retry}
                    onClick={() => composer.retryAttachment(key)}
                  />
                )}
                <IconButton
                  icon="close"
                  size={16}
                  label={words.removeAttachment(name)}
                  onClick={(event) => {
                    const form = event.currentTarget.closest<HTMLElement>(".compose");
                    composer.removeAttachment(key);
                    keepFocus(form);
                  }}
                />
              </FileCard>
            </li>
          );
        })}
      </ul>
      <p class={totalBytes > limitBytes ? "draft-files-total is-too-large" : "draft-files-total"} role="status">
        {totalBytes > limitBytes
          ? words.attachmentTooLarge(f.size(limitBytes))
          : totalBytes > LARGE_BYTES
            ? words.largeFiles(f.size(totalBytes))
            : words.filesTotal(f.size(totalBytes))}
      </p>
    </section>
  );
}

/** The button that was pressed is gone: the focus goes to the next file, or back to attaching. */
function keepFocus(form: HTMLElement | null): void {
  requestAnimationFrame(() => {
    form?.querySelector<HTMLElement>(".draft-files button:last-of-type, .compose-foot .icon-button")?.focus();
  });
}
