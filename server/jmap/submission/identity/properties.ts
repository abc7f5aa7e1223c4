// Properties of an identity from a client's JSON, RFC 8621 §6. Null stands for the default (RFC 8620 §5.3).
import type { EmailAddress } from "../../../../standards/address/types.ts";
import type { Identity } from "../../../store/identities.ts";
import { isObject, isString } from "../../guards.ts";
import { invalidProperties } from "../../set-errors.ts";

const maxSignatureLength = 256 * 1024;
const maxNameLength = 500;
const maxAddresses = 100;

type Properties = Partial<Omit<Identity, "id" | "mayDelete">>;

export function readIdentityProperties(object: Record<string, unknown>): Properties {
  const properties: Properties = {};
  const wrong: string[] = [];
  for (const [name, value] of Object.entries(object)) {
    if (name === "name" && isText(value ?? "", maxNameLength)) properties.name = (value ?? "") as string;
    else if (name === "email" && isString(value)) properties.email = value;
    else if ((name === "replyTo" || name === "bcc") && isAddressList(value)) {
      properties[name] = value && value.map((address) => ({ name: address.name ?? null, email: address.email }));
    } else if ((name === "textSignature" || name === "htmlSignature") && isText(value ?? "", maxSignatureLength)) {
      properties[name] = (value ?? "") as string;
    } else wrong.push(name);
  }
  if (wrong.length > 0) throw invalidProperties(wrong);
  return properties;
}

function isText(value: unknown, maxLength: number): boolean {
  return isString(value) && value.length <= maxLength && !value.includes("\0");
}

function isAddressList(value: unknown): value is EmailAddress[] | null {
  return value === null || (Array.isArray(value) && value.length <= maxAddresses && value.every(isAddress));
}

function isAddress(value: unknown): boolean {
  return (
    isObject(value) &&
    isString(value.email) &&
    !/[\0\r\n]/.test(value.email) &&
    (value.name == null || (isString(value.name) && !/[\0\r\n]/.test(value.name)))
  );
}
