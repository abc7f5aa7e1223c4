// Delivery status notifications: RFC 3464 in a multipart/report of RFC 6522, with the international forms of RFC 6533. Writes
// ours and reads those of others.
import { isAscii } from "../address/mailbox.ts";
import type { EmailAddress } from "../address/types.ts";
import { buildMessage, type PartToBuild } from "./build-message.ts";
import { formatDate, parseDate } from "./date.ts";
import { decodePart, decodeText } from "./decode-body.ts";
import type { HeaderToBuild } from "./format-header.ts";
import { findHeader, headerValue, asMessageIds } from "./header-forms.ts";
import { parseMessage } from "./parse-message.ts";
import type { ParsedMessage, Part } from "./types.ts";

export type DeliveryAction = "failed" | "delayed" | "delivered" | "relayed" | "expanded";

export type RecipientStatus = {
  finalRecipient: string;
  /** ORCPT as the sender gave it, "rfc822;…" (RFC 3461 §4.2). */
  originalRecipient?: string | null;
  action: DeliveryAction;
  /** RFC 3463: "5.1.1". */
  status: string;
  remoteMta?: string | null;
  /** The peer's reply, one line. */
  diagnosticCode?: string | null;
  lastAttemptAt?: Date | null;
  willRetryUntil?: Date | null;
};

export type DeliveryStatusNotice = {
  from: EmailAddress;
  to: EmailAddress;
  subject: string;
  date: Date;
  messageId: string;
  /** The Message-ID of the message that the notice is about. */
  inReplyTo?: string | null;
  /** For people. */
  text: string;
  reportingMta: string;
  arrivedAt?: Date | null;
  /** ENVID of the sender (RFC 3461 §4.4). */
  originalEnvelopeId?: string | null;
  recipients: readonly RecipientStatus[];
  /** Returned with the notice; see `headerOf`. */
  originalHeader: Uint8Array;
  /** Returned instead of its header (RFC 3461 §4.3, RET=FULL). */
  originalMessage?: Uint8Array | null;
  boundary: () => string;
};

/** The notice as a message; to be sent with the null reverse-path (RFC 3464 §2). */
export function buildDeliveryStatus(notice: DeliveryStatusNotice): Uint8Array {
  const isUtf8 = notice.recipients.some(({ finalRecipient }) => !isAscii(finalRecipient));
  const headers: HeaderToBuild[] = [
    { name: "From", addresses: [notice.from] },
    { name: "To", addresses: [notice.to] },
    { name: "Subject", text: notice.subject },
    { name: "Date", date: notice.date.toISOString() },
    { name: "Message-ID", messageIds: [notice.messageId] },
    // RFC 3834 §5: nobody's automatic reply shall answer.
    { name: "Auto-Submitted", text: "auto-replied" },
  ];
  if (notice.inReplyTo) headers.push({ name: "In-Reply-To", messageIds: [notice.inReplyTo] });
  const status: PartToBuild = {
    type: isUtf8 ? "message/global-delivery-status" : "message/delivery-status",
    content: Buffer.from(statusFields(notice)),
  };
  const isUtf8Header = notice.originalHeader.some((octet) => octet > 0x7f);
  const original: PartToBuild = notice.originalMessage
    ? { type: isUtf8Header ? "message/global" : "message/rfc822", content: notice.originalMessage }
    : { type: isUtf8Header ? "message/global-headers" : "text/rfc822-headers", content: notice.originalHeader };
  const body: PartToBuild = {
    type: "multipart/report",
    parameters: { "report-type": "delivery-status" },
    subParts: [{ type: "text/plain", content: notice.text }, status, original],
  };
  return buildMessage({ headers, body, boundary: notice.boundary });
}

/** RFC 3464 §2.1: one group of fields for the message, one for each recipient, with an empty line between. */
function statusFields(notice: DeliveryStatusNotice): string {
  const groups = [
    [
      statusField("Original-Envelope-Id", notice.originalEnvelopeId),
      statusField("Reporting-MTA", `dns; ${notice.reportingMta}`),
      statusField("Arrival-Date", notice.arrivedAt && formatDate(notice.arrivedAt)),
    ],
    ...notice.recipients.map((recipient) => [
      statusField("Original-Recipient", recipient.originalRecipient),
      statusField(
        "Final-Recipient",
        `${isAscii(recipient.finalRecipient) ? "rfc822" : "utf-8"}; ${recipient.finalRecipient}`,
      ),
      statusField("Action", recipient.action),
      statusField("Status", recipient.status),
      statusField("Remote-MTA", recipient.remoteMta && `dns; ${recipient.remoteMta}`),
      statusField("Diagnostic-Code", recipient.diagnosticCode && `smtp; ${recipient.diagnosticCode}`),
      statusField("Last-Attempt-Date", recipient.lastAttemptAt && formatDate(recipient.lastAttemptAt)),
      statusField("Will-Retry-Until", recipient.willRetryUntil && formatDate(recipient.willRetryUntil)),
    ]),
  ];
  return groups.map((fields) => fields.join("")).join("\r\n");
}

const maxStatusValue = 900;

/** The value comes from peers: controls become spaces, so that it stays one field. */
function statusField(name: string, value: string | null | undefined): string {
  if (!value) return "";
  // eslint-disable-next-line no-control-regex -- controls are what is removed
  return `${name}: ${value
    .replace(/[\x00-\x1f\x7f]+/g, " ")
    .slice(0, maxStatusValue)
    .trim()}\r\n`;
}

export type ReportedRecipient = {
  finalRecipient: string;
  originalRecipient: string | null;
  /** Lower case; a word that RFC 3464 does not know is kept. */
  action: string;
  status: string;
  diagnosticCode: string | null;
  remoteMta: string | null;
};

export type DeliveryReport = {
  reportingMta: string | null;
  originalEnvelopeId: string | null;
  /** RFC 3339. */
  arrivalDate: string | null;
  recipients: ReportedRecipient[];
  /** Of the message reported on, if the report returns its header. */
  originalMessageId: string | null;
};

const maxRecipients = 1_000;

/** What a notice says, or null when the message is none. */
export function parseDeliveryStatus(raw: Uint8Array, message: ParsedMessage): DeliveryReport | null {
  if (message.root.type !== "multipart/report") return null;
  const status = message.root.subParts.find((part) => /^message\/(?:global-)?delivery-status$/.test(part.type));
  if (!status) return null;
  const [perMessage = new Map<string, string>(), ...perRecipient] = fieldGroups(decodeText(raw, status).text);
  const recipients = perRecipient.slice(0, maxRecipients).flatMap((fields) => {
    const finalRecipient = typedValue(fields.get("final-recipient"));
    if (finalRecipient === null) return [];
    return {
      finalRecipient,
      originalRecipient: typedValue(fields.get("original-recipient")),
      action: fields.get("action")?.toLowerCase() ?? "failed",
      status: /\d\.\d{1,3}\.\d{1,3}/.exec(fields.get("status") ?? "")?.[0] ?? "5.0.0",
      diagnosticCode: typedValue(fields.get("diagnostic-code")),
      remoteMta: typedValue(fields.get("remote-mta")),
    };
  });
  return {
    reportingMta: typedValue(perMessage.get("reporting-mta")),
    originalEnvelopeId: perMessage.get("original-envelope-id") ?? null,
    arrivalDate: parseDate(perMessage.get("arrival-date") ?? ""),
    recipients,
    originalMessageId: originalMessageId(raw, message.root.subParts),
  };
}

function fieldGroups(text: string): Map<string, string>[] {
  const groups = text.replace(/\n[ \t]+(?=\S)/g, " ").split(/\n[ \t]*\n/);
  return groups
    .map((group) => {
      const fields = group.split("\n").map((line) => /^([\w-]+)[ \t]*:(.*)$/.exec(line));
      return new Map(fields.flatMap((field) => (field ? [[field[1]!.toLowerCase(), field[2]!.trim()] as const] : [])));
    })
    .filter((fields) => fields.size > 0);
}

/** RFC 3464 §2.1.2: "type; value" without the type. */
function typedValue(value: string | undefined): string | null {
  return value?.replace(/^[\w-]+\s*;/, "").trim() || null;
}

function originalMessageId(raw: Uint8Array, parts: Part[]): string | null {
  const returned = parts.find((part) =>
    /^(?:text\/rfc822-headers|message\/(?:rfc822|global|global-headers))$/.test(part.type),
  );
  if (!returned) return null;
  const octets = decodePart(raw, returned);
  const field = findHeader(parseMessage(octets).root, "Message-ID");
  return field && (asMessageIds(headerValue(octets, field))?.[0] ?? null);
}
