// An EmailBodyPart with the properties that were asked for: RFC 8621 §4.1.4, §4.2.
import { bodyPartDefaultProperties, bodyPartProperties } from "../../../../standards/jmap/email.ts";
import { parseHeaderProperty } from "../../../../standards/jmap/header-property.ts";
import { asRaw, headerValue } from "../../../../standards/mime/header-forms.ts";
import type { ParsedMessage, Part } from "../../../../standards/mime/types.ts";
import { formatPartBlobId, type BlobName } from "../../ids.ts";
import { invalidArguments } from "../../method-errors.ts";
import { readHeader } from "./header-value.ts";

/** The message that parts are of, which may itself be a part. */
export type PartSource = { message: ParsedMessage; blob: BlobName };

type PartReader = (part: Part, source: PartSource) => unknown;
export type PartPlan = readonly [name: string, read: PartReader][];

const plain = ["partId", "size", "name", "type", "charset", "disposition", "cid", "language", "location"] as const;

/** Refuses what is no property of a body part. */
export function planBodyParts(properties: readonly string[] = bodyPartDefaultProperties): PartPlan {
  return [...new Set(properties)].map((name) => [name, readerOf(name)]);
}

function readerOf(name: string): PartReader {
  if (name === "blobId") return blobIdOf;
  if (name === "headers") return (part, { message }) => listHeaders(message.raw, part);
  // Of a part that is no multipart; the parts of one are for `toBodyStructure`.
  if (name === "subParts") return () => null;
  const known = plain.find((candidate) => candidate === name);
  if (known) return (part) => part[known];
  const header = parseHeaderProperty(name);
  if (!header) throw invalidArguments(`a body part has no property ${JSON.stringify(name.slice(0, 100))}`);
  return (part, { message }) => readHeader(message, part, header);
}

export function isBodyPartProperty(name: string): boolean {
  return (bodyPartProperties as readonly string[]).includes(name) || parseHeaderProperty(name) !== undefined;
}

function blobIdOf({ partId }: Part, { blob }: PartSource): string | null {
  return partId === null ? null : formatPartBlobId(blob, partId);
}

/** RFC 8621 §4.1.3: every field in order, values as they are. */
export function listHeaders(raw: Uint8Array, part: Part): { name: string; value: string }[] {
  return part.headers.map((field) => ({ name: field.name, value: asRaw(headerValue(raw, field)) }));
}

export function toBodyPart(part: Part, source: PartSource, plan: PartPlan): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const [name, read] of plan) object[name] = read(part, source);
  return object;
}

/** The tree, whose inner nodes have their parts whether `subParts` was named or not: it would be no structure otherwise. */
export function toBodyStructure(part: Part, source: PartSource, plan: PartPlan): Record<string, unknown> {
  const object = toBodyPart(part, source, plan);
  if (part.partId === null) object.subParts = part.subParts.map((child) => toBodyStructure(child, source, plan));
  return object;
}
