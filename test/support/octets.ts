// Messages in tests are written as lines.

/** The lines joined by CRLF, as UTF-8 octets. */
export function octetsOf(...lines: string[]): Buffer {
  return Buffer.from(lines.join("\r\n"));
}
