// RCPT TO, RFC 5321 §4.1.1.3. Takes all the commands that a client has sent in one go (RFC 2920) and asks about their
// recipients at once: a message for a thousand people costs a few look-ups and not a thousand.

import { normalizeAddress } from "../../standards/address/normalize-address.ts";
import { formatMailbox } from "../../standards/address/mailbox.ts";
import type { Mailbox } from "../../standards/address/types.ts";
import type { Command, Parameters } from "../../standards/smtp/command.ts";
import type { Reply } from "../../standards/smtp/reply.ts";
import { replies } from "./replies.ts";
import type { Outcome, Session, Surface, Transaction } from "./session.ts";

export type RcptCommand = Extract<Command, { verb: "RCPT" }>;

/** One outcome for each command, in order. */
export async function rcpt(session: Session, commands: readonly RcptCommand[], surface: Surface): Promise<Outcome[]> {
  const { transaction } = session;
  if (!transaction) return commands.map(() => ({ reply: session.greeting ? replies.outOfOrder : replies.sayHello }));
  const isForServer = commands.some(({ path }) => path === "postmaster");
  const postmaster = isForServer ? await surface.postmaster() : undefined;
  const checked = commands.map((command) => check(command, transaction, surface, postmaster));
  const paths = checked.flatMap((one) => ("path" in one ? [one.path] : []));
  const answers = paths.length > 0 ? await surface.checkRecipients(session, paths) : [];
  const known = new Set(transaction.recipients.map(({ path }) => keyOf(path)));
  let next = 0;
  return checked.map((one) => {
    if ("refusal" in one) return { reply: one.refusal };
    const refusal = answers[next++];
    return { reply: refusal ?? add(session, one, known, surface) };
  });
}

type Checked = { refusal: Reply } | { path: Mailbox; parameters: Parameters };

function check(
  { path, parameters }: RcptCommand,
  transaction: Transaction,
  surface: Surface,
  postmaster: Mailbox | undefined,
): Checked {
  const problem = surface.checkParameters("RCPT", parameters);
  if (problem) return { refusal: problem };
  const mailbox = path === "postmaster" ? postmaster : path;
  if (!mailbox) return { refusal: replies.unknownRecipient };
  if (mailbox.isUtf8 && !transaction.parameters.has("SMTPUTF8")) return { refusal: replies.needsSmtputf8 };
  return { path: mailbox, parameters };
}

/** The same recipient twice is accepted and kept once. */
function add(
  session: Session,
  recipient: { path: Mailbox; parameters: Parameters },
  known: Set<string>,
  surface: Surface,
): Reply {
  const recipients = session.transaction?.recipients ?? [];
  const key = keyOf(recipient.path);
  if (known.has(key)) return replies.recipientOk;
  if (recipients.length >= surface.maxRecipients) return replies.tooManyRecipients;
  known.add(key);
  recipients.push(recipient);
  session.acceptedRecipients += 1;
  return replies.recipientOk;
}

function keyOf(path: Mailbox): string {
  return normalizeAddress(formatMailbox(path)) ?? formatMailbox(path);
}
