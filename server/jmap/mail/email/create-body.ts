// The body of a new email from a client's JSON: RFC 8621 §4.6. Either `bodyStructure`, or one text, one HTML and attachments.
import type { PartToBuild } from "../../../../standards/mime/build-message.ts";
import { isObject, isString } from "../../guards.ts";
import { limits } from "../../limits.ts";
import { invalidProperties, SetFailure, setError } from "../../set-errors.ts";
import { readPart, type PartContext } from "./create-part.ts";

/** Gives the content of a blob by its id; undefined for one that the caller may not use. */
export type LoadBlob = (blobId: string) => Promise<Uint8Array | undefined>;

const maxParts = 1_000;
/** Beside the value. Texts are Unicode, so a charset, which some programs name, says nothing. */
const bodyValueFlags = ["isEncodingProblem", "isTruncated"];
const ignoredOfBodyValue = ["charset"];
const listNames = ["textBody", "htmlBody", "attachments"] as const;

/** The tree of parts with all content. */
export async function readBody(object: Record<string, unknown>, load: LoadBlob): Promise<PartToBuild> {
  const given = listNames.filter((name) => object[name] != null);
  if (object.bodyStructure != null && given.length > 0) {
    throw invalidProperties(given, "bodyStructure is given");
  }
  const values = readBodyValues(object.bodyValues);
  const blobs = await loadBlobs(object, load);
  if (object.bodyStructure != null) {
    return readPart(object.bodyStructure, { property: "bodyStructure", values, blobs });
  }
  const text = readOne(object.textBody, "text/plain", { property: "textBody", values, blobs });
  const html = readOne(object.htmlBody, "text/html", { property: "htmlBody", values, blobs });
  return arrange(text, html, readAttachments(object.attachments, { property: "attachments", values, blobs }));
}

function readBodyValues(given: unknown): Record<string, string> {
  if (given == null) return {};
  if (!isObject(given)) throw invalidProperties(["bodyValues"]);
  const values = Object.entries(given).map(([partId, body]): [string, string] => {
    const { value, ...others } = isObject(body) ? body : {};
    // RFC 8621 §4.6: what is cut or broken cannot become a message.
    const wrong = Object.keys(others)
      .filter((name) => !ignoredOfBodyValue.includes(name))
      .filter((name) => !bodyValueFlags.includes(name) || others[name]);
    if (!isString(value)) wrong.push("value");
    if (wrong.length > 0) throw invalidProperties(wrong.map((name) => `bodyValues/${partId}/${name}`));
    return [partId, value as string];
  });
  return Object.fromEntries(values);
}

async function loadBlobs(object: Record<string, unknown>, load: LoadBlob): Promise<Map<string, Uint8Array>> {
  const wanted = new Set<string>();
  let parts = 0;
  function visit(part: unknown): void {
    if (!isObject(part)) return;
    if (++parts > maxParts) throw setError("tooLarge", "the email has too many parts");
    if (isString(part.blobId) && part.partId == null) wanted.add(part.blobId);
    if (Array.isArray(part.subParts)) part.subParts.forEach(visit);
  }
  for (const given of [object.bodyStructure, object.textBody, object.htmlBody, object.attachments]) {
    if (Array.isArray(given)) given.forEach(visit);
    else visit(given);
  }
  const blobs = new Map<string, Uint8Array>();
  const notFound: string[] = [];
  let total = 0;
  for (const blobId of wanted) {
    const content = await load(blobId);
    if (!content) notFound.push(blobId);
    else blobs.set(blobId, content);
    total += content?.length ?? 0;
    if (total > limits.maxSizeAttachmentsPerEmail) throw setError("tooLarge", "more than maxSizeAttachmentsPerEmail");
  }
  if (notFound.length > 0) throw new SetFailure({ type: "blobNotFound", notFound });
  return blobs;
}

/** RFC 8621 §4.6: exactly one part, of exactly this type. */
function readOne(list: unknown, type: string, context: PartContext): PartToBuild | undefined {
  if (list == null) return undefined;
  if (!Array.isArray(list) || list.length !== 1) throw invalidProperties([context.property], "is not one part");
  const part = readPart(list[0], { ...context, property: `${context.property}/0` }, type);
  if (part.type !== type) throw invalidProperties([context.property], `is not ${type}`);
  return part;
}

function readAttachments(list: unknown, context: PartContext): PartToBuild[] {
  if (list == null) return [];
  if (!Array.isArray(list)) throw invalidProperties([context.property]);
  return list.map((given, index) => {
    const part = readPart(given, { ...context, property: `${context.property}/${index}` }, "application/octet-stream");
    const writesField = part.headers?.some(({ name }) => name.toLowerCase() === "content-disposition");
    return part.disposition == null && !writesField ? { ...part, disposition: "attachment" } : part;
  });
}

/** Text and HTML as alternatives, pictures that the HTML shows with it, the other attachments after it. */
function arrange(text: PartToBuild | undefined, html: PartToBuild | undefined, files: PartToBuild[]): PartToBuild {
  const embedded = html ? files.filter((part) => part.disposition === "inline" && part.cid) : [];
  const others = files.filter((part) => !embedded.includes(part));
  const alternatives = [text, html && wrap("related", [html, ...embedded])].filter((part) => part !== undefined);
  if (alternatives.length === 0) {
    return others.length > 0 ? { type: "multipart/mixed", subParts: others } : { type: "text/plain", content: "" };
  }
  return wrap("mixed", [wrap("alternative", alternatives), ...others]);
}

function wrap(subtype: string, parts: PartToBuild[]): PartToBuild {
  return parts.length === 1 ? parts[0]! : { type: `multipart/${subtype}`, subParts: parts };
}
