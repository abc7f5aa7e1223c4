// The properties of a body part that its header gives: RFC 8621 §4.1.4, from the fields of RFC 2045, RFC 2183, RFC 2392,
// RFC 2557 and RFC 3282.
import { isTelling, octetsToText } from "./charset.ts";
import { decodeWords } from "./encoded-words.ts";
import { parseParameterized, withoutComments } from "./parameters.ts";
import type { HeaderBlock } from "./scan-header.ts";
import type { HeaderField, Part } from "./types.ts";

const mediaType = /^[\w!#$%&'*+.^`{|}~-]+\/[\w!#$%&'*+.^`{|}~-]+$/;

/** A part with all but its end, its size and its id, and the boundary if it is a multipart that has one. `nearby`: see `octetsToText`. */
export function describePart(
  raw: Buffer,
  header: HeaderBlock,
  parentSubtype: string,
  nearby: string | null,
): { part: Part; boundary: string | null } {
  const part: Part = {
    partId: null,
    headers: header.fields,
    type: parentSubtype === "digest" ? "message/rfc822" : "text/plain", // RFC 2046 §5.1.5
    charset: null,
    disposition: null,
    cid: null,
    language: null,
    location: null,
    name: null,
    size: 0,
    subParts: [],
    encoding: "7bit",
    headerStart: header.start,
    bodyStart: header.bodyStart,
    bodyEnd: header.bodyStart,
  };
  let boundary: string | null = null;
  let typeName: string | null = null;
  const seen = new Set<string>();

  for (const field of header.fields) {
    // "Content-ID", the shortest, has 10 characters.
    if (field.name.length < 10 || (field.name[0] !== "C" && field.name[0] !== "c")) continue;
    const key = field.name.toLowerCase();
    // Where a field is repeated the first counts, as it does for the programs that show the message.
    if (!key.startsWith("content-") || seen.has(key)) continue;
    seen.add(key);
    const value = valueOf(raw, field, nearby ?? part.charset);
    switch (key) {
      case "content-type": {
        let parsed = parseParameterized(value);
        part.type = toMediaType(parsed.value, part.type);
        part.charset = parsed.parameters.get("charset") ?? null;
        if (nearby === null && part.charset !== null && isTelling(part.charset)) {
          parsed = parseParameterized(valueOf(raw, field, part.charset));
        }
        boundary = parsed.parameters.get("boundary")?.trimEnd() || null;
        typeName = parsed.parameters.get("name") ?? null;
        break;
      }
      case "content-disposition": {
        const parsed = parseParameterized(value);
        part.disposition = parsed.value.toLowerCase() || null;
        part.name = toName(parsed.parameters.get("filename"));
        break;
      }
      case "content-transfer-encoding":
        part.encoding = (/^[^\s;]+/.exec(withoutComments(value).trim())?.[0] ?? "7bit").toLowerCase();
        break;
      case "content-id":
        part.cid = toContentId(withoutComments(value).trim());
        break;
      case "content-location":
        part.location = withoutComments(value).replace(/\s+/g, "") || null;
        break;
      case "content-language":
        part.language = withoutComments(value).match(/[a-z0-9-]+/gi);
        break;
    }
  }

  part.name ??= toName(typeName);
  if (part.charset === null && part.type.startsWith("text/")) part.charset = "us-ascii"; // RFC 2045 §5.2
  return { part, boundary: part.type.startsWith("multipart/") ? boundary : null };
}

/** The unfolded value; outside ASCII it is UTF-8 (RFC 6532 §3.2), or else in the charset of the texts, or what Windows wrote. */
function valueOf(raw: Buffer, field: HeaderField, nearby: string | null): string {
  return octetsToText(raw.subarray(field.valueStart, field.end), nearby).replace(/[\r\n]+/g, "");
}

function toContentId(value: string): string | null {
  return value.slice(value.startsWith("<") ? 1 : 0, value.endsWith(">") ? -1 : undefined).trim() || null;
}

function toMediaType(value: string, implicit: string): string {
  // White space around the slash is a comment's remains; after the type it is a missing semicolon.
  const type = value
    .replace(/\s*\/\s*/, "/")
    .split(/[\s,]/, 1)[0]!
    .toLowerCase();
  if (mediaType.test(type)) return type;
  // RFC 2045 §5.2: what is no media type is taken as the default; a bare top-level type is what mail of the nineties has.
  return type === "" || type.startsWith("text") ? implicit : "application/octet-stream";
}

function toName(parameter: string | null | undefined): string | null {
  if (!parameter) return null;
  // eslint-disable-next-line no-control-regex -- a file name has no controls
  return (
    decodeWords(parameter)
      .replace(/[\x00-\x1f\x7f]/g, "")
      .trim()
      .normalize("NFC") || null
  );
}
