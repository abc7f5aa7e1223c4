// The port on which mail comes in from other servers (MX): for our own people only, without signing in.

import type { Mailbox } from "../../standards/address/types.ts";
import type { Reply } from "../../standards/smtp/reply.ts";
import type { RandomSource } from "../base/ids.ts";
import { MAX_MESSAGE_BYTES, MAX_RECIPIENTS } from "../base/limits.ts";
import type { Log } from "../base/log.ts";
import type { Resolver } from "../base/resolver.ts";
import type { ServerCertificate } from "../base/tls.ts";
import type { Mail } from "../mail/mail.ts";
import type { Directory } from "../organisation/directory.ts";
import { acceptMessage } from "./accept-message.ts";
import type { SmtpLimits } from "./limits.ts";
import { openListener, type Listener } from "./listener.ts";
import { createRecipients, isTaker, type Recipients } from "./recipients.ts";
import { replies } from "./replies.ts";
import type { Session, Surface } from "./session.ts";

export interface SmtpOptions {
  host: string;
  port: number;
  /** The name this server gives itself; Authentication-Results carry it too. */
  hostname: string;
  /** Absent: no STARTTLS. */
  certificate?: ServerCertificate;
  mail: Mail;
  directory: Directory;
  /** Should remember answers (base/resolver.ts). */
  resolver: Resolver;
  random: RandomSource;
  log: Log;
  limits?: Partial<SmtpLimits>;
  maxMessageBytes?: number;
  maxRecipients?: number;
}

export async function startSmtp(options: SmtpOptions): Promise<Listener> {
  const { host, port, certificate, random, log, limits } = options;
  const surface = createIncomingSurface(options);
  return openListener({ host, port, setting: "SUREL_SMTP_PORT", surface, certificate, random, log, limits });
}

function createIncomingSurface(options: SmtpOptions): Surface {
  const { hostname, certificate, mail, directory, resolver } = options;
  const recipients = createRecipients({ db: mail.db, directory, clock: mail.clock });
  return {
    hostname,
    maxMessageBytes: options.maxMessageBytes ?? MAX_MESSAGE_BYTES,
    maxRecipients: options.maxRecipients ?? MAX_RECIPIENTS,
    needsAuthentication: false,
    extensions: (session) => (certificate?.current && session.tls === undefined ? ["STARTTLS"] : []),
    checkParameters: (_command, parameters) => (parameters.size > 0 ? replies.unsupportedParameter : undefined),
    checkSender: async () => undefined,
    checkRecipients: (session, paths) => checkRecipients(session, paths, recipients),
    postmaster: () => postmasterOf(directory),
    acceptMessage: (session, transaction, raw) =>
      acceptMessage(session, transaction, raw, { mail, recipients, resolver, hostname }),
  };
}

/** RFC 5321 §4.5.1: "postmaster" without a domain always exists. */
export async function postmasterOf(directory: Directory): Promise<Mailbox | undefined> {
  const domain = await directory.findMainDomain();
  return domain === undefined ? undefined : { local: "postmaster", domain, isUtf8: false };
}

async function checkRecipients(
  session: Session,
  paths: readonly Mailbox[],
  recipients: Recipients,
): Promise<(Reply | undefined)[]> {
  const answers = await recipients.resolve(paths);
  const declaredSize = Number(session.transaction?.parameters.get("SIZE") ?? 0);
  return answers.map((answer) => {
    if (!isTaker(answer)) return answer;
    return answer.room <= declaredSize ? replies.mailboxFull : undefined;
  });
}
