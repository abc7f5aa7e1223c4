// Who a request speaks for, and what a program's password may do. Every surface decides by this and nothing else.

import type { AccountId, OrganisationId } from "../base/ids.ts";

export const SCOPES = ["smtp", "jmap", "imap"] as const;
export type Scope = (typeof SCOPES)[number];

export type AccountKind = "person" | "unit";
export type AccountRole = "employee" | "administrator" | "service-desk" | "partner";

export interface Principal {
  readonly accountId: AccountId;
  readonly organisationId: OrganisationId;
  readonly kind: AccountKind;
  readonly role: AccountRole;
  /** What may be used: a session has every scope but those of other programs, an app password those it was made with. */
  readonly scopes: readonly Scope[];
  readonly via: "session" | "app-password";
  /** Of the session that carries the request, in lower-case hexadecimal. */
  readonly sessionHash?: string;
  /** The session's person said that others use the computer: nothing may stay in the browser. */
  readonly isPublicComputer?: boolean;
}
