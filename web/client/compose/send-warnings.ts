// What to ask before a draft is sent. Pure, so that the composer can show it while one writes.
import { isInUse } from "./draft-email.ts";
import { ownText } from "./own-text.ts";
import { isRecipient } from "./parse-recipients.ts";
import type { Draft, SendWarning } from "./types.ts";

/** Words that promise an attachment, in Indonesian and English. "Tidak ada lampiran" and "no attachment" promise none. */
const promise =
  /(?<![\p{L}-])(?:(?:ter|di|me)?lampir(?:an|kan)?(?:nya)?|attach(?:ed|ments?|ing)?|enclosed?)(?![\p{L}-])/iu;
const denial = /(?:tanpa|tidak ada|bukan|no|without(?: an?)?)\s+(?:lampiran|attachments?)/giu;

/** From this many on it is asked whether all of them should see each other's addresses. */
export const manyRecipients = 30;

export type WarningContext = { signature?: string; maxAttachmentBytes?: number };

/** In the order in which to ask; what prevents sending comes first. */
export function sendWarnings(
  draft: Draft,
  { signature = "", maxAttachmentBytes = Infinity }: WarningContext = {},
): SendWarning[] {
  const warnings: SendWarning[] = [];
  const recipients = [...draft.to, ...draft.cc, ...draft.bcc];
  if (recipients.length === 0) warnings.push("noRecipient");
  if (recipients.some(({ email }) => !isRecipient(email))) warnings.push("invalidRecipient");
  const files = draft.attachments.filter((attachment) => isInUse(attachment, draft.html));
  if (files.some(({ failure }) => failure !== null)) warnings.push("uploadFailed");
  if (files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) > maxAttachmentBytes) warnings.push("tooLarge");
  if (draft.to.length + draft.cc.length > manyRecipients) warnings.push("manyRecipients");
  if (draft.subject.trim() === "") warnings.push("noSubject");
  const written = ownText(draft.text, signature);
  if (written === "" && files.length === 0) warnings.push("noText");
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
