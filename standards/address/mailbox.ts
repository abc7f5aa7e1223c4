// The Mailbox of SMTP paths: RFC 5321 §4.1.2 with the limits of §4.5.3.1 and the extension of RFC 6531 §3.3. Strict, unlike
// the lists of message headers: what it accepts can be put into a MAIL or RCPT command.
import type { Mailbox } from "./types.ts";

const maxLocalOctets = 64;
const maxDomainOctets = 255;
const maxPathOctets = 254;

const dotString = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const utf8DotString = /^[\w!#$%&'*+/=?^`{|}~\u{80}-\u{10ffff}-]+(?:\.[\w!#$%&'*+/=?^`{|}~\u{80}-\u{10ffff}-]+)*$/u;
// eslint-disable-next-line no-control-regex -- RFC 5321 §4.1.2 qtextSMTP and quoted-pairSMTP, plus UTF8-non-ascii
const quotedString = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e\u{80}-\u{10ffff}]|\\[\x20-\x7e])*)"$/u;
const asciiDomain = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;
const ipv4Literal = /^\[(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!\])|(?=\]))){4}\]$/;
const ipv6Literal = /^\[IPv6:[0-9a-f:.]{2,45}\]$/i;

/** The mailbox, or null for anything that is none. The local part keeps its case; quotes that are not needed are dropped. */
export function parseMailbox(text: string): Mailbox | null {
  const at = text.lastIndexOf("@");
  if (at < 1 || text.length > maxLocalOctets + maxDomainOctets + 1) return null;
  const local = parseLocalPart(text.slice(0, at));
  const domain = parseDomain(text.slice(at + 1));
  if (local === null || domain === null) return null;
  if (octets(local) > maxLocalOctets || octets(text) > maxPathOctets) return null;
  return { local, domain, isUtf8: !isAscii(local) || !isAscii(domain) };
}

/** The text of a mailbox as it goes into an SMTP command. */
export function formatMailbox(mailbox: Mailbox): string {
  return `${mailbox.local}@${mailbox.domain}`;
}

/** A domain in lower case, or an address literal, or null when the text is neither (RFC 5321 §4.1.2 and §4.1.3). */
export function parseDomain(text: string): string | null {
  if (text.startsWith("[")) {
    if (ipv4Literal.test(text)) return text;
    return ipv6Literal.test(text) && isIpv6(text.slice(6, -1)) ? text : null;
  }
  const domain = text.normalize("NFC").toLowerCase();
  const ascii = toAsciiDomain(domain);
  if (ascii === null || ascii.length > maxDomainOctets) return null;
  return domain;
}

/** The domain with every label as an A-label (RFC 5890 §2.3.2.1), in lower case; null when it cannot be a domain. */
export function toAsciiDomain(domain: string): string | null {
  if (domain.length > maxDomainOctets) return null;
  let ascii = domain.toLowerCase();
  if (!isAscii(ascii)) {
    // The URL parser is the one IDNA implementation (UTS 46) that browsers and servers share.
    const url = /[\s/?#@:\\%[\]]/.test(ascii) ? null : URL.parse(`http://${ascii}`);
    if (!url) return null;
    ascii = url.hostname;
  }
  return asciiDomain.test(ascii) && ascii.split(".").every((label) => label.length <= 63) ? ascii : null;
}

export function isAscii(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- the whole of ASCII is meant
  return /^[\x00-\x7f]*$/.test(text);
}

function parseLocalPart(text: string): string | null {
  if (dotString.test(text)) return text;
  if (!text.startsWith('"')) return utf8DotString.test(text) ? text.normalize("NFC") : null;
  const inside = quotedString.exec(text)?.[1];
  if (inside === undefined) return null;
  const plain = inside.replace(/\\([^])/g, "$1");
  // RFC 5321 §4.1.2: the quoted form is to be avoided where the Dot-string says the same.
  return utf8DotString.test(plain) ? plain : quoteLocalPart(plain);
}

function quoteLocalPart(plain: string): string {
  return `"${plain.replace(/["\\]/g, "\\$&")}"`;
}

function isIpv6(address: string): boolean {
  return URL.canParse(`http://[${address}]/`);
}

function octets(text: string): number {
  return isAscii(text) ? text.length : new TextEncoder().encode(text).length;
}
