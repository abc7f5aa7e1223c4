// The parts of a body one after the other, as RFC 8621 §4.1.4 lists them.

import type { EmailBody, MailAccount } from "../../client/types.ts";
import { useWords } from "../state/mail-app.ts";
import { HtmlBody } from "./html-body.tsx";
import { TextBody } from "./text-body.tsx";

export type MessageBodyProps = { account: MailAccount; body: EmailBody; subject: string | null };

export function MessageBody({ account, body, subject }: MessageBodyProps) {
  const { t } = useWords();
  const isCut = Object.values(body.bodyValues).some((value) => value.isTruncated);
  return (
    <div class="message-body">
      {body.htmlBody.map((part) => {
        const value = part.partId === null ? undefined : body.bodyValues[part.partId]?.value;
        if (value === undefined) return null;
        return part.type === "text/html" ? (
          <HtmlBody key={part.partId} account={account} body={body} part={part} html={value} subject={subject} />
        ) : (
          <TextBody key={part.partId} text={value} />
        );
      })}
      {isCut && (
        <p class="message-cut">
          {t.reading.truncated}{" "}
          <a href={account.downloadUrl({ blobId: body.blobId, name: "email.eml", type: "message/rfc822" })}>
            {t.actions.download}
          </a>
        </p>
      )}
    </div>
  );
}
