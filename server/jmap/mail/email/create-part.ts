// One part of a new email from a client's JSON: the rules of RFC 8621 §4.6 for an EmailBodyPart.
import type { PartToBuild } from "../../../../standards/mime/build-message.ts";
import { isObject, isString, isUnsignedInt } from "../../guards.ts";
import { invalidProperties } from "../../set-errors.ts";
import { readHeaderProperty, refuseTwice, type GivenHeader } from "./create-headers.ts";

/** What parts refer to, and where in the email the part is. */
export type PartContext = {
  /** The path to blame, as "bodyStructure/subParts/0". */
  property: string;
  /** Of `bodyValues`, by partId. */
  values: Readonly<Record<string, string>>;
  /** The content of blobs, by blobId. */
  blobs: ReadonlyMap<string, Uint8Array>;
};

const strings = ["partId", "blobId", "name", "type", "charset", "disposition", "cid", "location"] as const;
const properties = new Set<string>([...strings, "size", "language", "subParts"]);

/** Which field of the part's header each property is written to. */
const fieldOf: Partial<Record<string, string>> = {
  type: "Content-Type",
  charset: "Content-Type",
  name: "Content-Type",
  disposition: "Content-Disposition",
  cid: "Content-ID",
  language: "Content-Language",
  location: "Content-Location",
};

type GivenPart = {
  [Name in (typeof strings)[number]]?: string | null;
} & { size?: number | null; language?: string[] | null; subParts?: unknown[] | null };

/** `defaultType` is for a part that says neither what it is nor what parts it has. */
export function readPart(value: unknown, context: PartContext, defaultType = "text/plain"): PartToBuild {
  const { given, headers } = checkPart(value, context);
  const subParts = given.subParts ?? [];
  const type = (
    given.type ??
    typeOfField(headers) ??
    (subParts.length > 0 ? "multipart/mixed" : defaultType)
  ).toLowerCase();
  const part: PartToBuild = {
    type,
    name: given.name ?? null,
    disposition: given.disposition ?? null,
    cid: given.cid ?? null,
    language: given.language ?? null,
    location: given.location ?? null,
    headers: headers.flatMap(({ fields }) => fields),
  };
  if (!type.startsWith("multipart/")) return { ...part, ...readContent(given, type, context) };
  if (subParts.length === 0 || given.partId != null || given.blobId != null) {
    throw invalidProperties([context.property], "a multipart has parts and nothing else");
  }
  const pathOf = (index: number) => `${context.property}/subParts/${index}`;
  return {
    ...part,
    subParts: subParts.map((child, index) => readPart(child, { ...context, property: pathOf(index) })),
  };
}

function checkPart(value: unknown, { property }: PartContext): { given: GivenPart; headers: GivenHeader[] } {
  const refuse = (name: string, description?: string) => invalidProperties([`${property}/${name}`], description);
  if (!isObject(value)) throw invalidProperties([property], "a part is not an object");
  const headers: GivenHeader[] = [];
  for (const [name, content] of Object.entries(value)) {
    if (properties.has(name)) continue;
    const header = name.startsWith("header:") ? readHeaderProperty(name, content, `${property}/${name}`) : undefined;
    if (!header) throw refuse(name.slice(0, 100), "cannot be set on a part");
    if (header.name.toLowerCase() === "content-transfer-encoding") throw refuse(name);
    headers.push(header);
  }
  const named = Object.keys(value).filter((name) => value[name] != null && fieldOf[name] !== undefined);
  const fields = new Map(
    named.map((name) => [fieldOf[name]!, { property: `${property}/${name}`, name: fieldOf[name]! }]),
  );
  refuseTwice([...headers, ...fields.values()]);
  const { size, language, subParts } = value;
  const wrong = strings.find((name) => value[name] != null && !isString(value[name]));
  if (wrong) throw refuse(wrong, "is not a string");
  if (size != null && !isUnsignedInt(size)) throw refuse("size", "is not a number");
  if (language != null && !(Array.isArray(language) && language.every(isString)))
    throw refuse("language", "is not a list");
  if (subParts != null && !Array.isArray(subParts)) throw refuse("subParts", "is not a list");
  return { given: value, headers };
}

function readContent(given: GivenPart, type: string, { property, values, blobs }: PartContext): Partial<PartToBuild> {
  const refuse = (names: string[], description?: string) =>
    invalidProperties(
      names.map((name) => `${property}/${name}`),
      description,
    );
  if (given.subParts?.length) throw refuse(["subParts"], "only a multipart has parts");
  if ((given.partId == null) === (given.blobId == null)) throw refuse(["partId", "blobId"]);
  if (given.blobId != null) {
    const parameters: Record<string, string> = given.charset == null ? {} : { charset: given.charset };
    return { content: blobs.get(given.blobId)!, parameters };
  }
  if (!Object.hasOwn(values, given.partId!)) throw refuse(["partId"]);
  const ours = (["charset", "size"] as const).filter((name) => given[name] != null);
  if (ours.length > 0) throw refuse(ours);
  if (!type.startsWith("text/")) throw refuse(["type"], "only a text is given in bodyValues");
  return { content: values[given.partId!]! };
}

/** The type where a client writes the field itself. */
function typeOfField(headers: readonly GivenHeader[]): string | undefined {
  const field = headers.find(({ name }) => name.toLowerCase() === "content-type")?.fields[0];
  const value = field && ("raw" in field ? field.raw : "text" in field ? field.text : undefined);
  return value?.split(";", 1)[0]?.trim();
}
