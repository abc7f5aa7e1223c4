// What to ask before a draft is sent. Pure, so that the composer can show it while one writes.
import { parseMailbox } from "../../../standards/address/mailbox.ts";
import type { Draft, SendWarning } from "./types.ts";

/** Words that promise an attachment, in Indonesian and English. "Tidak ada lampiran" and "no attachment" promise none. */
const promise =
  /(?<![\p{L}-])(?:(?:ter|di|me)?lampir(?:an|kan)?(?:nya)?|attach(?:ed|ments?|ing)?|enclosed?)(?![\p{L}-])/iu;
const denial = /(?:tanpa|tidak ada|bukan|no|without(?: an?)?)\s+(?:lampiran|attachments?)/giu;

/** In the order in which to ask; "noRecipient" and "invalidRecipient" cannot be overridden. */
export function sendWarnings(draft: Draft): SendWarning[] {
  const warnings: SendWarning[] = [];
  const recipients = [...draft.to, ...draft.cc, ...draft.bcc];
  if (recipients.length === 0) warnings.push("noRecipient");
  if (recipients.some(({ email }) => parseMailbox(email.trim()) === null)) warnings.push("invalidRecipient");
  if (draft.attachments.some(({ failure }) => failure !== null)) warnings.push("uploadFailed");
  if (draft.subject.trim() === "") warnings.push("noSubject");
  const written = ownText(draft.text);
  if (written === "" && draft.attachments.length === 0) warnings.push("noText");
  if (mentionsAttachment(`${draft.origin ? "" : draft.subject}\n${written}`) && !hasFile(draft)) {
    warnings.push("missingAttachment");
  }
  return warnings;
}

/** Whether a text promises a file. */
export function mentionsAttachment(text: string): boolean {
  return promise.test(text.replace(denial, ""));
}

/** Pictures of the text, as of a signature, are not the promised file. */
function hasFile(draft: Draft): boolean {
  return draft.attachments.some(({ cid }) => cid === null);
}

/** The text without what is quoted: lines with `>`, and everything from a forwarded message's head on. */
function ownText(text: string): string {
  const lines = text.split("\n");
  const forwarded = lines.findIndex((line) => /^-{4,}.*-{4,}\s*$/.test(line.trim()));
  return lines
    .slice(0, forwarded < 0 ? lines.length : forwarded)
    .filter((line) => !line.startsWith(">"))
    .join("\n")
    .trim();
}
