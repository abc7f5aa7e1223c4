// Replies, RFC 5321 §4.2, with the enhanced status codes of RFC 2034 and RFC 3463: written by a server, read by a client.

export interface Reply {
  code: number;
  /** "5.1.1"; absent where RFC 2034 §4 has none: greetings, 3xx, the answer to EHLO. */
  enhanced?: string;
  /** At least one line. */
  lines: readonly string[];
}

const maxReplyLine = 510;

/** The reply with its line breaks. Controls become spaces, so that no text can become a reply of its own. */
export function formatReply({ code, enhanced, lines }: Reply): string {
  const prefix = enhanced === undefined ? "" : `${enhanced} `;
  return lines
    .map((line, index) => {
      const separator = index === lines.length - 1 ? " " : "-";
      // eslint-disable-next-line no-control-regex -- controls are what is removed
      return `${`${code}${separator}${prefix}${line.replace(/[\x00-\x1f\x7f]/g, " ")}`.slice(0, maxReplyLine)}\r\n`;
    })
    .join("");
}

export interface ReplyReader {
  /** Adds octets and returns the replies that are whole now. Throws a ReplyError for what is no reply. */
  push(octets: Uint8Array): Reply[];
}

export class ReplyError extends Error {
  override readonly name = "ReplyError";
}

const maxReplyOctets = 64 * 1024;

export function createReplyReader(): ReplyReader {
  let unread = "";
  let lines: string[] = [];
  let octetsOfReply = 0;
  return {
    push(octets) {
      unread += Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString("latin1");
      octetsOfReply += octets.byteLength;
      const replies: Reply[] = [];
      for (let end = unread.indexOf("\n"); end >= 0; end = unread.indexOf("\n")) {
        const line = unread.slice(0, end).replace(/\r$/, "");
        unread = unread.slice(end + 1);
        const match = /^([2-5]\d\d)(?:([ -])(.*))?$/.exec(line);
        if (!match) throw new ReplyError(`not a reply: ${line.slice(0, 80)}`);
        lines.push(Buffer.from(match[3] ?? "", "latin1").toString("utf8"));
        if (match[2] === "-") continue;
        replies.push(toReply(Number(match[1]), lines));
        lines = [];
        octetsOfReply = unread.length;
      }
      if (octetsOfReply > maxReplyOctets) throw new ReplyError("a reply that does not end");
      return replies;
    },
  };
}

function toReply(code: number, lines: string[]): Reply {
  const enhanced = new RegExp(`^(${Math.floor(code / 100)}\\.\\d{1,3}\\.\\d{1,3})(?: |$)`).exec(lines[0] ?? "")?.[1];
  if (enhanced === undefined) return { code, lines };
  return {
    code,
    enhanced,
    lines: lines.map((line) => (line.startsWith(enhanced) ? line.slice(enhanced.length).trimStart() : line)),
  };
}

/** A reply as one line of words, for a status or a log; at most `maxLength` characters. */
export function describeReply({ code, enhanced, lines }: Reply, maxLength = 500): string {
  const text = [code, enhanced, ...lines].filter((part) => part !== undefined && part !== "").join(" ");
  // eslint-disable-next-line no-control-regex -- controls are what is removed
  return text
    .replace(/[\x00-\x1f\x7f-\x9f\s]+/g, " ")
    .slice(0, maxLength)
    .trim();
}
