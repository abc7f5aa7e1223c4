// Properties of the form `header:{name}[:as{form}][:all]`, RFC 8621 §4.1.3, and which forms a field may be read or written in,
// §4.1.2.

export type HeaderForm = "Raw" | "Text" | "Addresses" | "GroupedAddresses" | "MessageIds" | "Date" | "URLs";

export type HeaderPropertyName = { name: string; form: HeaderForm; all: boolean };

const pattern =
  /^header:([\x21-\x39\x3b-\x7e]+?)(?::as(Raw|Text|Addresses|GroupedAddresses|MessageIds|Date|URLs))?(:all)?$/;

const addressForms = new Set<HeaderForm>(["Raw", "Addresses", "GroupedAddresses"]);
const rawOnly = new Set<HeaderForm>(["Raw"]);
const textForms = new Set<HeaderForm>(["Raw", "Text"]);
const messageIdForms = new Set<HeaderForm>(["Raw", "MessageIds"]);
const dateForms = new Set<HeaderForm>(["Raw", "Date"]);
const urlForms = new Set<HeaderForm>(["Raw", "URLs"]);

/** The fields of RFC 5322 and RFC 2369; every other field may be read in every form. */
const formsByField = new Map<string, ReadonlySet<HeaderForm>>([
  ...["from", "sender", "reply-to", "to", "cc", "bcc"].flatMap((name): [string, Set<HeaderForm>][] => [
    [name, addressForms],
    [`resent-${name}`, addressForms],
  ]),
  ...["subject", "comments", "keywords"].map((name): [string, Set<HeaderForm>] => [name, textForms]),
  ...["message-id", "in-reply-to", "references", "resent-message-id"].map((name): [string, Set<HeaderForm>] => [
    name,
    messageIdForms,
  ]),
  ...["date", "resent-date"].map((name): [string, Set<HeaderForm>] => [name, dateForms]),
  ...["list-help", "list-unsubscribe", "list-subscribe", "list-post", "list-owner", "list-archive"].map(
    (name): [string, Set<HeaderForm>] => [name, urlForms],
  ),
  ["return-path", rawOnly],
  ["received", rawOnly],
]);

/** Undefined when it is no such property, or one with a form that its field may not have. */
export function parseHeaderProperty(property: string): HeaderPropertyName | undefined {
  const match = pattern.exec(property);
  if (!match) return undefined;
  const [, name = "", form = "Raw", all] = match;
  const allowed = formsByField.get(name.toLowerCase());
  if (allowed && !allowed.has(form as HeaderForm)) return undefined;
  return { name, form: form as HeaderForm, all: all !== undefined };
}

/** The field and form of each property that stands for a header field (RFC 8621 §4.1.3). */
export const headerOfProperty = {
  messageId: { name: "Message-ID", form: "MessageIds" },
  inReplyTo: { name: "In-Reply-To", form: "MessageIds" },
  references: { name: "References", form: "MessageIds" },
  sender: { name: "Sender", form: "Addresses" },
  from: { name: "From", form: "Addresses" },
  to: { name: "To", form: "Addresses" },
  cc: { name: "Cc", form: "Addresses" },
  bcc: { name: "Bcc", form: "Addresses" },
  replyTo: { name: "Reply-To", form: "Addresses" },
  subject: { name: "Subject", form: "Text" },
  sentAt: { name: "Date", form: "Date" },
} as const satisfies Record<string, { name: string; form: HeaderForm }>;
