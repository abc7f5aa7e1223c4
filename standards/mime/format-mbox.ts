// One message as it stands in an mbox file (RFC 4155, in the mboxrd form): a line that says when it came, its octets, an empty line.
// Lines of the message that look like such a line are marked, and reading takes the mark away, so nothing is lost.

const LF = 0x0a;
const LOOKS_LIKE_SEPARATOR = /(^|\n)(>*From )/g;

export function formatMboxEntry(raw: Uint8Array, receivedAt: Date): Uint8Array {
  const octets = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString("latin1");
  const marked = octets.replace(LOOKS_LIKE_SEPARATOR, "$1>$2");
  const end = raw.at(-1) === LF ? "\n" : "\n\n";
  return Buffer.from(`From MAILER-DAEMON ${asctime(receivedAt)}\n${marked}${end}`, "latin1");
}

/** "Mon Nov 23 07:30:00 2026", in UTC. */
function asctime(at: Date): string {
  const [day = "", date = "", month = "", year = "", time = ""] = at.toUTCString().replace(",", "").split(" ");
  return `${day} ${month} ${date} ${time} ${year}`;
}
