// What a connection has come to, and the seam between protocol and product: the protocol owns order, limits and syntax, a
// Surface (incoming mail, submission) owns the decisions.

import type { Mailbox } from "../../standards/address/types.ts";
import type { Parameters } from "../../standards/smtp/command.ts";
import type { Reply } from "../../standards/smtp/reply.ts";
import type { Credentials } from "../../standards/smtp/sasl.ts";
import type { AccountId } from "../base/ids.ts";

export interface Session {
  /** For the log and for replies that name it; says nothing else. */
  readonly id: string;
  readonly remoteAddress: string;
  readonly remotePort: number;
  greeting: { domain: string; isExtended: boolean } | undefined;
  /** Protocol and cipher once TLS has begun. */
  tls: string | undefined;
  accountId: AccountId | undefined;
  /** The login that is under way between 334 and its answer. */
  login: { mechanism: "PLAIN" | "LOGIN"; username?: string } | undefined;
  transaction: Transaction | undefined;
  errors: number;
  acceptedRecipients: number;
  /** Whose data has come, accepted or not. */
  messages: number;
  /** Since the last accepted message. */
  commandsWithoutMail: number;
}

export interface Transaction {
  /** Null is the null reverse-path. */
  readonly mailFrom: Mailbox | null;
  readonly parameters: Parameters;
  readonly recipients: { path: Mailbox; parameters: Parameters }[];
}

/** What follows a reply, if anything but the next command. */
export type Outcome = { reply: Reply; next?: "data" | "login" | "tls" | "close" };

export interface Surface {
  readonly hostname: string;
  readonly maxMessageBytes: number;
  readonly maxRecipients: number;
  /** Beyond those of every port; depends on whether TLS has begun. */
  extensions(session: Session): string[];
  /** Whether somebody must have signed in before MAIL. */
  readonly needsAuthentication: boolean;
  /** Absent: no AUTH at all. A Reply refuses before anything secret is asked for. */
  readonly login?: {
    refuse(session: Session): Reply | undefined;
    verify(session: Session, credentials: Credentials): Promise<AccountId | undefined>;
  };
  /** Parameters of MAIL and RCPT that are understood beyond SIZE, BODY and SMTPUTF8. A Reply refuses. */
  checkParameters(command: "MAIL" | "RCPT", parameters: Parameters): Reply | undefined;
  /** A Reply refuses the sender. */
  checkSender(session: Session, mailFrom: Mailbox | null): Promise<Reply | undefined>;
  /** One answer for each path, in order: undefined accepts. All that came in one go are asked in one go. */
  checkRecipients(session: Session, paths: readonly Mailbox[]): Promise<(Reply | undefined)[]>;
  /** Where "postmaster" without a domain goes, RFC 5321 §4.5.1; undefined: nowhere. */
  postmaster(): Promise<Mailbox | undefined>;
  /** 250 only when the message is durable. Rejections become 451 and are logged by the connection. */
  acceptMessage(session: Session, transaction: Transaction, raw: Buffer): Promise<Reply>;
}

/** Names the message that is being taken: in our trace, in the answer and in the log. */
export function receptionId(session: Session): string {
  return `${session.id}.${session.messages}`;
}

export function createSession(id: string, remoteAddress: string, remotePort: number): Session {
  return {
    id,
    remoteAddress,
    remotePort,
    greeting: undefined,
    tls: undefined,
    accountId: undefined,
    login: undefined,
    transaction: undefined,
    errors: 0,
    acceptedRecipients: 0,
    messages: 0,
    commandsWithoutMail: 0,
  };
}
