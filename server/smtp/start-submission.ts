// The port on which programs of our people send mail (RFC 6409): signed in with an app password, to anybody.

import { formatMailbox } from "../../standards/address/mailbox.ts";
import { domainOf } from "../../standards/address/normalize-address.ts";
import type { Mailbox } from "../../standards/address/types.ts";
import type { Reply } from "../../standards/smtp/reply.ts";
import type { Auth } from "../auth/auth.ts";
import type { AccountId, RandomSource } from "../base/ids.ts";
import { MAX_MESSAGE_BYTES, MAX_RECIPIENTS } from "../base/limits.ts";
import type { Log } from "../base/log.ts";
import type { ServerCertificate } from "../base/tls.ts";
import type { Mail } from "../mail/mail.ts";
import type { Submit } from "../mail/submit.ts";
import type { Directory } from "../organisation/directory.ts";
import { acceptSubmission } from "./accept-submission.ts";
import type { SmtpLimits } from "./limits.ts";
import { openListener, type Listener } from "./listener.ts";
import { replies } from "./replies.ts";
import type { Session, Surface } from "./session.ts";
import { postmasterOf } from "./start-smtp.ts";

export interface SubmissionOptions {
  host: string;
  port: number;
  hostname: string;
  /** Absent: no STARTTLS, and passwords are taken without it. While there is none yet, they are not taken. */
  certificate?: ServerCertificate;
  mail: Mail;
  directory: Directory;
  auth: Pick<Auth, "verifyAppPassword">;
  submit: Submit;
  random: RandomSource;
  log: Log;
  limits?: Partial<SmtpLimits>;
  maxMessageBytes?: number;
  maxRecipients?: number;
}

export async function startSubmission(options: SubmissionOptions): Promise<Listener> {
  const { host, port, certificate, random, log, limits } = options;
  const surface = createSubmissionSurface(options);
  return openListener({ host, port, setting: "SUREL_SUBMISSION_PORT", surface, certificate, random, log, limits });
}

function createSubmissionSurface(options: SubmissionOptions): Surface {
  const { hostname, certificate, mail, directory, auth, submit } = options;
  const mayLogIn = (session: Session): boolean =>
    session.tls !== undefined || certificate === undefined || isLoopback(session.remoteAddress);
  return {
    hostname,
    maxMessageBytes: options.maxMessageBytes ?? MAX_MESSAGE_BYTES,
    maxRecipients: options.maxRecipients ?? MAX_RECIPIENTS,
    needsAuthentication: true,
    extensions: (session) => [
      ...(certificate?.current && session.tls === undefined ? ["STARTTLS"] : []),
      ...(mayLogIn(session) ? ["AUTH PLAIN LOGIN"] : []),
      "DSN",
    ],
    login: {
      // RFC 4954 §4: no password in the clear. One from this machine itself has no wire to be read on.
      refuse: (session) => (mayLogIn(session) ? undefined : replies.encryptionRequired),
      async verify(session, { username, password }) {
        const found = await auth.verifyAppPassword(username, password, "smtp", session.remoteAddress);
        return found?.accountId;
      },
    },
    checkParameters: checkDsnParameters,
    checkSender: (session, mailFrom) => checkSender(session.accountId, mailFrom, directory),
    checkRecipients: (_session, paths) => checkRecipients(paths, directory),
    postmaster: () => postmasterOf(directory),
    acceptMessage: (session, transaction, raw) =>
      acceptSubmission(session, transaction, raw, { submit, hostname, clock: mail.clock }),
  };
}

function isLoopback(address: string): boolean {
  return address === "::1" || address.startsWith("127.");
}

async function checkSender(
  accountId: AccountId | undefined,
  mailFrom: Mailbox | null,
  directory: Directory,
): Promise<Reply | undefined> {
  if (accountId === undefined) return replies.authenticationRequired;
  const may = mailFrom !== null && (await directory.mayUseAddress(accountId, formatMailbox(mailFrom)));
  return may ? undefined : replies.forbiddenMailFrom;
}

/** Whoever is nobody at our own domains is refused here, where the person sees it at once. */
async function checkRecipients(paths: readonly Mailbox[], directory: Directory): Promise<(Reply | undefined)[]> {
  const addresses = paths.map(formatMailbox);
  const found = await directory.resolveRecipients(addresses);
  const domains = new Map<string, boolean>();
  const answers: (Reply | undefined)[] = [];
  for (const address of addresses) {
    const recipient = found.get(address);
    const domain = domainOf(address) ?? "";
    if (!recipient && !domains.has(domain)) domains.set(domain, (await directory.findDomain(domain)) !== undefined);
    const isNobody = !recipient && domains.get(domain) === true && !/^(?:postmaster|abuse)@/i.test(address);
    if (isNobody) answers.push(replies.unknownRecipient);
    else answers.push(recipient && recipient.state !== "active" ? replies.disabledRecipient : undefined);
  }
  return answers;
}

/** RFC 3461 §4: NOTIFY and ORCPT of RCPT, RET and ENVID of MAIL. AUTH of MAIL (RFC 4954 §5) is taken and not believed. */
const dsnParameters: Record<"MAIL" | "RCPT", Record<string, RegExp>> = {
  MAIL: { RET: /^(?:FULL|HDRS)$/i, ENVID: /^(?:[!-*,-<>-~]|\+[0-9A-F]{2}){1,100}$/, AUTH: /^.{1,500}$/ },
  RCPT: {
    NOTIFY: /^(?:NEVER|(?:SUCCESS|FAILURE|DELAY)(?:,(?:SUCCESS|FAILURE|DELAY)){0,2})$/i,
    ORCPT: /^[A-Za-z0-9-]{1,40};.{1,500}$/,
  },
};

function checkDsnParameters(
  command: "MAIL" | "RCPT",
  parameters: ReadonlyMap<string, string | null>,
): Reply | undefined {
  for (const [keyword, value] of parameters) {
    const pattern = dsnParameters[command][keyword];
    if (!pattern) return replies.unsupportedParameter;
    if (value === null || !pattern.test(value)) return replies.badParameter;
  }
  return undefined;
}
