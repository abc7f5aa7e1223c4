// A new email from a client's JSON: Email/set create, RFC 8621 §4.6. Gives the message as octets and where it goes.
import { parseMailbox } from "../../../../standards/address/mailbox.ts";
import { emailBodyProperties, emailHeaderProperties } from "../../../../standards/jmap/email.ts";
import { buildMessage, type PartToBuild } from "../../../../standards/mime/build-message.ts";
import type { HeaderToBuild } from "../../../../standards/mime/format-header.ts";
import { createToken } from "../../../base/ids.ts";
import type { EmailImport } from "../../../mail/import-email.ts";
import { openBlob } from "../../blob-access.ts";
import { limits } from "../../limits.ts";
import type { MethodCall } from "../../method.ts";
import { createReading, invalidProperties, setError } from "../../set-errors.ts";
import { readBody } from "./create-body.ts";
import { readHeaderProperty, refuseTwice, type GivenHeader } from "./create-headers.ts";
import { readPlacement } from "./placement.ts";

const bodyProperties = emailBodyProperties.filter((name) => name !== "hasAttachment" && name !== "preview");
const settable: readonly string[] = [
  "mailboxIds",
  "keywords",
  "receivedAt",
  ...emailHeaderProperties,
  ...bodyProperties,
];

export async function readNewEmail(
  call: MethodCall,
  object: Record<string, unknown>,
): Promise<EmailImport & { message: Uint8Array }> {
  const reading = createReading();
  await reading.read(() => refuseUnknown(object));
  const placement = await readPlacement(call, reading, object);
  const given: GivenHeader[] = [];
  for (const [property, value] of Object.entries(object)) {
    const header = await reading.read(() => readHeaderProperty(property, value));
    if (header) given.push(header);
  }
  await reading.read(() => checkHeaders(given));
  const read = await reading.read(() => readBody(object, (blobId) => loadBlob(call, blobId)));
  if (read) await reading.read(() => refuseTwiceInRoot(given, read));
  reading.finish();
  const body = read!;
  const headers = given.flatMap(({ fields }) => fields);
  const message = build([...headers, ...missingFields(call, [...headers, ...(body.headers ?? [])])], body, call);
  if (message.length > limits.maxSizeAttachmentsPerEmail) throw setError("tooLarge");
  return { message, ...placement };
}

function refuseUnknown(object: Record<string, unknown>): void {
  const refused = Object.keys(object).filter((name) => !settable.includes(name) && !name.startsWith("header:"));
  if (refused.length > 0) throw invalidProperties(refused, "cannot be set");
}

async function loadBlob(call: MethodCall, blobId: string): Promise<Uint8Array | undefined> {
  const known = blobId.startsWith("#") ? (call.created.get(blobId.slice(1)) ?? blobId) : blobId;
  const blob = await call.read((tx) => openBlob(call.deps.mail, tx, call.account.accountId, known));
  return blob?.content;
}

/** RFC 8621 §4.6: the root of the body has the same header as the email. */
function refuseTwiceInRoot(given: readonly GivenHeader[], root: PartToBuild): void {
  const names = new Set(given.map(({ name }) => name.toLowerCase()));
  const twice = (root.headers ?? []).filter(({ name }) => names.has(name.toLowerCase()));
  if (twice.length > 0) throw invalidProperties(twice.map(({ name }) => `bodyStructure/header:${name}`));
}

function checkHeaders(given: readonly GivenHeader[]): void {
  // RFC 8621 §4.6: those fields are of a body part, also where the message is its only one.
  const content = given.filter(({ name }) => /^content-/i.test(name));
  if (content.length > 0)
    throw invalidProperties(
      content.map(({ property }) => property),
      "belongs to a body part",
    );
  refuseTwice(given);
}

/** RFC 8621 §4.6: Message-ID and Date are the server's where the client gives none. */
function missingFields(call: MethodCall, headers: readonly HeaderToBuild[]): HeaderToBuild[] {
  const has = (name: string) => headers.some((header) => header.name.toLowerCase() === name);
  const { clock, random, publicUrl } = call.deps;
  const missing: HeaderToBuild[] = [];
  if (!has("date")) missing.push({ name: "Date", date: `${new Date(clock.now()).toISOString().slice(0, 19)}+00:00` });
  if (!has("message-id")) {
    const domain = parseMailbox(call.account.name)?.domain ?? new URL(publicUrl).hostname;
    missing.push({ name: "Message-ID", messageIds: [`${createToken(random, 18)}@${domain}`] });
  }
  return missing;
}

function build(
  headers: HeaderToBuild[],
  body: Parameters<typeof buildMessage>[0]["body"],
  call: MethodCall,
): Uint8Array {
  try {
    return buildMessage({ headers, body, boundary: () => `=_${createToken(call.deps.random, 18)}` });
  } catch (error) {
    // The builder's verdict on what would break the message (a media type, a parameter).
    if (error instanceof TypeError) throw invalidProperties(["bodyStructure"], error.message);
    throw error;
  }
}
