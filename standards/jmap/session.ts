// The session resource, RFC 8620 §2.
import type { BlobCapability, CoreCapability, MailCapability, SubmissionCapability } from "./capabilities.ts";
import type { Id, State } from "./types.ts";

export type AccountCapabilities = {
  "urn:ietf:params:jmap:core"?: Record<string, never>;
  "urn:ietf:params:jmap:mail"?: MailCapability;
  "urn:ietf:params:jmap:submission"?: SubmissionCapability;
  "urn:ietf:params:jmap:blob"?: BlobCapability;
  [urn: string]: unknown;
};

export type SessionAccount = {
  name: string;
  isPersonal: boolean;
  isReadOnly: boolean;
  accountCapabilities: AccountCapabilities;
};

export type Session = {
  capabilities: { "urn:ietf:params:jmap:core": CoreCapability; [urn: string]: unknown };
  accounts: Record<Id, SessionAccount>;
  primaryAccounts: Record<string, Id>;
  username: string;
  apiUrl: string;
  /** URI templates, RFC 6570 level 1. */
  downloadUrl: string;
  uploadUrl: string;
  eventSourceUrl: string;
  state: State;
};

/** Fills `{name}` of a level 1 URI template (RFC 6570 §1.2); what is not given becomes empty. */
export function expandUrl(template: string, values: Record<string, string>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ""));
}
