// Everything we say on the SMTP ports, in one place: code (RFC 5321 §4.2.3), class (RFC 3463) and words. What is not here
// is not said; none of it tells more about us than the peer needs.

import type { Reply } from "../../standards/smtp/reply.ts";

const reply = (code: number, enhanced: string, ...lines: string[]): Reply => ({ code, enhanced, lines });

export const replies = {
  greeting: (hostname: string): Reply => ({ code: 220, lines: [`${hostname} ESMTP Surel`] }),
  hello: (hostname: string, extensions: readonly string[]): Reply => ({ code: 250, lines: [hostname, ...extensions] }),
  ok: reply(250, "2.0.0", "OK"),
  help: reply(214, "2.0.0", "See RFC 5321"),
  bye: reply(221, "2.0.0", "Goodbye"),
  readyForTls: reply(220, "2.0.0", "Ready to start TLS"),
  authenticated: reply(235, "2.7.0", "Authentication succeeded"),
  challenge: (text: string): Reply => ({ code: 334, lines: [Buffer.from(text).toString("base64")] }),
  senderOk: reply(250, "2.1.0", "Sender OK"),
  recipientOk: reply(250, "2.1.5", "Recipient OK"),
  cannotVerify: reply(252, "2.1.5", "Send some mail, we will try to deliver it"),
  startMail: { code: 354, lines: ["Start mail input; end with <CRLF>.<CRLF>"] } satisfies Reply as Reply,
  accepted: (id: string): Reply => reply(250, "2.0.0", `Accepted as ${id}`),

  shuttingDown: (hostname: string): Reply => reply(421, "4.3.2", `${hostname} is going out of service, try again soon`),
  tooManyConnections: (hostname: string): Reply => reply(421, "4.7.0", `${hostname}: too many connections from you`),
  busy: (hostname: string): Reply => reply(421, "4.3.2", `${hostname} is too busy, try again soon`),
  timeout: (hostname: string): Reply => reply(421, "4.4.2", `${hostname}: timeout`),
  tooManyErrors: (hostname: string): Reply => reply(421, "4.7.0", `${hostname}: too many errors`),
  tooManyCommands: (hostname: string): Reply => reply(421, "4.7.0", `${hostname}: too many commands without mail`),

  internalError: (id: string): Reply => reply(451, "4.3.0", `Temporary error on our side (${id}), try again later`),
  diskFull: (id: string): Reply => reply(452, "4.3.1", `No room on our side (${id}), try again later`),
  outOfMemory: reply(452, "4.3.1", "Too much mail is coming in at once, try again later"),
  tooManyRecipients: reply(452, "4.5.3", "Too many recipients, send the others in another transaction"),
  mailboxFull: reply(452, "4.2.2", "The mailbox is full"),
  cannotVerifyNow: reply(451, "4.7.24", "The sender's domain cannot be looked up now, try again later"),
  rateLimit: reply(450, "4.7.1", "Too much mail from this account in the last hour, try again later"),
  tlsUnavailable: reply(454, "4.7.0", "TLS is not available"),
  authenticationBusy: reply(454, "4.7.0", "Temporary authentication failure"),

  unknownCommand: reply(500, "5.5.2", "Command not recognised"),
  lineTooLong: reply(500, "5.5.6", "Line too long"),
  bareLineBreakInCommand: reply(500, "5.5.2", "A line ends with <CRLF> and with nothing else"),
  bareLineBreakInData: reply(550, "5.5.2", "A bare <CR> or <LF> in the message: refused"),
  syntax: reply(501, "5.5.2", "Syntax error"),
  badParameter: reply(501, "5.5.4", "Parameter not understood"),
  unsupportedParameter: reply(555, "5.5.4", "Parameter not supported"),
  badSender: reply(501, "5.1.7", "Sender address not valid"),
  badRecipient: reply(501, "5.1.3", "Recipient address not valid"),
  needsSmtputf8: reply(550, "5.6.7", "An address with non-ASCII characters needs SMTPUTF8"),
  notImplemented: reply(502, "5.5.1", "Command not implemented"),
  sayHello: reply(503, "5.5.1", "Say EHLO first"),
  outOfOrder: reply(503, "5.5.1", "Not in this order"),
  noValidRecipients: reply(554, "5.5.1", "No valid recipients"),
  alreadyAuthenticated: reply(503, "5.5.1", "Already authenticated"),
  mechanismUnknown: reply(504, "5.5.4", "Authentication mechanism not supported"),
  badResponse: reply(501, "5.5.2", "Response not understood"),
  canceledAuthentication: reply(501, "5.7.0", "Authentication cancelled"),
  encryptionRequired: reply(538, "5.7.11", "Start TLS first"),
  authenticationRequired: reply(530, "5.7.0", "Authentication required"),
  authenticationFailed: reply(535, "5.7.8", "User name or password not accepted"),

  tooLarge: reply(552, "5.3.4", "The message is larger than we take"),
  unknownRecipient: reply(550, "5.1.1", "No such mailbox here"),
  disabledRecipient: reply(550, "5.2.1", "The mailbox does not take mail"),
  relayDenied: reply(550, "5.7.1", "We do not relay mail to that domain"),
  forbiddenMailFrom: reply(553, "5.7.1", "This account may not send as that address"),
  forbiddenFrom: reply(550, "5.7.1", "This account may not send with that From"),
  invalidMessage: reply(550, "5.6.0", "The message has no usable From"),
  loop: reply(554, "5.4.6", "The message goes round in a loop"),
  failsDmarc: (domain: string): Reply =>
    reply(550, "5.7.1", `The policy of ${domain} (DMARC) refuses mail that is not from it`),
} as const;
