// Replies and forwards as drafts: who gets them, what they are called, what they refer to (RFC 5322 §3.6.4), and what is quoted.
import { normalizeAddress } from "../../../standards/address/normalize-address.ts";
import type { Draft, Quote } from "./types.ts";
import type { EmailAddress, EmailBody } from "../types.ts";
import { attachmentsOf, bodyText } from "./draft-email.ts";
import { emptyDraft, type Original, type ReplyInput } from "./empty-draft.ts";

export type StartedDraft = { draft: Draft; quote: Quote | null };

const maxReferences = 40;
const replyPrefixes = /^\s*(?:re|bls|balas)\s*(?:\[\d+\])?\s*:\s*/i;
const forwardPrefixes = /^\s*(?:fwd?|trs|teruskan)\s*:\s*/i;

export function startReply(input: ReplyInput, { toAll }: { toAll: boolean }): StartedDraft {
  const { email, body } = input.original;
  const own = new Set(input.identities.map((identity) => normalizeAddress(identity.email)));
  const isOwn = (address: EmailAddress) => own.has(normalizeAddress(address.email));
  const from = email.from ?? [];
  // An answer to what one wrote oneself goes to whom that was written.
  const isFromSelf = from.length > 0 && from.every(isOwn);
  const to = isFromSelf ? (email.to ?? []) : body.replyTo?.length ? body.replyTo : from;
  const others = isFromSelf ? (body.cc ?? []) : [...(email.to ?? []), ...(body.cc ?? [])];
  const recipients = distinct(to, new Set());
  const quote = quoteOf("reply", input.original);
  const cc = toAll ? distinct(others, new Set([...own, ...recipients.map((one) => normalizeAddress(one.email))])) : [];
  return {
    draft: {
      ...emptyDraft(input),
      to: recipients,
      cc,
      subject: prefixed("Re: ", email.subject, replyPrefixes),
      inReplyTo: body.messageId,
      references: referencesAfter(body),
      // The pictures of the text that is quoted; files are not sent back to who sent them.
      attachments: attachmentsOf(body, quote.html).filter(({ cid }) => cid !== null),
      origin: { kind: "reply", accountId: input.accountId, emailId: email.id },
    },
    quote,
  };
}

export function startForward(input: ReplyInput, { asAttachment }: { asAttachment: boolean }): StartedDraft {
  const { email, body } = input.original;
  const draft: Draft = {
    ...emptyDraft(input),
    subject: prefixed("Fwd: ", email.subject, forwardPrefixes),
    // Not In-Reply-To: it answers nobody. The references keep it in its conversation.
    references: referencesAfter(body),
    origin: { kind: "forward", accountId: input.accountId, emailId: email.id },
  };
  if (!asAttachment) {
    const quote = quoteOf("forward", input.original);
    return { draft: { ...draft, attachments: attachmentsOf(body, quote.html) }, quote };
  }
  const whole = {
    key: "a0",
    name: `${(email.subject ?? "").replace(/[\\/:*?"<>|\s]+/g, " ").trim() || "message"}.eml`,
    type: "message/rfc822",
    sizeBytes: email.size,
    blobId: body.blobId,
    cid: null,
    progress: 1,
    failure: null,
  };
  return { draft: { ...draft, attachments: [whole] }, quote: null };
}

/** RFC 5322 §3.6.4: the parent's References, or its In-Reply-To, and its Message-ID; the middle of a very long list is left out. */
function referencesAfter(body: EmailBody): string[] | null {
  const before = body.references ?? (body.inReplyTo?.length === 1 ? body.inReplyTo : []);
  const references = [...before, ...(body.messageId ?? [])];
  if (references.length === 0) return null;
  return references.length <= maxReferences ? references : [references[0]!, ...references.slice(1 - maxReferences)];
}

function prefixed(prefix: string, subject: string | null, known: RegExp): string {
  let rest = subject ?? "";
  while (known.test(rest)) rest = rest.replace(known, "");
  return prefix + rest.trim();
}

function distinct(addresses: readonly EmailAddress[], seen: Set<string | null>): EmailAddress[] {
  return addresses.filter(({ email }) => {
    const key = normalizeAddress(email) ?? email;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function quoteOf(kind: Quote["kind"], { email, body }: Original): Quote {
  return {
    kind,
    from: email.from ?? [],
    to: email.to ?? [],
    cc: body.cc ?? [],
    subject: email.subject,
    sentAt: body.sentAt ?? email.receivedAt,
    html: bodyText(body, "htmlBody", "text/html"),
    text: bodyText(body, "textBody", "text/plain") ?? "",
  };
}
