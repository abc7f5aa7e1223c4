// A message within a message: its heads, and its body behind the same walls as any other.

import type { EmailAddress, MailAccount } from "../../../client/types.ts";
import { readingWords } from "../../../i18n/parts/reading.ts";
import { useWords } from "../../state/mail-app.ts";
import { MessageBody } from "../message-body.tsx";
import { PreviewState } from "./preview-state.tsx";
import { useLoaded } from "./use-loaded.ts";

export function MessagePreview({ account, blobId }: { account: MailAccount; blobId: string }) {
  const { t, f, locale } = useWords();
  const words = readingWords[locale];
  const { value: email, isFailed } = useLoaded(async () => {
    const outcome = await account.parseEmail(blobId);
    return outcome.ok ? (outcome.value ?? undefined) : undefined;
  }, blobId);
  if (!email) return <PreviewState isFailed={isFailed} />;
  const rows: [string, string][] = [
    [t.reading.from, addressText(email.from)],
    [t.reading.to, addressText(email.to)],
    [t.reading.cc, addressText(email.cc)],
    [t.reading.date, email.sentAt === null ? "" : f.fullDate(new Date(email.sentAt))],
  ];
  const files = email.attachments.map((part) => part.name ?? t.frame.unnamedFile);
  return (
    <article class="preview-message" aria-label={words.attachedMessage}>
      <h3 dir="auto">{email.subject?.trim() || t.list.noSubject}</h3>
      <dl>
        {rows.map(([name, value]) =>
          value === "" ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd dir="auto">{value}</dd>
            </div>
          ),
        )}
      </dl>
      <MessageBody account={account} body={email} subject={email.subject} />
      {files.length > 0 && (
        <p class="preview-hint">
          {words.attachedFiles}: {f.names(files)}
        </p>
      )}
    </article>
  );
}

function addressText(people: readonly EmailAddress[] | null): string {
  return (people ?? []).map(({ name, email }) => (name ? `${name} <${email}>` : email)).join(", ");
}
