import assert from "node:assert/strict";
import { test } from "node:test";
import { octetsOf } from "../../test/support/octets.ts";
import { buildDeliveryStatus, parseDeliveryStatus, type DeliveryStatusNotice } from "./delivery-status.ts";
import { asText, messageHeader } from "./header-forms.ts";
import { parseMessage } from "./parse-message.ts";

const notice: DeliveryStatusNotice = {
  from: { name: "Sistem Surat", email: "mailer-daemon@contoh.go.id" },
  to: { name: null, email: "budi@contoh.go.id" },
  subject: "Surat tidak terkirim",
  date: new Date("2026-02-03T02:30:00Z"),
  messageId: "dsn@contoh.go.id",
  inReplyTo: "asal@contoh.go.id",
  text: "Surat Anda tidak sampai.",
  reportingMta: "mx.contoh.go.id",
  arrivedAt: new Date("2026-02-03T02:00:00Z"),
  recipients: [
    {
      finalRecipient: "tidak.ada@lain.go.id",
      action: "failed",
      status: "5.1.1",
      remoteMta: "mx.lain.go.id",
      diagnosticCode: "550 5.1.1 no such user\r\nX-Evil: 1",
    },
    { finalRecipient: "sibuk@lain.go.id", action: "delayed", status: "4.4.1", willRetryUntil: new Date(0) },
  ],
  originalHeader: Buffer.from("Message-ID: <asal@contoh.go.id>\r\nSubject: x\r\n"),
  boundary: () => "b",
};

function read(raw: Uint8Array) {
  const message = parseMessage(raw);
  return { message, report: parseDeliveryStatus(raw, message) };
}

test("RFC 3464 §2: a notice in three parts reads back the same", () => {
  const { message, report } = read(buildDeliveryStatus(notice));
  assert.deepEqual(
    message.root.subParts.map((part) => part.type),
    ["text/plain", "message/delivery-status", "text/rfc822-headers"],
  );
  assert.equal(asText(messageHeader(message, "Auto-Submitted")!), "auto-replied");
  assert.deepEqual(report, {
    reportingMta: "mx.contoh.go.id",
    originalEnvelopeId: null,
    arrivalDate: "2026-02-03T02:00:00Z",
    recipients: [
      {
        finalRecipient: "tidak.ada@lain.go.id",
        originalRecipient: null,
        action: "failed",
        status: "5.1.1",
        diagnosticCode: "550 5.1.1 no such user X-Evil: 1",
        remoteMta: "mx.lain.go.id",
      },
      {
        finalRecipient: "sibuk@lain.go.id",
        originalRecipient: null,
        action: "delayed",
        status: "4.4.1",
        diagnosticCode: null,
        remoteMta: null,
      },
    ],
    originalMessageId: "asal@contoh.go.id",
  });
});

test("RFC 6533 §3: an address beyond ASCII is reported in the international form", () => {
  const recipients = [{ finalRecipient: "rä@lain.id", action: "failed" as const, status: "5.6.7" }];
  const { message, report } = read(buildDeliveryStatus({ ...notice, recipients }));
  assert.equal(message.root.subParts[1]!.type, "message/global-delivery-status");
  assert.equal(report!.recipients[0]!.finalRecipient, "rä@lain.id");
});

test("RFC 3464 §2.1: notices of others, and what is no notice", () => {
  const raw = octetsOf(
    "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
    "",
    "--b",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns;mail.x",
    "",
    "",
    "Final-Recipient: RFC822; a@b.id",
    "Action: Failed",
    "Status: 5.0.0 (permanent failure)",
    "Diagnostic-Code: smtp;550",
    " folded",
    "",
    "Action: failed",
    "--b--",
  );
  const { report } = read(raw);
  assert.equal(report!.recipients.length, 1);
  assert.deepEqual(report!.recipients[0], {
    finalRecipient: "a@b.id",
    originalRecipient: null,
    action: "failed",
    status: "5.0.0",
    diagnosticCode: "550 folded",
    remoteMta: null,
  });
  assert.equal(read(octetsOf("Subject: x", "", "y")).report, null);
});
