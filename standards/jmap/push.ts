// Push: RFC 8620 §7.
import type { Id, State, UTCDate } from "./types.ts";

/** Account id to type name to its new state. */
export type TypeStates = Record<Id, Record<string, State>>;
export type StateChange = { "@type": "StateChange"; changed: TypeStates };
export type PushVerification = { "@type": "PushVerification"; pushSubscriptionId: Id; verificationCode: string };

/** `url` and `keys` can be set and are never given back (RFC 8620 §7.2.1). */
export type PushSubscription = {
  id: Id;
  deviceClientId: string;
  url: string;
  keys: { p256dh: string; auth: string } | null;
  verificationCode: string | null;
  expires: UTCDate | null;
  types: string[] | null;
};

export const pushSubscriptionProperties = ["id", "deviceClientId", "verificationCode", "expires", "types"] as const;

/** The types whose changes are pushed. */
export const pushTypes = [
  "Mailbox",
  "Thread",
  "Email",
  "Identity",
  "EmailSubmission",
  "VacationResponse",
  "Preferences",
] as const;
export type PushType = (typeof pushTypes)[number];
