// What becomes of a message that another server hands over: refused as a loop or by its own domain's policy, else kept in the
// mailboxes of all its recipients at once, with its verdicts and our trace. 250 is said only after the commit.

import { formatMailbox } from "../../standards/address/mailbox.ts";
import { normalizeAddress } from "../../standards/address/normalize-address.ts";
import type { Reply } from "../../standards/smtp/reply.ts";
import type { OrganisationId } from "../base/ids.ts";
import type { Resolver } from "../base/resolver.ts";
import { deliverIn, type Delivery, type DeliveryResult } from "../mail/deliver.ts";
import type { Mail } from "../mail/mail.ts";
import { prepareMessage, type PreparedMessage } from "../mail/prepare-message.ts";
import { newRecipient } from "../mail/send-message.ts";
import type { WriteTx } from "../store/database.ts";
import { insertQueueMessage } from "../store/queue.ts";
import { isTaker, type Recipients, type Taker as Resolved } from "./recipients.ts";
import { replies } from "./replies.ts";
import { receptionId, type Session, type Transaction } from "./session.ts";
import { addTrace, isLoop, readHeader } from "./trace.ts";
import { inShort, verifyMessage, type MessageVerdicts } from "./verify-message.ts";

export interface AcceptOptions {
  mail: Mail;
  recipients: Recipients;
  resolver: Resolver;
  hostname: string;
}

const hour = 3_600_000;
/** A mailbox that filled up between RCPT and the end of the message is tried again for as long as the queue tries. */
const fullMailboxRetryMs = hour / 4;
const fullMailboxExpiryMs = 5 * 24 * hour;

export async function acceptMessage(
  session: Session,
  transaction: Transaction,
  raw: Buffer,
  { mail, recipients, resolver, hostname }: AcceptOptions,
): Promise<Reply> {
  const header = readHeader(raw);
  const addresses = transaction.recipients.map(({ path }) => formatMailbox(path));
  if (
    isLoop(
      raw,
      header,
      addresses.flatMap((address) => normalizeAddress(address) ?? []),
    )
  )
    return replies.loop;

  const mailFrom = transaction.mailFrom ? formatMailbox(transaction.mailFrom) : "";
  const peer = { address: session.remoteAddress, greeting: session.greeting?.domain ?? "", mailFrom };
  const { verdicts, authenticationResults } = await verifyMessage(raw, header, peer, { resolver, hostname });
  const decision = decide(verdicts);
  if (decision !== "accept" && decision !== "quarantine") return decision;

  const receivedAt = new Date(mail.clock.now());
  const trace = { hostname, session, transaction, receivedAt, authenticationResults, isFinal: true };
  const message = await prepareMessage(mail, addTrace(raw, header, trace));
  const resolved = await recipients.resolve(transaction.recipients.map(({ path }) => path));
  const takers = resolved.flatMap((recipient, index) =>
    isTaker(recipient) ? [{ recipient, address: addresses[index] ?? "" }] : [],
  );
  const accepted: AcceptedMessage = { mailFrom, message, receivedAt, verdicts, decision, session };
  // Nobody's any more since RCPT, which was seconds ago: the sender tries again and is told at RCPT.
  if (takers.length === 0) return replies.internalError(receptionId(session));
  const isDelivered = (await deliverInCompany(mail, accepted, takers)) || (await deliverToAll(mail, accepted, takers));
  return isDelivered ? replies.accepted(receptionId(session)) : replies.mailboxFull;
}

/** What most mail is: small, to one of us. */
async function deliverInCompany(mail: Mail, accepted: AcceptedMessage, takers: readonly Taker[]): Promise<boolean> {
  const [taker, ...others] = takers;
  if (taker === undefined || others.length > 0 || accepted.message.blob.content === null) return false;
  return (await mail.batches.deliver(deliveryOf(accepted, taker.recipient.organisationId, takers))) !== undefined;
}

async function deliverToAll(mail: Mail, accepted: AcceptedMessage, takers: readonly Taker[]): Promise<boolean> {
  try {
    await mail.db.write(async (tx) => {
      let any = false;
      for (const [organisationId, members] of groupByOrganisation(takers)) {
        any = (await deliverToOrganisation(tx, mail, accepted, { organisationId, takers: members })) || any;
      }
      if (!any) throw new NobodyHasRoom();
    });
    return true;
  } catch (error) {
    if (error instanceof NobodyHasRoom) return false;
    throw error;
  }
}

/** Rolls the transaction back: what nobody can keep leaves nothing behind. */
class NobodyHasRoom extends Error {}

interface AcceptedMessage {
  mailFrom: string;
  message: PreparedMessage;
  receivedAt: Date;
  verdicts: MessageVerdicts;
  decision: "accept" | "quarantine";
  session: Session;
}

interface Taker {
  recipient: Resolved;
  address: string;
}

/**
 * DMARC as the author's domain asks (RFC 7489 §6.6.2). Where a look-up failed, a failure proves nothing: with p=reject the
 * peer is asked to come again; a policy that could not be looked up is taken as none, so that mail flows while DNS is down.
 */
function decide({ spf, dkim, dmarc }: MessageVerdicts): "accept" | "quarantine" | Reply {
  if (dmarc?.result !== "fail") return "accept";
  if (dmarc.policy === "quarantine") return "quarantine";
  if (dmarc.policy !== "reject") return "accept";
  const isUncertain = spf.result === "temperror" || dkim.some(({ result }) => result === "temperror");
  return isUncertain ? replies.cannotVerifyNow : replies.failsDmarc(dmarc.domain);
}

function groupByOrganisation(takers: readonly Taker[]): Map<OrganisationId, Taker[]> {
  return Map.groupBy(takers, ({ recipient }) => recipient.organisationId);
}

function deliveryOf(
  { mailFrom, message, receivedAt, verdicts, decision, session }: AcceptedMessage,
  organisationId: OrganisationId,
  takers: readonly Taker[],
): Delivery & { message: PreparedMessage } {
  return {
    message,
    organisationId,
    direction: "in",
    envelope: { mailFrom, recipients: takers.map(({ address }) => address) },
    targets: takers.map(({ recipient }) => ({
      accountId: recipient.accountId,
      mailbox: decision === "quarantine" ? "junk" : "inbox",
    })),
    receivedAt,
    remote: {
      address: session.remoteAddress,
      greeting: session.greeting?.domain,
      tls: session.tls,
      reception: receptionId(session),
      verdicts: `${inShort(verdicts)}${decision === "quarantine" ? "; quarantine by dmarc" : ""}`,
    },
  };
}

/** Whether anybody got it. Those whose mailbox has just filled up get it from the queue, when there is room again. */
async function deliverToOrganisation(
  tx: WriteTx,
  mail: Mail,
  accepted: AcceptedMessage,
  { organisationId, takers }: { organisationId: OrganisationId; takers: readonly Taker[] },
): Promise<boolean> {
  const { mailFrom, message, receivedAt } = accepted;
  const { results, blobHash } = await deliverIn(tx, mail, deliveryOf(accepted, organisationId, takers));
  const failures = new Set(results.filter(isFailure).map(({ accountId }) => accountId));
  const waiting = takers.filter(({ recipient }) => failures.has(recipient.accountId));
  if (failures.size === results.length) return false;
  if (waiting.length > 0) {
    const nextAttemptAt = new Date(receivedAt.getTime() + fullMailboxRetryMs);
    await insertQueueMessage(
      tx,
      {
        accountId: null,
        organisationId,
        submissionId: null,
        blobHash,
        size: message.size,
        mailFrom,
        envelopeId: null,
        dsnReturn: null,
        smtputf8: false,
        queuedAt: receivedAt,
        expiresAt: new Date(receivedAt.getTime() + fullMailboxExpiryMs),
        releaseAt: null,
      },
      waiting.map(({ address }) =>
        newRecipient(address, { state: "deferred", nextAttemptAt, reply: "452 4.2.2 The mailbox is full" }),
      ),
    );
  }
  return true;
}

function isFailure(result: DeliveryResult): boolean {
  return "failure" in result;
}
