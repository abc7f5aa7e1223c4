// What ties messages into conversations: the identifiers of RFC 5322 §3.6.4 and the base subject of RFC 5256 §2.1.
import { asMessageIds, findHeaders, headerValue, messageHeader } from "./header-forms.ts";
import type { ParsedMessage } from "./types.ts";

export type ThreadKeys = {
  messageId: string | null;
  inReplyTo: string[];
  /** Oldest first, each once, without the message's own id; the first and the last 30 of a longer list. */
  references: string[];
};

const maxReferences = 30;
const maxInReplyTo = 5;
/** RFC 5322 §2.1.1: a longer id could not have been written on one line. */
const maxIdLength = 996;

/** The ids without angle brackets. What is malformed is left out. */
export function threadKeysOf(message: ParsedMessage): ThreadKeys {
  const messageId = idsOf(message, "Message-ID")[0] ?? null;
  const references = idsOf(message, "References").filter((id) => id !== messageId);
  return {
    messageId,
    inReplyTo: idsOf(message, "In-Reply-To")
      .filter((id) => id !== messageId)
      .slice(0, maxInReplyTo),
    references:
      references.length > maxReferences + 1 ? [references[0]!, ...references.slice(-maxReferences)] : references,
  };
}

function idsOf(message: ParsedMessage, name: string): string[] {
  // Some programs repeat References instead of folding it.
  const fields =
    name === "References" ? findHeaders(message.root, name).map((field) => headerValue(message.raw, field)) : [];
  const values = fields.length > 0 ? fields : [messageHeader(message, name) ?? ""];
  const ids = values.flatMap((value) => asMessageIds(value) ?? []);
  return [...new Set(ids)].filter((id) => id.length <= maxIdLength && !id.includes("\0"));
}

const maxSubject = 1000;
/** English, Indonesian (Bls, Balas, Trs, Teruskan), and what neighbours' programs put: German, Dutch, French, Spanish, ... */
const prefix =
  /^(?:re|fwd?|bls|blz|balas(?:an)?|jwb|trs|terus(?:kan|an)?|aw|wg|antw|sv|vs|vb|tr|rv|ref|res|enc|rif|odp|pd|ynt|回复|答复|转发|回覆|轉寄)\s*(?:\[[^[\]]*\]|\(\d+\))?\s*[:：]\s*/i;
const blob = /^\[[^[\]]*\]\s*/;
const trailer = /(?:\s*\(fwd\))+$/i;
const wrapped = /^\[fwd:\s*(.*)\]$/i;

/** The subject without reply and forward marks and list names; compare without regard to case. Takes decoded text. */
export function baseSubject(subject: string): string {
  let base = subject.slice(0, maxSubject).normalize("NFC").replace(/\s+/g, " ").trim();
  for (;;) {
    const before = base;
    base = base.replace(trailer, "");
    for (;;) {
      const rest = withoutLeader(base);
      if (rest === base) break;
      base = rest;
    }
    const inside = wrapped.exec(base)?.[1];
    if (inside !== undefined) base = inside.trim();
    if (base === before) return base;
  }
}

function withoutLeader(subject: string): string {
  const plain = subject.replace(prefix, "");
  if (plain !== subject) return plain;
  // A list name goes only if something is left without it (RFC 5256 §2.1, step 4); "[fwd: ...]" is no list name.
  if (wrapped.test(subject)) return subject;
  const rest = subject.replace(blob, "");
  return rest === "" ? subject : rest;
}
