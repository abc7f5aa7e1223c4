// Who a message is really from: SPF (RFC 7208), DKIM (RFC 6376), ARC (RFC 8617) and DMARC (RFC 7489), all by mailauth. The
// outcome is data; what follows from it is decided in accept-message.ts. Nothing the sender does makes this reject: a check
// that cannot be made is a temperror.

import { Readable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";

import type * as Mailauth from "mailauth";
import type { AuthenticateResult, DNSResolver } from "mailauth";

import type { HeaderBlock } from "../../standards/mime/scan-header.ts";
import type { Resolver } from "../base/resolver.ts";
import { fieldsNamed } from "./trace.ts";

export interface MessageVerdicts {
  spf: { result: string; domain: string };
  dkim: { result: string; domain: string; selector: string }[];
  arc?: { result: string };
  /** Absent when the message has no single author domain. `policy` is what that domain asks for. */
  dmarc?: { result: string; domain: string; policy: string };
}

export interface VerifiedMessage {
  verdicts: MessageVerdicts;
  /** The value of Authentication-Results, RFC 8601 §2.2, folded. */
  authenticationResults: string;
}

export interface Peer {
  address: string;
  /** Its name in EHLO. */
  greeting: string;
  /** Empty for the null reverse-path. */
  mailFrom: string;
}

/** Signatures that are looked at, newest first; more would be look-ups on an attacker's behalf (RFC 6376 §8.4). */
const maxSignatures = 10;
const maxSpfMs = 20_000;
const maxResultLength = 400;
/** mailauth's time grows with the square of the header's lines: a larger header is read for its author only. */
const maxHeaderOctets = 512 * 1024;
const maxHeaderLines = 10_000;
const maxAuthorOctets = 16 * 1024;
/** Bodies are hashed in pieces of this size, so that one large message does not hold up all others. */
const pieceOctets = 64 * 1024;

/** Fetched with the first message: a server is not kept from starting by it. */
let mailauth: Promise<typeof Mailauth> | undefined;

export async function verifyMessage(
  raw: Buffer,
  header: HeaderBlock,
  peer: Peer,
  { resolver, hostname }: { resolver: Resolver; hostname: string },
): Promise<VerifiedMessage> {
  const options = {
    ip: peer.address,
    helo: peer.greeting,
    sender: peer.mailFrom,
    mta: hostname,
    resolver: resolver as unknown as DNSResolver,
    disableBimi: true,
    rejectRsaSha1: true,
    maxElapsedTime: maxSpfMs,
  };
  const { authenticate } = await (mailauth ??= import("mailauth"));
  const result = await authenticate(inputOf(raw, header), options);
  const verdicts = verdictsOf(result);
  return { verdicts, authenticationResults: resultsOf(result, hostname) };
}

function inputOf(raw: Buffer, header: HeaderBlock): Buffer | Readable {
  const input = isModest(raw, header) ? signedInput(raw, header) : authorInput(raw, header);
  return input.length > pieceOctets ? Readable.from(piecesOf(input)) : input;
}

async function* piecesOf(input: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < input.length; at += pieceOctets) {
    yield input.subarray(at, at + pieceOctets);
    await nextTurn();
  }
}

function isModest(raw: Buffer, { start, bodyStart }: HeaderBlock): boolean {
  if (bodyStart - start > maxHeaderOctets) return false;
  let lines = 0;
  for (let at = raw.indexOf("\n", start); at >= 0 && at < bodyStart; at = raw.indexOf("\n", at + 1)) lines += 1;
  return lines <= maxHeaderLines;
}

/** What DMARC asks for at least. */
function authorInput(raw: Buffer, header: HeaderBlock): Buffer {
  const fields = fieldsNamed(header, "from").map(({ start, end }) => raw.subarray(start, end));
  const modest = fields.slice(0, 2).filter((field) => field.length <= maxAuthorOctets);
  return Buffer.concat([...modest.flatMap((field) => [field, Buffer.from("\r\n")]), Buffer.from("\r\n")]);
}

/** Without the surplus of signatures; without the body when nothing signs it. */
function signedInput(raw: Buffer, header: HeaderBlock): Buffer {
  const signatures = fieldsNamed(header, "dkim-signature");
  const isSigned = signatures.length > 0 || fieldsNamed(header, "arc-seal").length > 0;
  if (!isSigned) return Buffer.concat([raw.subarray(0, header.bodyStart), Buffer.from("\r\n")]);
  const surplus = signatures.slice(maxSignatures);
  if (surplus.length === 0) return raw;
  const pieces: Buffer[] = [];
  let from = 0;
  for (const field of surplus) {
    pieces.push(raw.subarray(from, field.start));
    from = Math.min(raw.length, field.end + 2);
  }
  return Buffer.concat([...pieces, raw.subarray(from)]);
}

function verdictsOf({ spf, dkim, arc, dmarc }: AuthenticateResult): MessageVerdicts {
  const verdicts: MessageVerdicts = {
    spf: { result: (spf && spf.status?.result) || "none", domain: (spf && spf.domain) || "" },
    dkim: (dkim?.results ?? []).flatMap((one) =>
      one.status.result === "none"
        ? []
        : { result: one.status.result, domain: one.signingDomain ?? "", selector: one.selector ?? "" },
    ),
  };
  if (arc && arc.status.result !== "none") verdicts.arc = { result: arc.status.result };
  if (dmarc) {
    const domain = dmarc.status.header?.from ?? dmarc.domain ?? "";
    verdicts.dmarc = { result: dmarc.status.result, domain, policy: dmarc.policy ?? "none" };
  }
  return verdicts;
}

/** What the journal keeps beside the message itself, which has all of it in its Authentication-Results. */
export function inShort({ spf, dkim, arc, dmarc }: MessageVerdicts): string {
  const signatures = [...new Set(dkim.map(({ result, domain }) => `dkim=${result} ${domain}`))];
  return [
    `spf=${spf.result}`,
    ...signatures,
    ...(arc ? [`arc=${arc.result}`] : []),
    ...(dmarc ? [`dmarc=${dmarc.result}`] : []),
  ].join("; ");
}

function resultsOf(result: AuthenticateResult, hostname: string): string {
  const { spf, dkim, arc, dmarc } = result;
  const infos = [
    ...(dkim?.results ?? []).map((one) => one.info),
    spf ? spf.info : undefined,
    arc ? arc.info : undefined,
    dmarc ? dmarc.info : undefined,
  ];
  return [hostname, ...infos.flatMap((info) => (info ? ` ${onOneLine(info)}` : []))].join(";\r\n");
}

/** The peer's names and texts are in it: no control may begin a line of its own. */
function onOneLine(info: string): string {
  return (
    info
      // eslint-disable-next-line no-control-regex -- controls are what is removed
      .replace(/[\x00-\x20\x7f]+/g, " ")
      .trim()
      .slice(0, maxResultLength)
  );
}
