// Push: RFC 8620 §7.
import type { Id, State, UTCDate } from "./types.ts";

/** Account id to type name to its new state. */
export type TypeStates = Record<Id, Record<string, State>>;
export type StateChange = { "@type": "StateChange"; changed: TypeStates };
export type PushVerification = { "@type": "PushVerification"; pushSubscriptionId: Id; verificationCode: string };

/**
 * This product's own, for a device that wants to be told of new mail in words: what to show, newest last. `path` is where the
 * mail application shows it, `tag` what a later notice of the same mail replaces.
 */
export type MailNotice = {
  "@type": "MailNotice";
  notices: readonly { title: string; body: string; tag: string; path: string }[];
  isSilent: boolean;
  locale: string;
};

/** `url` and `keys` can be set and are never given back (RFC 8620 §7.2.1). */
export type PushSubscription = {
  id: Id;
  deviceClientId: string;
  url: string;
  keys: { p256dh: string; auth: string } | null;
  verificationCode: string | null;
  expires: UTCDate | null;
  types: string[] | null;
  /** This product's own: new mail is told in words (MailNotice) as long as the session lives that asked for it. */
  notifies: boolean;
};

export const pushSubscriptionProperties = [
  "id",
  "deviceClientId",
  "verificationCode",
  "expires",
  "types",
  "notifies",
] as const;

/** The types whose changes are pushed. EmailDelivery has no objects: it changes when an email comes (RFC 8621 §1.5). */
export const pushTypes = [
  "Mailbox",
  "Thread",
  "Email",
  "EmailDelivery",
  "Identity",
  "EmailSubmission",
  "VacationResponse",
  "Preferences",
] as const;
export type PushType = (typeof pushTypes)[number];
