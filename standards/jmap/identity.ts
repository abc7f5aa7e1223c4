// Identity, RFC 8621 §6.
import type { EmailAddress } from "../address/types.ts";
import type { Id } from "./types.ts";

export type Identity = {
  id: Id;
  name: string;
  /** Immutable. */
  email: string;
  replyTo: EmailAddress[] | null;
  bcc: EmailAddress[] | null;
  textSignature: string;
  htmlSignature: string;
  mayDelete: boolean;
};

export const identityProperties = [
  "id",
  "name",
  "email",
  "replyTo",
  "bcc",
  "textSignature",
  "htmlSignature",
  "mayDelete",
] as const satisfies (keyof Identity)[];

export type IdentityCreate = { email: string } & Partial<Omit<Identity, "id" | "email" | "mayDelete">>;
