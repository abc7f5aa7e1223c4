// A submission's row as clients see it: RFC 8621 §7.
import type { DeliveryStatus, EmailSubmission } from "../../../../standards/jmap/email-submission.ts";
import { formatUtcSecond } from "../../../../standards/jmap/types.ts";
import type { SubmissionId } from "../../../base/ids.ts";
import {
  listSubmissions,
  submissionStatus,
  type RecipientDelivery,
  type Submission,
} from "../../../store/submissions.ts";
import { formatBlobId, formatEmailId, formatIdentityId, formatSubmissionId, formatThreadId } from "../../ids.ts";
import type { MethodCall } from "../../method.ts";

/** `deliveries` as `submissionStatus` gives them; undefined before anything was handed on. */
export function toEmailSubmission(
  row: Submission,
  deliveries: readonly RecipientDelivery[] | undefined,
): EmailSubmission {
  return {
    id: formatSubmissionId(row.id),
    identityId: formatIdentityId(row.identityId),
    emailId: formatEmailId(row.emailId),
    threadId: formatThreadId(row.threadId),
    envelope: { mailFrom: row.mailFrom, rcptTo: row.rcptTo },
    sendAt: formatUtcSecond(row.sendAt),
    undoStatus: row.undoStatus,
    deliveryStatus: deliveries ? describe(deliveries) : null,
    dsnBlobIds: row.dsnBlobHashes.map((hash) => formatBlobId(hash)),
    mdnBlobIds: [],
  };
}

function describe(deliveries: readonly RecipientDelivery[]): Record<string, DeliveryStatus> {
  return Object.fromEntries(
    deliveries.map((delivery) => [
      delivery.address,
      { smtpReply: delivery.reply ?? "250 2.0.0 OK", delivered: deliveredOf(delivery), displayed: "unknown" },
    ]),
  );
}

/** "yes" only where it is known: another server that took it may still fail to deliver (RFC 8621 §7). */
function deliveredOf({ status, host }: RecipientDelivery): DeliveryStatus["delivered"] {
  switch (status) {
    case "delivered":
      return host === null ? "yes" : "unknown";
    case "bounced":
    case "canceled":
      return "no";
    case "queued":
    case "deferred":
      return "queued";
  }
}

/** Those that exist, with what became of each recipient. */
export async function readSubmissions(call: MethodCall, ids: readonly SubmissionId[]): Promise<EmailSubmission[]> {
  if (ids.length === 0) return [];
  const { accountId } = call.account;
  return call.read(async (tx) => {
    const rows = await listSubmissions(tx, accountId, ids);
    const status = await submissionStatus(tx, accountId, ids);
    return rows.map((row) => toEmailSubmission(row, status.get(row.id)));
  });
}
