// A draft as the Email that is created for it (RFC 8621 §4.6), and back again when one is opened for editing.
import type { EmailBodyPartCreate, EmailCreate } from "../../../standards/jmap/email.ts";
import { formatUtcDate } from "../../../standards/jmap/types.ts";
import type { Draft, DraftAttachment } from "./types.ts";
import type { EmailAddress, EmailBody, EmailSummary, Identity } from "../types.ts";

export type DraftEmailContext = { identity: Identity; draftsMailboxId: string; now: Date };

/** The Email of a draft as it stands; attachments that are not uploaded yet are left out. */
export function draftToEmail(draft: Draft, { identity, draftsMailboxId, now }: DraftEmailContext): EmailCreate {
  const email: EmailCreate = {
    mailboxIds: { [draftsMailboxId]: true },
    keywords: { $draft: true, $seen: true },
    from: [{ name: identity.name || null, email: identity.email }],
    replyTo: identity.replyTo,
    to: orNull(draft.to),
    cc: orNull(draft.cc),
    bcc: orNull([...draft.bcc, ...(identity.bcc ?? [])]),
    subject: draft.subject,
    sentAt: formatUtcDate(now),
    messageId: [messageIdOf(draft, identity)],
    inReplyTo: draft.inReplyTo ? [...draft.inReplyTo] : null,
    references: draft.references ? [...draft.references] : null,
    textBody: [{ partId: "text", type: "text/plain" }],
    attachments: draft.attachments
      .filter((attachment) => attachment.blobId !== null && isInUse(attachment, draft.html))
      .map(toPart),
    bodyValues: { text: { value: draft.text } },
  };
  if (draft.html === null) return { ...email, ...draft.body };
  email.htmlBody = [{ partId: "html", type: "text/html" }];
  email.bodyValues = { ...email.bodyValues, html: { value: draft.html } };
  return email;
}

/**
 * The same for every version of a draft and for what is sent, so that after a lost answer it can be found out whether the
 * request took effect.
 */
export function messageIdOf(draft: Draft, identity: Identity): string {
  return `${draft.key}@${identity.email.slice(identity.email.lastIndexOf("@") + 1)}`;
}

/** The draft that an email in Drafts holds. `key` is its message id where that is ours, so that it stays the same. */
export function emailToDraft(
  email: EmailSummary,
  body: EmailBody,
  { accountId, identities, newKey }: { accountId: string; identities: readonly Identity[]; newKey: () => string },
): Draft {
  const from = email.from?.[0]?.email.toLowerCase();
  const identity = identities.find((candidate) => candidate.email.toLowerCase() === from) ?? identities[0];
  const html = bodyText(body, "htmlBody", "text/html");
  const ownBcc = new Set(identity?.bcc?.map((address) => address.email));
  return {
    key: /^(draft-[a-z0-9]+)@/.exec(body.messageId?.[0] ?? "")?.[1] ?? newKey(),
    accountId,
    identityId: identity?.id ?? null,
    to: email.to ?? [],
    cc: body.cc ?? [],
    bcc: (body.bcc ?? []).filter((address) => !ownBcc.has(address.email)),
    subject: email.subject ?? "",
    html,
    text: bodyText(body, "textBody", "text/plain") ?? "",
    attachments: attachmentsOf(body, html),
    inReplyTo: body.inReplyTo,
    references: body.references,
    origin: null,
  };
}

/** Pictures of the text go with it only while they stand in it: who deletes one from the text wants it gone. */
export function isInUse({ cid }: Pick<DraftAttachment, "cid">, html: string | null): boolean {
  return cid === null || showsPicture(html, cid);
}

/** Whether the HTML shows the part of that content id (RFC 2392). */
function showsPicture(html: string | null, cid: string): boolean {
  return html !== null && (html.includes(`cid:${cid}`) || html.includes(`cid:${encodeURIComponent(cid)}`));
}

/**
 * The attachments of an email as those of a draft; nothing is uploaded again. A part that the HTML does not show is a file,
 * whatever its sender called it.
 */
export function attachmentsOf(body: EmailBody, html: string | null): DraftAttachment[] {
  return body.attachments
    .filter((part) => part.blobId !== null)
    .map((part, index) => ({
      key: `a${index}`,
      name: part.name ?? "",
      type: part.type,
      sizeBytes: part.size,
      blobId: part.blobId,
      cid: part.cid && showsPicture(html, part.cid) ? part.cid : null,
      progress: 1,
      failure: null,
    }));
}

/** The text of the parts of one type, in order; null when there is none. */
export function bodyText(body: EmailBody, list: "htmlBody" | "textBody", type: string): string | null {
  const texts = body[list]
    .filter((part) => part.type === type && part.partId !== null)
    .map((part) => body.bodyValues[part.partId!]?.value ?? "");
  return texts.length === 0 ? null : texts.join(type === "text/html" ? "<br>" : "\n");
}

function toPart({ blobId, type, name, cid }: DraftAttachment): EmailBodyPartCreate {
  const disposition = cid === null ? "attachment" : "inline";
  return { blobId, type, name: name || null, disposition, ...(cid === null ? {} : { cid }) };
}

function orNull(addresses: readonly EmailAddress[]): EmailAddress[] | null {
  return addresses.length === 0 ? null : [...addresses];
}
