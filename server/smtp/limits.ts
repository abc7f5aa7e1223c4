// Limits of the SMTP ports; each says what it protects. Those of a message are in base/limits.ts.

const MiB = 1024 * 1024;

export interface SmtpLimits {
  /** RFC 5321 §4.5.3.1.4 asks for 512, its extensions for more, and AUTH for 12,288 (RFC 4954 §4). */
  maxLineOctets: number;
  /** RFC 5321 §4.5.3.2.7: at least five minutes between commands and between pieces of data. */
  idleTimeoutMs: number;
  /** A message that trickles in is given up after this. */
  dataTimeoutMs: number;
  /** Refused commands in one connection, on top of one for each recipient that was accepted. */
  maxErrors: number;
  /** From this error on each further one waits `tarpitMs`: guessing addresses or passwords is slow. */
  tarpitAfterErrors: number;
  tarpitMs: number;
  /** Commands since the last message, so that nobody talks for ever. */
  maxCommandsWithoutMail: number;
  maxConnections: number;
  maxConnectionsPerAddress: number;
  /** A connection may keep this much of a message in memory by itself; what is more comes from `sharedDataOctets`. */
  ownDataOctets: number;
  /** For the large messages of all connections of a port together. */
  sharedDataOctets: number;
  /** How long what is being accepted may go on after the end was asked for. */
  shutdownMs: number;
}

export const defaultLimits: SmtpLimits = {
  maxLineOctets: 12_288,
  idleTimeoutMs: 300_000,
  dataTimeoutMs: 1_200_000,
  maxErrors: 50,
  tarpitAfterErrors: 5,
  tarpitMs: 500,
  maxCommandsWithoutMail: 5_000,
  maxConnections: 500,
  maxConnectionsPerAddress: 50,
  ownDataOctets: MiB / 4,
  sharedDataOctets: 256 * MiB,
  shutdownMs: 4_000,
};
