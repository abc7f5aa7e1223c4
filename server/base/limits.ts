// Bounds that several folders share. A limit of one surface stands in that surface; each says what it protects.

const MiB = 1024 * 1024;

/** The largest message that is accepted, sent or built. Announced as SIZE (RFC 1870) and maxSizeAttachmentsPerEmail. */
export const MAX_MESSAGE_BYTES = 50 * MiB;

/** Recipients of one message: RFC 5321 §4.5.3.1.8 asks for at least 100; one transaction takes them all. */
export const MAX_RECIPIENTS = 2000;

/** Received header fields after which a message is in a loop, RFC 5321 §6.3. */
export const MAX_RECEIVED_FIELDS = 100;

/** How long an orderly end may take before the process ends anyway. */
export const SHUTDOWN_TIMEOUT_MS = 10_000;
