// One message to its recipients at one domain: the domain's servers in their order, until one has said what becomes of it.

import { isAscii, parseMailbox, toAsciiDomain } from "../../standards/address/mailbox.ts";
import { describeReply, type Reply } from "../../standards/smtp/reply.ts";
import { encodeXtext } from "../../standards/smtp/xtext.ts";
import { messageOf } from "../base/errors.ts";
import type { Batch, BatchRecipient } from "../store/queue.ts";
import { GreetingRefused, type SmtpClient, type TransactionResult } from "./client.ts";
import type { Connections } from "./connections.ts";
import type { MailServer } from "./find-servers.ts";

export interface RecipientResult {
  ordinal: number;
  result: "delivered" | "temporary" | "permanent";
  /** On one line: code, enhanced code, words. */
  reply: string;
  /** Who said so. */
  host: string | null;
  /** Whether the server has taken over telling the sender of success (RFC 3461 §5.2.2). */
  tellsSuccess: boolean;
}

/** Recipients in one transaction; the others go in the next (RFC 5321 §4.5.3.1.8). */
const maxRecipients = 100;

export async function sendBatch(
  batch: Batch,
  message: Buffer,
  route: { servers: readonly MailServer[]; port: number; connections: Connections },
): Promise<RecipientResult[]> {
  const results: RecipientResult[] = [];
  for (let start = 0; start < batch.recipients.length; start += maxRecipients) {
    const recipients = batch.recipients.slice(start, start + maxRecipients);
    results.push(...(await sendPart(batch, recipients, message, route)));
  }
  return results;
}

async function sendPart(
  batch: Batch,
  recipients: readonly BatchRecipient[],
  message: Buffer,
  { servers, port, connections }: { servers: readonly MailServer[]; port: number; connections: Connections },
): Promise<RecipientResult[]> {
  let failed: RecipientResult[] = [];
  for (const server of servers) {
    const host = server.name === server.address ? server.address : `${server.name} [${server.address}]`;
    let mayHaveIt = false;
    let results: RecipientResult[];
    try {
      const done = await connections.use({ ...server, port }, async (client) => {
        const problem = unsupported(batch, client);
        if (problem) return { isOver: true, results: everybody(recipients, "permanent", problem, host) };
        const transaction = { ...commandsOf(batch, recipients, message, client), message };
        const answers = await client.send({ ...transaction, onHandingOver: () => void (mayHaveIt = true) });
        // A server that takes nothing just now, as one that cannot be reached.
        const isOver = answers.mailFrom === undefined || answers.mailFrom.code >= 500;
        return { isOver, results: resultsOf(recipients, answers, client, host) };
      });
      if (done.isOver) return done.results;
      results = done.results;
    } catch (error) {
      results = failureOf(error, recipients, host);
      // Another server would be a second copy.
      if (mayHaveIt) return results;
    }
    // What one of them refuses for good may find another that could not be asked now.
    if (failed[0]?.result !== "temporary" || results[0]?.result === "temporary") failed = results;
  }
  return failed.length > 0 ? failed : everybody(recipients, "temporary", "451 4.4.1 There is no server to try", null);
}

/** RFC 6531 §3.2: what needs SMTPUTF8 cannot be given to a server without it. */
function unsupported({ smtputf8 }: Batch, client: SmtpClient): string | undefined {
  return smtputf8 && client.extension("SMTPUTF8") === undefined
    ? "550 5.6.7 The server does not take addresses with non-ASCII characters"
    : undefined;
}

function commandsOf(
  batch: Batch,
  recipients: readonly BatchRecipient[],
  message: Buffer,
  client: SmtpClient,
): { mailFrom: string; rcptTo: string[] } {
  const has = (keyword: string): boolean => client.extension(keyword) !== undefined;
  const mail = [`<${batch.mailFrom === "" ? "" : wireAddress(batch.mailFrom, batch.smtputf8)}>`];
  if (has("SIZE")) mail.push(`SIZE=${message.length}`);
  if (has("8BITMIME") && message.some((octet) => octet > 0x7f)) mail.push("BODY=8BITMIME");
  if (batch.smtputf8) mail.push("SMTPUTF8");
  if (has("DSN") && batch.dsnReturn) mail.push(`RET=${batch.dsnReturn}`);
  if (has("DSN") && batch.envelopeId) mail.push(`ENVID=${batch.envelopeId}`);
  return {
    mailFrom: mail.join(" "),
    rcptTo: recipients.map(({ address, notify, originalRecipient }) => {
      const words = [`<${wireAddress(address, batch.smtputf8)}>`];
      if (has("DSN") && notify) words.push(`NOTIFY=${notify}`);
      if (has("DSN") && (notify || originalRecipient)) {
        words.push(`ORCPT=${originalRecipient ?? `rfc822;${encodeXtext(address)}`}`);
      }
      return words.join(" ");
    }),
  };
}

/** A domain beyond ASCII needs no SMTPUTF8: it has A-labels (RFC 5890). */
function wireAddress(address: string, smtputf8: boolean): string {
  const mailbox = smtputf8 ? null : parseMailbox(address);
  if (!mailbox || isAscii(address)) return address;
  return `${mailbox.local}@${toAsciiDomain(mailbox.domain) ?? mailbox.domain}`;
}

function resultsOf(
  recipients: readonly BatchRecipient[],
  { rcptTo, data }: TransactionResult,
  client: SmtpClient,
  host: string,
): RecipientResult[] {
  return recipients.map(({ ordinal }, index) => {
    const own = rcptTo[index];
    const isAccepted = own !== undefined && own.code < 300;
    const reply = isAccepted && data ? data : (own ?? noReply);
    const tellsSuccess = client.extension("DSN") !== undefined;
    return { ordinal, result: classify(reply, isAccepted), reply: describeReply(reply), host, tellsSuccess };
  });
}

const noReply: Reply = { code: 451, enhanced: "4.4.2", lines: ["The server gave no answer"] };

/** RFC 5321 §4.2.1; a 552 to RCPT is "too many recipients" of old (§4.5.3.1.10). */
function classify({ code }: Reply, isForMessage: boolean): RecipientResult["result"] {
  if (code < 300) return "delivered";
  return code >= 500 && (code !== 552 || isForMessage) ? "permanent" : "temporary";
}

function failureOf(error: unknown, recipients: readonly BatchRecipient[], host: string): RecipientResult[] {
  if (error instanceof GreetingRefused) {
    const result = error.reply.code >= 500 ? "permanent" : "temporary";
    return everybody(recipients, result, describeReply(error.reply), host);
  }
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const words = code === "" ? messageOf(error) : code;
  return everybody(recipients, "temporary", `451 4.4.1 No connection to ${host}: ${words}`.slice(0, 500), host);
}

function everybody(
  recipients: readonly BatchRecipient[],
  result: RecipientResult["result"],
  reply: string,
  host: string | null,
): RecipientResult[] {
  return recipients.map(({ ordinal }) => ({ ordinal, result, reply, host, tellsSuccess: false }));
}
