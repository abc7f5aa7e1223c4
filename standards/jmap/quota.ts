// Quota, RFC 9425.
import type { Id, UnsignedInt } from "./types.ts";

export type Quota = {
  id: Id;
  resourceType: "count" | "octets";
  used: UnsignedInt;
  hardLimit: UnsignedInt;
  scope: "account" | "domain" | "global";
  name: string;
  types: string[];
  warnLimit: UnsignedInt | null;
  softLimit: UnsignedInt | null;
  description: string | null;
};

export const quotaProperties = [
  "id",
  "resourceType",
  "used",
  "hardLimit",
  "scope",
  "name",
  "types",
  "warnLimit",
  "softLimit",
  "description",
] as const satisfies (keyof Quota)[];
