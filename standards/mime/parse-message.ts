// Parses a message into its tree of parts by offsets: RFC 5322, RFC 2045, RFC 2046. Never throws, whatever the octets; the
// time is linear in their number; depth, parts and headers are bounded.
import { isTelling } from "./charset.ts";
import { describePart } from "./describe-part.ts";
import { createDelimiterScanner, type Delimiter, type DelimiterScanner } from "./scan-delimiters.ts";
import { scanHeader } from "./scan-header.ts";
import { decodedSize } from "./transfer-encoding.ts";
import { defaultMimeLimits, type Defect, type MimeLimits, type ParsedMessage, type Part } from "./types.ts";

type Parsing = {
  raw: Buffer;
  /** Those of headers are what is left of them. */
  limits: MimeLimits;
  scanner: DelimiterScanner;
  defects: Set<Defect>;
  charset: string | null;
  parts: number;
  /** What ended the part that was read last. */
  delimiter: Delimiter;
};

/** Where in the tree a part is. */
type Place = { section: string; parentSubtype: string; depth: number };

/** The tree of parts of `raw`, which is kept by reference. Broken mail yields the best tree there is, with `defects`. */
export function parseMessage(raw: Uint8Array, limits: Partial<MimeLimits> = {}): ParsedMessage {
  const buffer = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  return parseWith(createDelimiterScanner(buffer), buffer, limits, raw);
}

/** `parseMessage` with a scanner of the caller, who can see how much it had to look at. */
export function parseWith(
  scanner: DelimiterScanner,
  buffer: Buffer,
  limits: Partial<MimeLimits> = {},
  raw: Uint8Array = buffer,
): ParsedMessage {
  const defects = new Set<Defect>();
  const parsing: Parsing = {
    raw: buffer,
    limits: { ...defaultMimeLimits, ...limits },
    scanner,
    defects,
    charset: null,
    parts: 0,
    delimiter: scanner.next(buffer.length),
  };
  const root = parsePart(parsing, 0, { section: "", parentSubtype: "mixed", depth: 0 });
  return { raw, root, size: raw.length, charset: parsing.charset, defects: [...defects] };
}

function parsePart(parsing: Parsing, start: number, place: Place): Part {
  const { raw, limits, scanner, defects } = parsing;
  parsing.parts++;
  const header = scanHeader(raw, start, limits, (line) => scanner.at(line) !== null);
  if (header.isTruncated) defects.add("headerTruncated");
  if (header.isMalformed) defects.add("malformedHeader");
  limits.maxHeaderFields -= header.fields.length;
  limits.maxHeaderBytes -= header.fieldBytes;
  const { part, boundary } = describePart(raw, header, place.parentSubtype, parsing.charset);
  if (part.charset !== null && parsing.charset === null && isTelling(part.charset)) parsing.charset = part.charset;

  if (part.type.startsWith("multipart/")) {
    const obstacle = parseSubParts(parsing, part, boundary, place);
    if (obstacle === null) return part;
    defects.add(obstacle);
    // A multipart that cannot be taken apart is shown as the text it is; one beyond the limits is only kept.
    part.type = obstacle === "boundaryMissing" ? "text/plain" : "application/octet-stream";
    part.charset = obstacle === "boundaryMissing" ? (part.charset ?? "us-ascii") : null;
  }
  part.partId = place.section === "" ? "1" : place.section;
  parsing.delimiter = scanner.next(part.bodyStart);
  part.bodyEnd = Math.max(part.bodyStart, parsing.delimiter.contentEnd);
  part.size = decodedSize(raw, part.encoding, part.bodyStart, part.bodyEnd);
  return part;
}

/** Null when the part has children now; otherwise why not, and nothing is consumed. */
function parseSubParts(parsing: Parsing, part: Part, boundary: string | null, place: Place): Defect | null {
  const { section, depth } = place;
  const { scanner, defects, limits } = parsing;
  if (boundary === null) return "boundaryMissing";
  if (depth >= limits.maxDepth) return "tooDeep";
  if (parsing.parts >= limits.maxParts) return "tooManyParts";
  const level = scanner.open(boundary);
  const parentSubtype = part.type.slice("multipart/".length);
  parsing.delimiter = scanner.next(part.bodyStart);
  if (parsing.delimiter.level !== level || parsing.delimiter.isClosing) {
    scanner.close();
    return "boundaryMissing";
  }
  while (parsing.delimiter.level === level && !parsing.delimiter.isClosing) {
    if (parsing.parts >= limits.maxParts) {
      defects.add("tooManyParts");
      scanner.stop();
      parsing.delimiter = scanner.next(parsing.delimiter.next);
      break;
    }
    const number = part.subParts.length + 1;
    const child = {
      section: section === "" ? String(number) : `${section}.${number}`,
      parentSubtype,
      depth: depth + 1,
    };
    part.subParts.push(parsePart(parsing, parsing.delimiter.next, child));
  }
  const isClosed = parsing.delimiter.level === level && parsing.delimiter.isClosing;
  scanner.close();
  // What follows the closing boundary is the epilogue; it ends where a surrounding multipart goes on.
  if (isClosed) parsing.delimiter = scanner.next(parsing.delimiter.next);
  else if (!defects.has("tooManyParts")) defects.add("multipartUnclosed");
  part.bodyEnd = Math.max(part.bodyStart, parsing.delimiter.contentEnd);
  part.size = part.bodyEnd - part.bodyStart;
  return null;
}
