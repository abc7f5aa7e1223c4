// The one verb for sending: what a program sends to the submission port and what EmailSubmission/set asks for.

import { isAscii, parseMailbox } from "../../standards/address/mailbox.ts";
import { domainOf } from "../../standards/address/normalize-address.ts";
import type { AccountId, BlobHash, EmailId, IdentityId, RandomSource, SubmissionId, ThreadId } from "../base/ids.ts";
import { MAX_MESSAGE_BYTES, MAX_RECIPIENTS } from "../base/limits.ts";
import type { Directory, Recipient } from "../organisation/directory.ts";
import type { WriteTx } from "../store/database.ts";
import { beginChange, finishChange, takeId } from "../store/mail-account.ts";
import { countSent, insertQueueMessage, queueChannel } from "../store/queue.ts";
import { insertSubmission, lockAccounts } from "../store/submissions.ts";
import { authorsOf, completeMessage, type Authors } from "./complete-message.ts";
import type { Mail } from "./mail.ts";
import { prepareMessage, type PreparedMessage } from "./prepare-message.ts";
import { newRecipient, sendMessageIn } from "./send-message.ts";

/** An Address of RFC 8621 §7: parameters are those of the MAIL or RCPT command, null for one without a value. */
export interface EnvelopeAddress {
  email: string;
  parameters?: Readonly<Record<string, string | null>> | null;
}

export interface SubmitRequest {
  accountId: AccountId;
  /** One of the two: the message, or where it is stored already. */
  raw?: Uint8Array;
  blobHash?: BlobHash;
  mailFrom: EnvelopeAddress;
  rcptTo: readonly EnvelopeAddress[];
  /** Absent or past: now. Until then it can be cancelled. */
  sendAt?: Date;
  /** Given when the sender shall see the submission as a record (EmailSubmission); the row is made here. */
  record?: { identityId: IdentityId; emailId: EmailId; threadId: ThreadId };
  /** Fields that the surface writes before all others of the completed message, such as Received; each with its CRLF. */
  trace?: string;
  /** For the journal: who handed it in, from where. */
  remote?: Readonly<Record<string, string | number | undefined>>;
}

/** Why nothing was sent: the SetError types of RFC 8621 §7.5 and a limit of our own. */
export type SubmitRefusal =
  | { type: "invalidEmail"; properties: string[] }
  | { type: "tooLarge"; maxSize: number }
  | { type: "tooManyRecipients"; maxRecipients: number }
  | { type: "noRecipients" }
  /** Not addresses, or nobody's here. */
  | { type: "invalidRecipients"; invalidRecipients: string[] }
  | { type: "forbiddenMailFrom" }
  | { type: "forbiddenFrom" }
  | { type: "forbiddenToSend" }
  /** The account has sent too much in the last hour. */
  | { type: "rateLimit" };

export type SubmitResult =
  | { submissionId: SubmissionId | null; blobHash: BlobHash; refused?: undefined }
  | { refused: SubmitRefusal };

/**
 * Checks that the account may send this, completes the header (Date, Message-ID; Bcc goes), and in one transaction
 * journals it, delivers it to local recipients and queues it for the others; with a later `sendAt` all of that is put
 * off until then. Rejects only on failures of ours, and then nothing was done.
 */
export type Submit = (request: SubmitRequest) => Promise<SubmitResult>;

export interface SubmitOptions {
  mail: Mail;
  directory: Directory;
  hostname: string;
  random: RandomSource;
  /** Of one account, in any hour. */
  recipientsPerHour?: number;
}

const hourMs = 3_600_000;
/** RFC 5321 §4.5.4.1: at least four or five days. */
const expiryMs = 5 * 24 * hourMs;
const defaultRecipientsPerHour = 5_000;

export function createSubmit(options: SubmitOptions): Submit {
  const { mail, directory, hostname, random, recipientsPerHour = defaultRecipientsPerHour } = options;

  return async (request) => {
    const refusal = refuseEnvelope(request);
    if (refusal) return { refused: refusal };
    const raw = request.raw ?? (request.blobHash && (await mail.blobs.get(request.blobHash)));
    if (!raw) return { refused: { type: "invalidEmail", properties: ["blobId"] } };
    const authors = authorsOf(raw);
    const forbidden = await refuseAuthors(request, authors, directory);
    if (forbidden) return { refused: forbidden };

    const recipients = request.rcptTo.map(({ email }) => email);
    const locals = await directory.resolveRecipients([...recipients, request.mailFrom.email]);
    const sender = locals.get(request.mailFrom.email);
    if (sender?.state !== "active") return { refused: { type: "forbiddenToSend" } };
    const invalid = await findNobodies(request.rcptTo, locals, directory);
    if (invalid.length > 0) return { refused: { type: "invalidRecipients", invalidRecipients: invalid } };

    const now = new Date(mail.clock.now());
    const author = authors.from[0] ?? request.mailFrom.email;
    const untraced = completeMessage(raw, { now, author, hostname, random });
    const completed = request.trace ? Buffer.concat([Buffer.from(request.trace), untraced]) : untraced;
    if (completed.byteLength > MAX_MESSAGE_BYTES) return { refused: { type: "tooLarge", maxSize: MAX_MESSAGE_BYTES } };
    const sendAt = releaseTime(request, now);
    const isHeld = sendAt.getTime() > now.getTime();
    // A message that waits is journaled when it leaves; until then only its blob is kept.
    if (isHeld) await mail.blobs.put(completed);
    const message = await prepareMessage(mail, completed);
    const submission = { request, message, locals, authors, now, sendAt, organisationId: sender.organisationId };
    return mail.db.write(async (tx): Promise<SubmitResult> => {
      await lockAccounts(tx, [request.accountId, ...[...locals.values()].map(({ accountId }) => accountId)]);
      const sent = await countSent(tx, request.accountId, new Date(now.getTime() - hourMs));
      if (sent + request.rcptTo.length > recipientsPerHour) return { refused: { type: "rateLimit" } };
      return record(tx, mail, submission, isHeld);
    });
  };
}

interface Submission {
  request: SubmitRequest;
  message: PreparedMessage;
  locals: Map<string, Recipient>;
  authors: Authors;
  now: Date;
  sendAt: Date;
  organisationId: Recipient["organisationId"];
}

/** The rows of the queue and of the sender's record; and, unless it waits, the sending itself. */
async function record(tx: WriteTx, mail: Mail, submission: Submission, isHeld: boolean): Promise<SubmitResult> {
  const { request, message, locals, authors, now, sendAt, organisationId } = submission;
  const { accountId, mailFrom, rcptTo } = request;
  const submissionId = request.record ? await insertRecord(tx, mail, submission, isHeld) : null;
  const parameters = mailFrom.parameters ?? {};
  const recipients = rcptTo.map(({ email, parameters: its }) =>
    newRecipient(email, {
      state: "held",
      nextAttemptAt: sendAt,
      notify: its?.NOTIFY ?? null,
      originalRecipient: its?.ORCPT ?? null,
    }),
  );
  const id = await insertQueueMessage(
    tx,
    {
      accountId,
      organisationId,
      submissionId,
      blobHash: message.blobHash,
      size: message.size,
      mailFrom: mailFrom.email,
      envelopeId: parameters.ENVID ?? null,
      dsnReturn: parameters.RET ?? null,
      smtputf8: authors.isUtf8 || ![mailFrom, ...rcptTo].every(({ email }) => isAscii(email)),
      queuedAt: now,
      expiresAt: new Date(sendAt.getTime() + expiryMs),
      releaseAt: sendAt,
    },
    recipients,
  );
  if (isHeld) {
    tx.afterCommit(() => void mail.db.notify(queueChannel, "").catch((error: Error) => mail.log.warn({ err: error })));
  } else {
    await sendMessageIn(tx, mail, {
      id,
      accountId,
      organisationId,
      submissionId,
      mailFrom: mailFrom.email,
      recipients: rcptTo.map(({ email, parameters: its }, ordinal) => ({
        ordinal,
        address: email,
        notify: its?.NOTIFY ?? null,
        local: locals.get(email),
      })),
      message,
      remote: request.remote,
    });
  }
  return { submissionId, blobHash: message.blobHash };
}

/** RFC 8621 §7: no parameters are null. */
function addressOf({ email, parameters }: EnvelopeAddress) {
  return { email, parameters: parameters && Object.keys(parameters).length > 0 ? { ...parameters } : null };
}

async function insertRecord(tx: WriteTx, mail: Mail, submission: Submission, isHeld: boolean): Promise<SubmissionId> {
  const { request, sendAt } = submission;
  const change = await beginChange(tx, request.accountId);
  if (!change || !request.record) throw new Error(`account ${request.accountId} keeps no mail`);
  const id = takeId(change) as SubmissionId;
  await insertSubmission(tx, change, {
    id,
    ...request.record,
    mailFrom: addressOf(request.mailFrom),
    rcptTo: request.rcptTo.map(addressOf),
    sendAt,
    undoStatus: isHeld ? "pending" : "final",
  });
  const states = await finishChange(tx, change, ["submission"]);
  tx.afterCommit(() => mail.changes.publish(request.accountId, states));
  return id;
}

function refuseEnvelope({ mailFrom, rcptTo }: SubmitRequest): SubmitRefusal | undefined {
  if (rcptTo.length === 0) return { type: "noRecipients" };
  if (rcptTo.length > MAX_RECIPIENTS) return { type: "tooManyRecipients", maxRecipients: MAX_RECIPIENTS };
  const invalidRecipients = rcptTo.flatMap(({ email }) => (parseMailbox(email) ? [] : [email]));
  if (invalidRecipients.length > 0) return { type: "invalidRecipients", invalidRecipients };
  return parseMailbox(mailFrom.email) ? undefined : { type: "forbiddenMailFrom" };
}

/** Both the return path and every author must be the account's to use (RFC 6409 §6.1). */
async function refuseAuthors(
  { accountId, mailFrom }: SubmitRequest,
  { from, sender }: Authors,
  directory: Directory,
): Promise<SubmitRefusal | undefined> {
  if (!(await directory.mayUseAddress(accountId, mailFrom.email))) return { type: "forbiddenMailFrom" };
  if (from.length === 0) return { type: "invalidEmail", properties: ["from"] };
  for (const author of new Set([...from, ...sender])) {
    if (!(await directory.mayUseAddress(accountId, author))) return { type: "forbiddenFrom" };
  }
  return undefined;
}

/** Recipients at our own domains that are nobody, or nobody who takes mail: the sender is told at once. */
async function findNobodies(
  rcptTo: readonly EnvelopeAddress[],
  locals: Map<string, Recipient>,
  directory: Directory,
): Promise<string[]> {
  const isOurs = new Map<string, boolean>();
  const nobodies: string[] = [];
  for (const { email } of rcptTo) {
    const recipient = locals.get(email);
    if (recipient?.state === "active") continue;
    const domain = domainOf(email);
    if (domain === null) continue;
    if (!isOurs.has(domain)) isOurs.set(domain, (await directory.findDomain(domain)) !== undefined);
    if (!isOurs.get(domain)) continue;
    // RFC 5321 §4.5.1 and RFC 2142: these always exist; the queue finds the administrator.
    if (recipient || !/^(?:postmaster|abuse)@/i.test(email)) nobodies.push(email);
  }
  return nobodies;
}

/** RFC 4865 §4: HOLDFOR in seconds or HOLDUNTIL as a time say when, unless the caller has said it. */
function releaseTime({ sendAt, mailFrom }: SubmitRequest, now: Date): Date {
  const parameters = mailFrom.parameters ?? {};
  const holdFor = Number(parameters.HOLDFOR ?? 0) * 1000;
  const wanted = sendAt ?? (parameters.HOLDUNTIL ? new Date(parameters.HOLDUNTIL) : new Date(now.getTime() + holdFor));
  return wanted.getTime() > now.getTime() ? wanted : now;
}
